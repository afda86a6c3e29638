"""Runs any method and knows none by name."""
