"""Images with masks laid over them."""
