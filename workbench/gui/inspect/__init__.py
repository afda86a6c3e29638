"""The Inspect step: how far the domains lie apart."""
