"""Segmentation in the window: each pixel has a class."""
