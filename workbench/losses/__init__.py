"""Pure functions on tensors, one family a file."""
