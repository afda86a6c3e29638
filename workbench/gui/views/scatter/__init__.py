"""The scatter plot of features."""
