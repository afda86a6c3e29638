"""The main window: header, rail, status bar, start page, keys and layout. It places the steps."""
