"""What several methods share; a method may import a family, a family imports no method."""
