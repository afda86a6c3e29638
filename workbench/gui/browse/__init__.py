"""Samples as every step shows them: scatter, thumbnails and the large image."""
