"""Names the files of a translated folder: unchanged, unless two would be equal or the format is lossy."""

from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath

from workbench.core.file_names import contained_path
from workbench.data.masks.roles import IMAGES, MASKS, folders_to
from workbench.data.split_names import SPLITS

LOSSLESS = (".png", ".bmp", ".tif", ".tiff")  # other formats become PNG, to avoid a second lossy compression


def lossless_name(path: str) -> str:
    """The name of an image's translation: unchanged, or with the suffix .png if its format is lossy."""
    written = PurePosixPath(path)
    return path if written.suffix.lower() in LOSSLESS else str(written.with_suffix(".png"))


def names_of(paths: Sequence[str], masked: bool) -> dict[str, str]:
    """A unique name for the translation of each image: b.jpg next to b.png becomes b.jpg.png.

    Paths that lead outside of the folder, as tables can contain, are moved below it. `masked`: all names are below a
    folder of images, so that a folder of masks can be next to it.
    """
    names: dict[str, str] = {}
    taken: set[str] = set()
    shared = _shared(paths) if masked else ""
    # images that keep their names come first, so that no other image gets one of these names
    for path in sorted(paths, key=lambda path: (lossless_name(path) != path, path)):
        inside = contained_path(path).as_posix()
        if masked and not folders_to(inside, IMAGES):
            inside = f"{IMAGES[0]}/{inside.removeprefix(shared)}"
        name = lossless_name(inside)
        while name in taken:
            name = inside = f"{inside}.png"
        taken.add(name)
        names[path] = name
    return names


def mask_name(name: str) -> str:
    """The name of the mask of an image below a folder of images."""
    above = folders_to(name, IMAGES) or []
    inside = PurePosixPath(*name.split("/")[len(above) :]).with_suffix(".png")
    return PurePosixPath(*above[:-1], MASKS[0], inside).as_posix()


def changes_folders(names: Mapping[str, str]) -> bool:
    """Whether any image is in another folder than before."""
    return any(PurePosixPath(path).parent != PurePosixPath(name).parent for path, name in names.items())


def _shared(paths: Sequence[str]) -> str:
    """The top folder of all images with a slash, such as JPEGImages/; empty if there is none or it is a split."""
    first = {path.split("/")[0] for path in paths if "/" in path}
    (top,) = first if len(first) == 1 and all("/" in path for path in paths) else ("",)
    return f"{top}/" if top and top.lower() not in SPLITS else ""
