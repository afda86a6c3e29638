"""Curves, histograms and diagrams."""
