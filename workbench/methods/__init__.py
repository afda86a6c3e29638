"""Adaptation algorithms, one per file, discovered automatically. `families/` holds what several methods share."""
