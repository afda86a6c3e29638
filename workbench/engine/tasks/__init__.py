"""What differs between tasks: one file for each, found by itself, or an entry point of another package."""
