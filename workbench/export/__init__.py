"""Exports models, predictions and reports to files."""
