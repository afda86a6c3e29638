"""Labelling strategies (active learning), one per file."""
