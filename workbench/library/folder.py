"""Scans a folder that must contain images."""

from pathlib import Path

from workbench.core.domain import Domain
from workbench.core.errors import UserError
from workbench.data.cache_paths import default_cache
from workbench.data.scan import scan_now


def scan_folder(folder: Path) -> Domain:
    """Scan a folder into a domain. Raises UserError if it contains no readable image."""
    domain = scan_now(folder, cache=default_cache())
    if not domain.samples:
        raise UserError(f"The folder {folder} contains no readable image.", "“workbench scan” lists what it contains.")
    return domain
