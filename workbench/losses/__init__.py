"""Loss functions: pure functions on tensors, one family per file."""
