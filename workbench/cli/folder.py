"""Reads a folder for a command that only needs what is in it."""

from pathlib import Path

from workbench.core.domain import Domain
from workbench.core.errors import UserError
from workbench.data.cache_paths import default_cache
from workbench.data.scan import scan_now


def scanned(folder: Path) -> Domain:
    """The folder's domain. Raises UserError when it holds no readable image."""
    domain = scan_now(folder, cache=default_cache())
    if not domain.samples:
        raise UserError(f"{folder} holds no readable image.", "“workbench scan” says what is in it.")
    return domain
