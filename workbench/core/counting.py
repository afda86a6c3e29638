"""Numbers with their nouns."""


def count(number: int, singular: str, plural: str = "") -> str:
    """Format a number with its noun: “1 image”, “1,200 images”."""
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"
