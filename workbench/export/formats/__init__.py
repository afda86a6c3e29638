"""Formats of exported models for other libraries and devices."""
