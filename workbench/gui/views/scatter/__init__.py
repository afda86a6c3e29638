"""The scatter of features."""
