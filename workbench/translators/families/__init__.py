"""Base classes that several translators share. A translator may import a family; a family imports no translator."""
