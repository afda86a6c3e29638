"""Network architectures: no losses, no training loops."""
