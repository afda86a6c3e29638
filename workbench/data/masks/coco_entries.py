"""The entries of COCO files, and their ids, which some tools write as numbers in one place and as text in another."""

from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import NamedTuple

import msgspec

from workbench.core.name_matching import composed

Id = int | float | str


class CocoImage(msgspec.Struct, frozen=True, gc=False):
    """An item of `images`."""

    id: Id
    file_name: str
    width: int = 0
    height: int = 0


class Thing(msgspec.Struct, frozen=True, gc=False):
    """An item of `annotations`. Its shape is decoded when it is drawn."""

    image_id: Id
    category_id: Id
    segmentation: msgspec.Raw = msgspec.Raw(b"[]")
    area: float = 0.0


class Category(msgspec.Struct, frozen=True, gc=False):
    """An item of `categories`."""

    id: Id
    name: str

    def __post_init__(self) -> None:
        """Class names are in one Unicode form."""
        msgspec.structs.force_setattr(self, "name", composed(self.name))


class ConsistentEntries(NamedTuple):
    """Entries whose ids can be compared, and notes on what was changed or cannot be."""

    images: list[CocoImage]
    things: list[Thing]
    categories: list[Category]
    notes: tuple[str, ...]


def same_ids(file: str, images: list[CocoImage], things: list[Thing], categories: list[Category]) -> ConsistentEntries:
    """The entries with ids of one type: 1, 1.0 and "1" are the same. Names of images stand for their ids too."""
    notes = []
    if _differ(images, things, categories):
        unique = _distinct([image.id for image in images]) and _distinct([category.id for category in categories])
        if unique:
            replace = msgspec.structs.replace
            images = [replace(image, id=_plain(image.id)) for image in images]
            categories = [replace(category, id=_plain(category.id)) for category in categories]
            things = [
                replace(thing, image_id=_plain(thing.image_id), category_id=_plain(thing.category_id))
                for thing in things
            ]
            notes.append(f"{file} writes ids as numbers and as text; they are compared as numbers.")
    known = {image.id for image in images}
    if any(thing.image_id not in known for thing in things):
        by_name = {name: image.id for image in images for name in _names(image.file_name)}
        things = [
            thing
            if thing.image_id in known
            else msgspec.structs.replace(thing, image_id=by_name.get(str(thing.image_id), thing.image_id))
            for thing in things
        ]
    notes += _lost(file, sum(thing.image_id not in known for thing in things), "image")
    classes = {category.id for category in categories}
    notes += _lost(file, sum(thing.category_id not in classes for thing in things), "category")
    return ConsistentEntries(images, things, categories, tuple(notes))


def _differ(images: Sequence[CocoImage], things: Sequence[Thing], categories: Sequence[Category]) -> bool:
    """Whether ids of one kind are of several types, and some are numbers written otherwise."""
    kinds = (
        [*(image.id for image in images), *(thing.image_id for thing in things)],
        [*(category.id for category in categories), *(thing.category_id for thing in things)],
    )
    return any(
        len({type(entry) for entry in ids}) > 1 and any(type(_plain(entry)) is not type(entry) for entry in ids)
        for ids in kinds
    )


def _distinct(ids: Sequence[Id]) -> bool:
    """Whether ids that differ as they are written still differ as numbers."""
    return len({_plain(entry) for entry in ids}) == len({(type(entry), entry) for entry in ids})


def _plain(entry: Id) -> Id:
    if isinstance(entry, float):
        return int(entry) if entry.is_integer() else entry
    if isinstance(entry, str) and entry.strip().isdecimal():
        return int(entry)
    return entry


def _names(file_name: str) -> tuple[str, ...]:
    path = PurePosixPath(file_name.replace("\\", "/"))
    return file_name, path.name, path.stem


def _lost(file: str, number: int, what: str) -> list[str]:
    if not number:
        return []
    many = f"{number:,} annotations in {file} are" if number > 1 else f"1 annotation in {file} is"
    return [f"{many} of no listed {what}."]
