"""One file per image translator."""
