"""WebDataset: tar files whose neighbouring members with the same name are one sample.

https://github.com/webdataset/webdataset. `NAME.cls` is the number of the class, and classnames.txt beside the shards
names the classes, as in the shards of CLIP's benchmarks. `NAME.json` holds the name and the label of an image.
"""

import io
import json
import re
import tarfile
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from workbench.core.errors import UserError
from workbench.data.walk import SUFFIXES
from workbench.export.packed.contract import PackedImage

TITLE = "WebDataset (tar)"
NAMES = "classnames.txt"
SHARD = 1000  # images
ENDINGS = (".tar", ".tar.gz", ".tgz")
LINE_BREAK = re.compile(r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")


def claims(place: Path) -> bool:
    """Whether it is a tar file, or a folder with tar files."""
    return bool(_shards(place))


def read(place: Path) -> Iterator[PackedImage]:
    """The images of all shards; samples without an image are left out."""
    names_file = (place if place.is_dir() else place.parent) / NAMES
    names = names_file.read_text(encoding="utf-8").splitlines() if names_file.is_file() else []
    for shard in _shards(place):
        try:
            with tarfile.open(shard) as archive:
                yield from _samples(archive, names)
        except (tarfile.TarError, EOFError, OSError) as error:
            raise UserError(f"{shard} is damaged ({error}).", "Fetch it again.") from error


def write(folder: Path, classes: Sequence[str], images: Iterable[PackedImage]) -> None:
    """Write shards of SHARD images, and the names of the classes."""
    if odd := next((name for name in classes if LINE_BREAK.search(name)), None):
        raise UserError(
            f"WebDataset's {NAMES} has no place for the class {odd!r}.", "Rename the class, or use Parquet."
        )
    temporary = folder / NAMES
    temporary.write_text("".join(f"{name}\n" for name in classes), encoding="utf-8")
    number_of = {name: number for number, name in enumerate(classes)}
    for shard, numbered in groupby(enumerate(images), lambda pair: pair[0] // SHARD):
        with tarfile.open(folder / f"images-{shard:06d}.tar", "w") as archive:
            for number, image in numbered:
                _add(archive, f"{number:08d}", image, number_of)


def _shards(place: Path) -> list[Path]:
    if place.is_dir():
        return sorted(path for path in place.iterdir() if path.name.lower().endswith(ENDINGS))
    return [place] if place.name.lower().endswith(ENDINGS) else []


def _samples(archive: tarfile.TarFile, names: Sequence[str]) -> Iterator[PackedImage]:
    members = (member for member in archive if member.isfile())
    for key, parts in groupby(members, lambda member: _split(member.name)[0]):
        found: dict[str, bytes] = {}
        for member in parts:
            file = archive.extractfile(member)
            found[_split(member.name)[1].lower()] = file.read() if file else b""
        image = next((ending for ending in found if f".{ending.rpartition('.')[2]}" in SUFFIXES), "")
        if image:
            facts = _facts(found.get("json", b""))
            name = facts.get("file_name")
            label = facts.get("label")
            yield PackedImage(
                name if isinstance(name, str) and name else f"{key}.{image}",
                found[image],
                label if isinstance(label, str) else _label(found.get("cls", b""), names),
            )


def _split(name: str) -> tuple[str, str]:
    """The key of a member, and its ending: all after the first dot of its base name."""
    folder, slash, base = name.rpartition("/")
    stem, _, ending = base.partition(".")
    return f"{folder}{slash}{stem}", ending


def _facts(content: bytes) -> dict[str, Any]:
    try:
        facts = json.loads(content) if content else {}
    except ValueError:
        return {}
    return facts if isinstance(facts, dict) else {}


def _label(content: bytes, names: Sequence[str]) -> str:
    """The name of a class by its number, or what is written instead of a number."""
    text = content.decode("utf-8", "replace").strip()
    number = int(text) if text.isdecimal() and len(text) < 10 else -1
    return names[number] if 0 <= number < len(names) else text


def _add(archive: tarfile.TarFile, key: str, image: PackedImage, number_of: dict[str, int]) -> None:
    suffix = Path(image.name).suffix.lower()
    ending = suffix.removeprefix(".") if suffix in SUFFIXES else "png"
    facts = json.dumps({"file_name": image.name, "label": image.label or None}).encode()
    parts = [(ending, image.content), ("json", facts)]
    if image.label:
        parts.insert(1, ("cls", str(number_of[image.label]).encode()))
    for ending_, content in parts:
        member = tarfile.TarInfo(f"{key}.{ending_}")
        member.size = len(content)
        archive.addfile(member, io.BytesIO(content))
