"""One file per adaptation algorithm; a file put here is found by itself. `families/` holds what several share."""
