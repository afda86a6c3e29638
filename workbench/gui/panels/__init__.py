"""The zones of the window. They meet only through Session and Runs."""
