"""The Adapt step: runs of adaptation methods."""
