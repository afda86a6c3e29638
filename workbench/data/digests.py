"""Digests of files' contents, where two could be the same: equal files have equal sizes, so few are read."""

import hashlib
from collections import Counter
from collections.abc import Generator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from workbench.core.domain import Domain, Sample
from workbench.data.cache import DECODERS
from workbench.data.decode import Unreadable, read_bytes
from workbench.data.index import FileIndex, Known

CHUNK = 512


def digests(domains: Sequence[Domain], index: FileIndex) -> Generator[tuple[int, int], None, list[dict[str, bytes]]]:
    """For each domain the digests, by path, of the samples that have as many bytes as another one in any of them.

    What the index knows is not read again; files that can not be read any more are left out. Yields (done, total).
    """
    sizes = Counter(sample.bytes for domain in domains for sample in domain.samples)
    wanted = [[one for one in domain.samples if sizes[one.bytes] > 1] for domain in domains]
    total, done = sum(map(len, wanted)), 0
    found: list[dict[str, bytes]] = []
    for domain, samples in zip(domains, wanted, strict=True):
        of_domain: dict[str, bytes] = {}
        for part in _digested(domain.folder, samples, index):
            of_domain |= {path: digest for path, digest in part.items() if digest is not None}
            done += len(part)
            yield done, total
        found.append(of_domain)
    return found


def digests_of(folder: Path, samples: Sequence[Sample], cache: Path | None = None) -> dict[str, bytes]:
    """The digests, by path, of samples below a folder; files that can not be read any more are left out.

    What the cache folder's index knows is not read again.
    """
    parts = _digested(folder, samples, FileIndex(cache) if cache else None)
    return {path: digest for part in parts for path, digest in part.items() if digest is not None}


def _digested(
    folder: Path, samples: Sequence[Sample], index: FileIndex | None
) -> Generator[dict[str, bytes | None], None, None]:
    """Digests by path, some hundred at a time; None for files that can not be read."""
    known = index.below(folder) if index and samples else {}
    with ThreadPoolExecutor(DECODERS) as pool:
        for start in range(0, len(samples), CHUNK):
            part = samples[start : start + CHUNK]
            found = {one.path: _unchanged(known.get(str(folder / one.path)), one) for one in part}
            fresh = [one for one in part if found[one.path] is None]
            digests = pool.map(partial(_digest, folder), fresh)
            yield found | {one.path: digest for one, digest in zip(fresh, digests, strict=True)}


def _unchanged(known: Known | None, sample: Sample) -> bytes | None:
    if known is None or (known.size, known.mtime_ns) != (sample.bytes, sample.mtime_ns):
        return None
    return known.digest


def _digest(root: Path, sample: Sample) -> bytes | None:
    try:
        return hashlib.blake2b(read_bytes(root / sample.path), digest_size=16).digest()
    except Unreadable:
        return None
