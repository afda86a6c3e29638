"""The cache folder of the user."""

from pathlib import Path

import platformdirs

from workbench.core.program import NAME


def default_cache() -> Path:
    """The default folder of decoded images and features. It can be deleted at any time."""
    return platformdirs.user_cache_path(NAME, appauthor=False)
