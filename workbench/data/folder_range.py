"""The range of a folder's deep images, estimated from a part of them."""

import hashlib
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec
import numpy as np

from workbench.core.deep_range import DeepRange
from workbench.core.domain import Sample, Trait
from workbench.data.decode import Unreadable, loading, read_bytes
from workbench.data.deep import DeepValues, deep_kind, fitting_range, sampled
from workbench.data.index import FileIndex

MOST = 200  # images that are decoded
READERS = 4
VERSION = 2  # of the estimate
FLAT = 0.02  # share of the range that the values of an image must span to be seen


class FolderRange(msgspec.Struct, frozen=True):
    """A range, None without deep images, and how many of the measured images span less than 2 % of it."""

    deep: DeepRange | None = None
    flat: int = 0


def folder_range(
    root: Path,
    samples: Sequence[Sample],
    traits: Mapping[str, str],
    index: FileIndex | None,
    given: DeepRange | None,
) -> FolderRange:
    """The range of the deep images among `samples`. `traits`: by path; see `IndexedFile`.

    `given`: a range that takes precedence. Else it is estimated from at most 200 images, chosen at random, always the
    same ones. `index` remembers the result.
    """
    wanted = {Trait.INTEGERS, Trait.FLOATS}
    deep = [sample for sample in samples if wanted & {*traits.get(sample.path, "").split(",")}]
    if not deep or given is not None:
        return FolderRange(given if deep else None)
    if len(deep) > MOST:
        rows = np.sort(np.random.default_rng(0).permutation(len(deep))[:MOST])
        deep = [deep[row] for row in rows]
    digest = hashlib.blake2b(repr((VERSION, str(root))).encode(), digest_size=16)
    for sample in deep:
        digest.update(repr((sample.path, sample.bytes, sample.mtime_ns)).encode())
    if index is not None and (stored := index.deep_range(digest.hexdigest())) is not None:
        try:
            return msgspec.json.decode(stored, type=FolderRange)
        except msgspec.MsgspecError:
            pass
    with ThreadPoolExecutor(READERS) as pool:
        values = [part for part in pool.map(lambda sample: _values(root / sample.path), deep) if part is not None]
    deep_range = fitting_range(values)
    estimated = FolderRange(deep_range, sum(_is_flat(part, deep_range) for part in values) if deep_range else 0)
    if index is not None and deep_range is not None:
        index.remember_range(digest.hexdigest(), msgspec.json.encode(estimated).decode())
    return estimated


def _is_flat(part: DeepValues, deep: DeepRange) -> bool:
    low, high = deep.bounds_of(part.kind) or (0.0, 0.0)
    return len(part.values) > 0 and float(np.ptp(part.values.clip(low, high))) < FLAT * (high - low)


def _values(path: Path) -> DeepValues | None:
    try:
        with loading(read_bytes(path)) as image:
            return sampled(image) if deep_kind(image.mode) else None
    except Unreadable:  # decoding reports it
        return None
