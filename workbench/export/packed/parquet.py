"""Parquet files with a column of images, as Hugging Face's hub holds data sets."""

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from workbench.core.errors import UserError
from workbench.export.packed.contract import PackedImage
from workbench.export.packed.huggingface import datasets_library, images_of, made

TITLE = "Parquet"
ENDING = ".parquet"


def claims(place: Path) -> bool:
    """Whether it is a Parquet file, or a folder with such files, also in `data/`."""
    return bool(_files(place))


def read(place: Path) -> Iterator[PackedImage]:
    """The images of all files. The name of a file says its split: train-00000-of-00002.parquet."""
    library, files = datasets_library(), _files(place)
    splits = {file: file.stem.partition("-")[0] for file in files}
    several = len(set(splits.values())) > 1
    for file in files:
        with tempfile.TemporaryDirectory(prefix="workbench-") as cache:
            try:
                data_set = library.Dataset.from_parquet(str(file), cache_dir=cache)
            except Exception as error:  # the library and Arrow raise errors of many types
                reason = str(error).splitlines()[0][:160] if str(error) else type(error).__name__
                raise UserError(f"{file} cannot be read ({reason}).", "Fetch it again.") from error
            yield from images_of(file, splits[file] if several else "", data_set)


def write(folder: Path, classes: Sequence[str], images: Iterable[PackedImage]) -> None:
    """Write one file, under the name that the hub gives to the training split."""
    with made(classes, images) as data_set:
        data_set.to_parquet(str(folder / f"train-00000-of-00001{ENDING}"))


def _files(place: Path) -> list[Path]:
    if place.is_dir():
        return sorted(path for root in (place, place / "data") for path in root.glob(f"*{ENDING}"))
    return [place] if place.suffix.lower() == ENDING else []
