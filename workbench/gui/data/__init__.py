"""The Data step: the contents of both folders."""
