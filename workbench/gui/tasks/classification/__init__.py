"""The window where each image has a class."""
