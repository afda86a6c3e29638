"""What to label next: one strategy a file, on one contract."""
