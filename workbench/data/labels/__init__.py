"""Label file formats, one per module."""
