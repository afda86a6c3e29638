"""labelme JSON: one file per image, with the class as the flag that is set (https://labelme.io)."""

import os
import re
from collections.abc import Sequence
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any

import msgspec

from workbench.core.errors import UserError
from workbench.core.file_names import separated
from workbench.core.files import make_folder, move, part_name, sweep_parts, sync_tree
from workbench.data.labels.contract import Entry, Labelled
from workbench.data.labels.json_files import json_of, peek, text_of

TITLE = "labelme"
SUMMARY = "A folder of JSON files, one per image, with the same subfolders as the images."
SUFFIX = ""
ABSOLUTE = re.compile(r"[\\/]|[A-Za-z][\w+.-]*:")
VERSION = "5.5.0"  # labelme version of the written files


def claims(path: Path) -> bool:
    """Whether the path is a labelme file, or a folder that contains one."""
    if not path.is_dir():
        return _is_labelme(peek(path))
    return any(_is_labelme(peek(file)) for file in path.rglob("*.json"))


def read(path: Path) -> list[Entry]:
    """The labels. Images without a set flag and other JSON files are left out; files with only shapes say so."""
    root = path if path.is_dir() else path.parent
    files = sorted(path.rglob("*.json")) if path.is_dir() else [path]
    return [entry for file in files if (entry := _entry(file, root)) is not None]


def _entry(file: Path, root: Path) -> Entry | None:
    inside = file.relative_to(root)
    where = f"file {inside.as_posix()}"
    try:
        content = json_of(file)
    except (OSError, UserError) as error:
        return Entry("", "", where, problem=f"cannot be read ({getattr(error, 'message', error)})")
    if not _is_labelme(content):
        return None
    image, flags, shapes = text_of(content, "imagePath"), content.get("flags") or {}, content.get("shapes")
    if image is None:
        return Entry("", "", where, problem="has no imagePath")
    name = PurePosixPath(image.replace("\\", "/")).name
    if not ABSOLUTE.match(image):
        image = separated(image, partial(_is_there, file.parent))
        image = Path(os.path.normpath(os.path.join(os.path.relpath(file.parent, root), image))).as_posix()
    beside = f"/{(inside.parent / name).as_posix()}"  # where the images are, if they were moved with their files
    entry = Entry(image, "", where, address=beside)
    if not isinstance(flags, dict):
        return entry._replace(problem="has flags that are not an object")
    labels = [name for name, is_set in flags.items() if is_set is True or is_set in (1, "true", "True")]
    if len(labels) > 1:
        return entry._replace(problem=f"has several flags set ({', '.join(labels[:5])})")
    if labels:
        return entry._replace(label=labels[0])
    if isinstance(shapes, list) and shapes:
        return entry._replace(problem=f"has only shapes ({len(shapes)}); the label of an image is a flag that is set")
    return None


def write(path: Path, labelled: Sequence[Labelled]) -> None:
    """Write to a new folder, or beside images. Existing files are never replaced."""
    files = _files(labelled)
    taken = next((name for name in files if (path / name).exists()), None)
    if taken is not None:
        raise UserError(f"{path / taken} already exists.", "Choose another folder, or move the file away.")
    make_folder(path)
    staged: list[tuple[Path, Path]] = []
    done: list[Path] = []
    try:
        for name, sample in files.items():
            final = path / name
            final.parent.mkdir(parents=True, exist_ok=True)
            sweep_parts(final.parent)
            staged.append((part_name(final), final))
            staged[-1][0].write_bytes(msgspec.json.format(msgspec.json.encode(_content(sample)), indent=2))
        sync_tree(path)
        for part, final in staged:
            move(part, final, durable=False)
            done.append(final)
        sync_tree(path)
    except BaseException:
        for part, _ in staged:
            part.unlink(missing_ok=True)
        for final in done:
            final.unlink(missing_ok=True)
        raise


def _files(labelled: Sequence[Labelled]) -> dict[str, Labelled]:
    """The label file of each sample: x.json for x.png, as in labelme, or x.png.json if x.json is used already."""
    files: dict[str, Labelled] = {}
    for sample in labelled:
        path = PurePosixPath(sample.path)
        if path.is_absolute() or ".." in path.parts:
            raise UserError(f"{sample.path} lies outside the image folder.", "Export to CSV instead.")
        name = str(path.with_suffix(".json"))
        files[name if name not in files else f"{sample.path}.json"] = sample
    if len(files) < len(labelled):
        raise UserError("Two images would have the same label file.", "Export to CSV instead.")
    return files


def _content(sample: Labelled) -> dict[str, Any]:
    name = PurePosixPath(sample.path).name
    return {
        "version": VERSION,
        "flags": {sample.label: True},
        "shapes": [],
        "imagePath": f"./{name}" if ABSOLUTE.match(name) else name,  # “a:b.png” would read as a drive or an address
        "imageData": None,
        "imageHeight": sample.height,
        "imageWidth": sample.width,
    }


def _is_there(folder: Path, path: str) -> bool:
    return os.path.exists(os.path.join(folder, path))


def _is_labelme(content: Any) -> bool:
    return isinstance(content, dict) and "imagePath" in content
