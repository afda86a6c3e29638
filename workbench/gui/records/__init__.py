"""Runs and translations as tables, side by side, and what can be done with them."""
