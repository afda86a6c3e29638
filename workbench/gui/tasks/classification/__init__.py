"""Classification in the window: each image has a class."""
