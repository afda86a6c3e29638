"""A data set of Hugging Face's library `datasets`, as its `save_to_disk` writes it: Arrow files."""

import contextlib
import logging
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from workbench.core.errors import UserError
from workbench.core.model_formats import install_hint
from workbench.export.packed.contract import PackedImage

TITLE = "Hugging Face datasets (save_to_disk)"
STATES = ("state.json", "dataset_dict.json")  # of one split, and of several
IMAGE, LABEL = "image", "label"
LABELS = (LABEL, "labels", "class", "fine_label", "target")


def claims(place: Path) -> bool:
    """Whether it is a folder that `save_to_disk` wrote."""
    return any((place / name).is_file() for name in STATES)


def read(place: Path) -> Iterator[PackedImage]:
    """The images of all splits, each in a folder of its own if there are several."""
    library = datasets_library()
    try:
        loaded = library.load_from_disk(str(place))
    except Exception as error:  # the library and Arrow raise errors of many types
        raise _damaged(place, error) from error
    splits = loaded.items() if isinstance(loaded, library.DatasetDict) else [("", loaded)]
    for name, split in splits:
        yield from images_of(place, name, split)


def write(folder: Path, classes: Sequence[str], images: Iterable[PackedImage]) -> None:
    """Write one split."""
    with made(classes, images) as data_set:
        data_set.save_to_disk(str(folder))


def datasets_library() -> Any:
    """The library, quiet. Raises UserError if it is not installed."""
    try:
        import datasets
    except ImportError as error:
        raise UserError("This needs the package datasets, which is not installed.", install_hint("datasets")) from error
    datasets.disable_progress_bars()
    logging.getLogger("datasets").setLevel(logging.ERROR)
    return datasets


@contextlib.contextmanager
def made(classes: Sequence[str], images: Iterable[PackedImage]) -> Iterator[Any]:
    """A data set with the columns `image` and `label`; its files are temporary."""
    library = datasets_library()
    label = library.ClassLabel(names=list(classes)) if classes else library.Value("int64")
    number_of = {name: number for number, name in enumerate(classes)}

    features = library.Features({IMAGE: library.Image(), LABEL: label})
    with tempfile.TemporaryDirectory(prefix="workbench-") as cache:
        file = str(Path(cache) / "images.arrow")
        with library.arrow_writer.ArrowWriter(path=file, features=features) as writer:
            for image in images:
                cell = {"bytes": image.content, "path": image.name}
                writer.write({IMAGE: cell, LABEL: number_of.get(image.label)})
            writer.finalize()
        yield library.Dataset.from_file(file)


def images_of(place: Path, split: str, data_set: Any) -> Iterator[PackedImage]:
    """The images of a split. Raises UserError if it has no column of images."""
    library = datasets_library()
    features = data_set.features
    column = next((name for name, kind in features.items() if isinstance(kind, library.Image)), "")
    if not column:
        raise UserError(f"{place} has no column of images, only {', '.join(features)}.", "Cast it to datasets.Image.")
    labels = next((name for name in LABELS if name in features), "")
    kind = features[labels] if labels else None
    for number, row in enumerate(data_set.cast_column(column, library.Image(decode=False))):
        image, value = row[column], row[labels] if labels else None
        if not image:
            continue
        path = image["path"] or f"{number:08d}{suffix_of(image['bytes'])}"
        content = image["bytes"] if image["bytes"] is not None else Path(path).read_bytes()
        shown = Path(path).name if Path(path).is_absolute() else path
        label = _text(value, kind, library)
        yield PackedImage(f"{split}/{shown}" if split else shown, content, label)


def _text(value: Any, kind: Any, library: Any) -> str:
    """The name of a class; empty without one, and for −1, which stands for no label on the hub."""
    if value is None or value == -1:
        return ""
    return str(kind.int2str(value)) if isinstance(kind, library.ClassLabel) else str(value)


def suffix_of(content: bytes) -> str:
    """The suffix of an image without a file name, by its first bytes."""
    starts = {b"\x89PNG": ".png", b"\xff\xd8": ".jpg", b"RIFF": ".webp", b"GIF8": ".gif", b"BM": ".bmp"}
    return next((suffix for start, suffix in starts.items() if content.startswith(start)), ".tif")


def _damaged(place: Path, error: Exception) -> UserError:
    reason = str(error).splitlines()[0][:160] if str(error) else type(error).__name__
    return UserError(f"{place} cannot be read ({reason}).", "Write it again with the library “datasets”.")
