"""The Data step: what is in the two folders."""
