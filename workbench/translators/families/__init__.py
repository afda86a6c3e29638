"""What several translators share; a translator may import a family, a family imports no translator."""
