"""Base classes that several methods share. A method may import a family; a family imports no method."""
