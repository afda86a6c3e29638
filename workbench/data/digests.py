"""Digests of files to find duplicates. Only files with equal sizes are read."""

import hashlib
from collections import Counter
from collections.abc import Generator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from workbench.core.domain import Domain, Sample
from workbench.data.cache import DECODERS
from workbench.data.decode import Unreadable, read_bytes
from workbench.data.index import FileIndex, IndexedFile

CHUNK = 512


def digests(domains: Sequence[Domain], index: FileIndex) -> Generator[tuple[int, int], None, list[dict[str, bytes]]]:
    """The digests, by path, of the samples of each domain whose file size occurs more than once in all domains.

    Files in the index are not read again; unreadable files are left out. Yields (done, total).
    """
    sizes = Counter(sample.bytes for domain in domains for sample in domain.samples)
    candidates = [[sample for sample in domain.samples if sizes[sample.bytes] > 1] for domain in domains]
    total, done = sum(map(len, candidates)), 0
    result: list[dict[str, bytes]] = []
    for domain, samples in zip(domains, candidates, strict=True):
        of_domain: dict[str, bytes] = {}
        for part in _digested(domain.folder, samples, index):
            of_domain |= {path: digest for path, digest in part.items() if digest is not None}
            done += len(part)
            yield done, total
        result.append(of_domain)
    return result


def digests_of(folder: Path, samples: Sequence[Sample], cache: Path | None = None) -> dict[str, bytes]:
    """The digests, by path, of samples of a folder; unreadable files are left out.

    Files in the index of the `cache` folder are not read again.
    """
    parts = _digested(folder, samples, FileIndex(cache) if cache else None)
    return {path: digest for part in parts for path, digest in part.items() if digest is not None}


def _digested(
    folder: Path, samples: Sequence[Sample], index: FileIndex | None
) -> Generator[dict[str, bytes | None], None, None]:
    """Yield digests by path in chunks; None for unreadable files."""
    known = index.below(folder) if index and samples else {}
    with ThreadPoolExecutor(DECODERS) as pool:
        for start in range(0, len(samples), CHUNK):
            part = samples[start : start + CHUNK]
            from_index = {sample.path: _unchanged(known.get(str(folder / sample.path)), sample) for sample in part}
            to_read = [sample for sample in part if from_index[sample.path] is None]
            digests = pool.map(partial(_digest, folder), to_read)
            yield from_index | {sample.path: digest for sample, digest in zip(to_read, digests, strict=True)}


def _unchanged(known: IndexedFile | None, sample: Sample) -> bytes | None:
    if known is None or (known.size, known.mtime_ns) != (sample.bytes, sample.mtime_ns):
        return None
    return known.digest


def _digest(root: Path, sample: Sample) -> bytes | None:
    try:
        return hashlib.blake2b(read_bytes(root / sample.path), digest_size=16).digest()
    except Unreadable:
        return None
