"""What differs between tasks in the window."""
