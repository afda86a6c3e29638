"""Labels as labelme JSON: a file for each image, whose flag that is set is the class (https://labelme.io)."""

import os
import uuid
from collections.abc import Sequence
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any

import msgspec

from workbench.core.errors import UserError
from workbench.core.file_names import separated
from workbench.data.labels.contract import Entry, Labelled
from workbench.data.labels.json_files import json_of, peek, text_of

TITLE = "labelme"
SUMMARY = "A folder of JSON files, one an image, laid out as the images are: beside them, where it is their folder."
SUFFIX = ""
VERSION = "5.5.0"  # of labelme, whose files look so


def claims(path: Path) -> bool:
    """A folder with such a file, or one file."""
    if not path.is_dir():
        return _is_labelme(peek(path))
    return any(_is_labelme(peek(file)) for file in path.rglob("*.json"))


def read(path: Path) -> list[Entry]:
    """Images without a flag that is set are left out; other JSON files are passed over."""
    root = path if path.is_dir() else path.parent
    entries = []
    for file in sorted(path.rglob("*.json")) if path.is_dir() else [path]:
        content = json_of(file)
        if not _is_labelme(content):
            continue
        image, flags = text_of(content, "imagePath"), content.get("flags") or {}
        if image is None:
            raise UserError(f"{file} names no image.", "Mend its imagePath, or delete it.")
        if not isinstance(flags, dict):
            raise UserError(f"The flags of {file} are no object.", "Mend or delete it.")
        said = [name for name, on in flags.items() if on]
        if len(said) > 1:
            raise UserError(f"{file} has several flags that are set ({', '.join(said[:5])}).", "Keep one of them.")
        if said:
            image = separated(image, partial(_is_there, file.parent))
            place = os.path.normpath(os.path.join(os.path.relpath(file.parent, root), image))
            entries.append(Entry(Path(place).as_posix(), said[0], f"file {file.relative_to(root)}"))
    return entries


def write(path: Path, labelled: Sequence[Labelled]) -> None:
    """Into a folder that is not there yet, or beside images; a file that is there already is never replaced."""
    files = _files(labelled)
    taken = next((name for name in files if (path / name).exists()), None)
    if taken is not None:
        raise UserError(f"{path / taken} is there already.", "Choose another folder, or move it away.")
    path.mkdir(parents=True, exist_ok=True)
    staged: list[tuple[Path, Path]] = []
    done: list[Path] = []
    try:
        for name, one in files.items():
            final = path / name
            final.parent.mkdir(parents=True, exist_ok=True)
            staged.append((final.parent / f".{uuid.uuid4().hex[:12]}.part", final))
            staged[-1][0].write_bytes(msgspec.json.format(msgspec.json.encode(_content(one)), indent=2))
        for part, final in staged:
            part.replace(final)
            done.append(final)
    except BaseException:
        for part, _ in staged:
            part.unlink(missing_ok=True)
        for final in done:
            final.unlink(missing_ok=True)
        raise


def _files(labelled: Sequence[Labelled]) -> dict[str, Labelled]:
    """Where each file goes: x.json for x.png, as labelme has it; x.png.json where another image has taken that."""
    files: dict[str, Labelled] = {}
    for one in labelled:
        path = PurePosixPath(one.path)
        if path.is_absolute() or ".." in path.parts:
            raise UserError(f"{one.path} lies outside of the folder of images.", "Export to CSV instead.")
        name = str(path.with_suffix(".json"))
        files[name if name not in files else f"{one.path}.json"] = one
    if len(files) < len(labelled):
        raise UserError("Two images would share one file of labels.", "Export to CSV instead.")
    return files


def _content(one: Labelled) -> dict[str, Any]:
    return {
        "version": VERSION,
        "flags": {one.label: True},
        "shapes": [],
        "imagePath": PurePosixPath(one.path).name,
        "imageData": None,
        "imageHeight": one.height,
        "imageWidth": one.width,
    }


def _is_there(folder: Path, path: str) -> bool:
    return os.path.exists(os.path.join(folder, path))


def _is_labelme(content: Any) -> bool:
    return isinstance(content, dict) and "imagePath" in content
