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
from workbench.data.index import FileIndex

CHUNK = 512


def digests(domains: Sequence[Domain], index: FileIndex) -> Generator[tuple[int, int], None, list[dict[str, bytes]]]:
    """For each domain the digests, by path, of the samples that have as many bytes as another one in any of them.

    What the index knows is not read again; files that can not be read any more are left out. Yields (done, total).
    """
    sizes = Counter(sample.bytes for domain in domains for sample in domain.samples)
    wanted = [[one for one in domain.samples if sizes[one.bytes] > 1] for domain in domains]
    total, done = sum(map(len, wanted)), 0
    found: list[dict[str, bytes]] = []
    with ThreadPoolExecutor(DECODERS) as pool:
        for domain, samples in zip(domains, wanted, strict=True):
            known = index.below(domain.folder)
            of_domain: dict[str, bytes] = {}
            for start in range(0, len(samples), CHUNK):
                part = samples[start : start + CHUNK]
                remembered = [known.get(str(domain.folder / one.path)) for one in part]
                fresh = []
                for sample, old in zip(part, remembered, strict=True):
                    if old is None or old.digest is None or (old.size, old.mtime_ns) != (sample.bytes, sample.mtime_ns):
                        fresh.append(sample)
                    else:
                        of_domain[sample.path] = old.digest
                for sample, digest in zip(fresh, pool.map(partial(_digest, domain.folder), fresh), strict=True):
                    if digest is not None:
                        of_domain[sample.path] = digest
                done += len(part)
                yield done, total
            found.append(of_domain)
    return found


def _digest(root: Path, sample: Sample) -> bytes | None:
    try:
        return hashlib.blake2b(read_bytes(root / sample.path), digest_size=16).digest()
    except Unreadable:
        return None
