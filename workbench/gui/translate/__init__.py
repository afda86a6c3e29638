"""The Translate step: images of one domain in the look of the other."""
