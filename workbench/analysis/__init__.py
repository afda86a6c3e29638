"""Measurements of domains and models: shift, accuracy, comparisons, labelling strategies."""
