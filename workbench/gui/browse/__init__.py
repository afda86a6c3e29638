"""The views of samples in all steps: scatter plot, thumbnails and image viewer."""
