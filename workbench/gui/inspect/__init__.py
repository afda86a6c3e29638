"""The Inspect step: the shift between the domains."""
