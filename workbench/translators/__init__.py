"""One file per image translator; a file put here is found by itself. `families/` holds what several share."""
