"""Image translators, one per file, discovered automatically. `families/` holds what several translators share."""
