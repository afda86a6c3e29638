"""The window where the labels are of pixels."""
