"""Reads a folder as a domain, and decodes a domain into arrays."""

import hashlib
from collections.abc import Generator
from pathlib import Path

import numpy as np

from workbench.core.counting import count
from workbench.core.deep_range import DeepRange
from workbench.core.domain import Domain, Sample
from workbench.core.errors import UserError
from workbench.core.events import Event, Prepared, Warned
from workbench.core.generators import Returning
from workbench.core.name_matching import composed
from workbench.data.cache import ImageCache
from workbench.data.scan import scan
from workbench.engine.open_set import FOREIGN, UNLABELLED
from workbench.engine.problem import Rows


def read_domain(which: str, folder: str, cache: Path, deep: DeepRange | None = None) -> Generator[Event, None, Domain]:
    """Read the domain in a folder. Yields Prepared for progress, and Warned of notes and files that were set aside.

    `which`: "source" or "target", for messages. `cache`: the cache folder. `deep`: the range of deep images, by default
    estimated.
    """
    reading = Returning(scan(Path(folder), cache=cache, deep=deep))
    for files in reading:
        yield Prepared(f"Reading {which} folder", files, 0)
    domain = reading.result
    if domain.set_aside:
        yield Warned(f"{count(len(domain.set_aside), 'file')} of the {which} set aside; “workbench scan” lists them.")
    for note in domain.notes:
        yield Warned(note)
    return domain


def decode_domain(
    which: str, domain: Domain, classes: tuple[str, ...], size: int, cache: ImageCache
) -> Generator[Event, None, tuple[Rows, int]]:
    """Decode a domain's images at `size` × `size` pixels. Also returns the number of images that cannot be decoded.

    Raises UserError if no image can be decoded.
    """
    decoding = Returning(cache.images(domain, size))
    for done, total in decoding:
        yield Prepared(f"Decoding {which} images", done, total)
    images = decoding.result
    if not images.samples:
        raise UserError(
            f"No image of the {which} could be decoded.", f"Run “workbench scan --verify {domain.root}” to see why."
        )
    if images.set_aside:
        yield Warned(f"{count(len(images.set_aside), 'image')} of the {which} could not be decoded.")
    number = {name: index for index, name in enumerate(classes)}
    numbers = [UNLABELLED if s.label is None else number.get(s.label, FOREIGN) for s in images.samples]
    labels = np.array(numbers, np.int64)
    paths = tuple(s.path for s in images.samples)
    listed = "\n".join(f"{sample.path}\0{_as_spelled(sample)}" for sample in images.samples)
    fingerprint = hashlib.blake2b(f"{images.content}\n{listed}".encode(), digest_size=16).hexdigest()
    return Rows(paths, images.pixels, labels, images.content, fingerprint), len(images.set_aside)


def _as_spelled(sample: Sample) -> str | None:
    """The label in the Unicode form of its folder, as fingerprints of earlier versions have it."""
    label = sample.label
    if label is None or label.isascii():
        return label
    return next((part for part in sample.path.split("/") if composed(part) == label), label)
