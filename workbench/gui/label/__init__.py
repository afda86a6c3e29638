"""The Label step: the history of labels, and labels that other programs write."""
