"""The Label step: which target images to label, and labels from elsewhere."""
