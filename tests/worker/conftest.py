"""A worker process that tests talk to."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.worker.talking import Talk
from workbench.worker.client import WorkerClient


@pytest.fixture
def talk(tmp_path: Path) -> Iterator[Talk]:
    client = WorkerClient(tmp_path / "worker.log")
    client.start()
    yield Talk(client)
    client.close()
    assert not client.alive
