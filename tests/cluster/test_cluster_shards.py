"""Sharded predictions on a Ray cluster: no image is missing or doubled, also if a worker is killed on the way."""

import subprocess
import sys
from collections import Counter
from pathlib import Path

import msgspec
import numpy as np
import pytest
from PIL import Image
from pyarrow import parquet

from tests.cluster.conftest import RayNodes, command, environment, wait_until
from workbench.core.job import Job
from workbench.engine.run import run
from workbench.export.shards.parts import PartsManifest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the nodes have addresses 127.0.0.2, 127.0.0.3")
IMAGES, PART = 300, 10


@pytest.fixture
def finished(job: Job, tmp_path: Path) -> Path:
    list(run(job, tmp_path / "run"))
    return tmp_path / "run"


@pytest.fixture
def images(tmp_path: Path) -> Path:
    """Images that take some milliseconds each, so that a worker can be killed while it predicts them."""
    folder, random = tmp_path / "images", np.random.default_rng(0)
    folder.mkdir()
    picture = Image.fromarray(random.integers(0, 255, (700, 700, 3), np.uint8))
    picture.save(folder / "0.png", compress_level=1)
    for number in range(1, IMAGES):
        (folder / f"{number}.png").hardlink_to(folder / "0.png")
    return folder


def test_that_no_image_is_missing_or_doubled_though_a_worker_is_killed(
    three_nodes: RayNodes, finished: Path, images: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    words = ["predict", finished, images, "--parts", PART, "--on", "ray", "--out", out]
    with subprocess.Popen(command(*words), env=environment(three_nodes), stderr=subprocess.PIPE) as driver:
        wait_until(lambda: list(out.glob("part-*.parquet")), driver)
        killed = three_nodes.workers("ShardActor")[0]
        killed.kill()
        assert not (out / "manifest.json").exists(), "it was killed on the way"
        assert driver.stderr is not None
        told = driver.stderr.read().decode()
    assert driver.returncode == 0, told
    manifest = msgspec.json.decode((out / "manifest.json").read_bytes(), type=PartsManifest)
    assert (manifest.images, manifest.set_aside, len(manifest.parts)) == (IMAGES, 0, IMAGES // PART)
    rows = Counter(
        path for entry in manifest.parts for path in parquet.read_table(out / entry.name)["path"].to_pylist()
    )
    assert rows == Counter(f"{number}.png" for number in range(IMAGES))
    assert {file.name for file in out.glob("part-*")} == {entry.name for entry in manifest.parts}
