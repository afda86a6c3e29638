"""From a folder to a domain, and from a domain to arrays."""

import hashlib
from collections.abc import Generator
from pathlib import Path

import numpy as np

from workbench.core.domain import Domain
from workbench.core.errors import UserError
from workbench.core.events import Event, Prepared, Warned
from workbench.core.generators import Returning
from workbench.data.cache import ImageCache
from workbench.data.scan import scan
from workbench.engine.open_set import FOREIGN, UNLABELLED
from workbench.engine.problem import Rows


def read_domain(which: str, folder: str, cache: Path) -> Generator[Event, None, Domain]:
    """The domain in a folder; told are its progress and what was set aside."""
    reading = Returning(scan(Path(folder), cache=cache))
    for files in reading:
        yield Prepared(f"Reading {which} folder", files, 0)
    domain = reading.result
    if domain.set_aside:
        yield Warned(f"{len(domain.set_aside)} files of the {which} were set aside; “workbench scan” names them.")
    return domain


def decode_domain(
    which: str, domain: Domain, classes: tuple[str, ...], size: int, cache: ImageCache
) -> Generator[Event, None, tuple[Rows, int]]:
    """A domain's images at `size` × `size` pixels, and how many could not be decoded.

    Raises UserError when none can.
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
        yield Warned(f"{len(images.set_aside)} images of the {which} could not be decoded and were set aside.")
    number = {name: index for index, name in enumerate(classes)}
    numbers = [UNLABELLED if s.label is None else number.get(s.label, FOREIGN) for s in images.samples]
    labels = np.array(numbers, np.int64)
    paths = tuple(s.path for s in images.samples)
    said = "\n".join(f"{sample.path}\0{sample.label}" for sample in images.samples)
    fingerprint = hashlib.blake2b(f"{images.content}\n{said}".encode(), digest_size=16).hexdigest()
    return Rows(paths, images.pixels, labels, images.content, fingerprint), len(images.set_aside)
