"""The file view.json: how the images of a project are displayed. It is safe to delete."""

import contextlib
from pathlib import Path

import msgspec

from workbench.core.files import write_atomically
from workbench.core.view_settings import ViewSettings

NAME = "view.json"


def read_view(folder: Path) -> ViewSettings:
    """The settings of a project; the defaults if there are none, or if the file is damaged."""
    try:
        settings = msgspec.json.decode((folder / NAME).read_bytes(), type=ViewSettings)
    except (OSError, ValueError, RecursionError):
        return ViewSettings()
    return msgspec.structs.replace(settings, display=settings.display.checked())


def write_view(folder: Path, settings: ViewSettings) -> None:
    """Store the settings of a project. If the file system refuses it, they are those of this session only."""
    with contextlib.suppress(OSError):
        write_atomically(folder / NAME, msgspec.json.encode(settings), durable=False)
