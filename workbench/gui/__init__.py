"""The window: the only folder that imports Qt. It never imports torch."""
