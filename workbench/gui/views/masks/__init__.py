"""Images with overlaid masks."""
