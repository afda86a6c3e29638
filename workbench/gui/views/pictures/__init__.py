"""Image views: single images, before and after, and rows of images."""
