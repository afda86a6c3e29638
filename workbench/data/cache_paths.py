"""Where the program keeps what it makes, for each user."""

from pathlib import Path

import platformdirs

NAME = "domain-workbench"


def default_cache() -> Path:
    """Decoded images and features; safe to delete at any time."""
    return platformdirs.user_cache_path(NAME, appauthor=False)
