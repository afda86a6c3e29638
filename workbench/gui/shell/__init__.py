"""The frame of the window: header, rail, status bar, start page, keys and layout; it places the steps."""
