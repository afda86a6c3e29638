"""What the files of a translated folder are called: as before, where two would not be one and formats lose nothing."""

from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath

from workbench.core.file_names import contained_path
from workbench.data.masks.pairing import IMAGES, MASKS, folders_to
from workbench.data.split_names import SPLITS

LOSSLESS = (".png", ".bmp", ".tif", ".tiff")  # other kinds are written as PNG, so that nothing is lost twice


def named(path: str) -> str:
    """The name that the translation of an image gets: its own, as PNG where its format loses something."""
    written = PurePosixPath(path)
    return path if written.suffix.lower() in LOSSLESS else str(written.with_suffix(".png"))


def names_of(paths: Sequence[str], masked: bool) -> dict[str, str]:
    """A name for the translation of each image, no two alike: b.jpg beside b.png becomes b.jpg.png.

    An image that a table names outside of its folder gets a name of its own, below the new one. `masked`: all lie
    below a folder of images, beside which there is room for their masks.
    """
    names: dict[str, str] = {}
    taken: set[str] = set()
    shared = _shared(paths) if masked else ""
    # those that keep their names come first, so that none of these is taken by another
    for path in sorted(paths, key=lambda path: (named(path) != path, path)):
        inside = contained_path(path).as_posix()
        if masked and not folders_to(inside, IMAGES):
            inside = f"{IMAGES[0]}/{inside.removeprefix(shared)}"
        name = named(inside)
        while name in taken:
            name = inside = f"{inside}.png"
        taken.add(name)
        names[path] = name
    return names


def mask_name(name: str) -> str:
    """Of the mask to an image that lies below a folder of images."""
    above = folders_to(name, IMAGES) or []
    inside = PurePosixPath(*name.split("/")[len(above) :]).with_suffix(".png")
    return PurePosixPath(*above[:-1], MASKS[0], inside).as_posix()


def moved(names: Mapping[str, str]) -> bool:
    """Whether an image lies in another folder than before."""
    return any(PurePosixPath(path).parent != PurePosixPath(name).parent for path, name in names.items())


def _shared(paths: Sequence[str]) -> str:
    """The one folder that holds all images, with a slash, as JPEGImages/ does; empty where it is a split, or none."""
    first = {path.split("/")[0] for path in paths if "/" in path}
    (top,) = first if len(first) == 1 and all("/" in path for path in paths) else ("",)
    return f"{top}/" if top and top.lower() not in SPLITS else ""
