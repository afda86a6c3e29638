"""The cache folder of the user."""

from pathlib import Path

import platformdirs

NAME = "domain-workbench"


def default_cache() -> Path:
    """The default folder of decoded images and features. It can be deleted at any time."""
    return platformdirs.user_cache_path(NAME, appauthor=False)
