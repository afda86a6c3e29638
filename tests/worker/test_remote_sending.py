"""What is sent to a host: within its rate, and again if the host lost it."""

import hashlib
import time
from pathlib import Path, PurePosixPath

from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.worker.host.contents import ContentStore
from workbench.worker.host.layout import HostLayout
from workbench.worker.host.protocol import DIGEST_BYTES, Put
from workbench.worker.remote.sending import SendingRate


@settings(max_examples=10, deadline=None)
@given(st.lists(st.integers(0, 20_000), min_size=2, max_size=6))
def test_that_parts_are_sent_within_the_rate(sizes: list[int]) -> None:
    pace, begun = SendingRate(0.5), time.monotonic()
    for size in sizes:
        pace.wait_for(size)
    assert time.monotonic() - begun >= sum(sizes[:-1]) / 0.5e6 * 0.99


def test_that_a_content_that_a_power_failure_left_empty_is_asked_for_again(tmp_path: Path) -> None:
    store = ContentStore(HostLayout(PurePosixPath(tmp_path)))
    contents = [b"an image", b""]
    digests = [hashlib.blake2b(content, digest_size=DIGEST_BYTES).digest() for content in contents]
    assert store.missing(digests) == tuple(digests)
    for content, digest in zip(contents, digests, strict=True):
        store.put(Put(digest, content, True))
    assert store.missing(digests) == ()
    store.place(digests[0]).write_bytes(b"")
    assert store.missing(digests) == (digests[0],)
    store.put(Put(digests[0], contents[0], True))
    assert store.place(digests[0]).read_bytes() == contents[0]
