"""A watched folder whose images get masks: each once, after a kill too; unreadable and half-written files; the page."""

import csv
import io
import os
import signal
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.conftest import make_scenes
from workbench.core.errors import UserError
from workbench.core.generators import Returning
from workbench.core.job import Job
from workbench.core.masks import ClassTable
from workbench.data.masks.class_file import read_classes
from workbench.engine.run import run
from workbench.export.drift_reference import Reference, read_reference
from workbench.export.export_run import run_reference
from workbench.export.model_folder import export_folder
from workbench.export.monitor import DriftDetected, ImagePredicted, ImageSetAside, MonitorEvent, watch
from workbench.export.tasks.contract import Predicting
from workbench.export.tasks.registry import exporter_for
from workbench.export.watching.watchers import Watchers


@pytest.fixture(scope="module")
def trained(streets: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run on scenes, and its model folder beside it."""
    root = tmp_path_factory.mktemp("watched-masks")
    source, target = map(str, streets)
    job = Job(method="source_only", source=source, target=target, steps=20, batch=4, image_size=32)
    list(run(job, root / "run"))
    Returning(export_folder(root / "run", root / "model")).finish()
    return root / "run"


@pytest.fixture
def arriving(tmp_path: Path) -> Path:
    """Scenes of the same kind as the target, without masks."""
    return make_scenes(tmp_path / "scenes", seed=7, count=6, pale=True) / "images"


def rows(table: Path) -> list[dict[str, str]]:
    with table.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def heard(
    model: Path, folder: Path, out: Path, count: int, reference: Reference | None = None, patience: float = 10.0
) -> list[MonitorEvent]:
    watched, stopping = exporter_for(model).watched_model(Predicting(model, folder, out)), threading.Event()
    events = []
    for event in watch(watched, folder, out, reference, stopping, window=10, every=0.02, patience=patience):
        events.append(event)
        if len(events) == count:
            stopping.set()
    return events


def classes_of(masks: Path) -> ClassTable:
    return read_classes(masks / "classes.csv").table


@pytest.mark.parametrize("kind", ["run", "model"])
def test_that_each_image_gets_a_mask_and_the_shares_of_its_classes(
    kind: str, trained: Path, arriving: Path, tmp_path: Path
) -> None:
    out, masks = tmp_path / "out.csv", tmp_path / "out-masks"
    events = heard(trained.parent / kind, arriving, out, 6)
    assert len(events) == len(rows(out)) == 6
    assert classes_of(masks).names == ("sky", "road", "box")
    for row in rows(out):
        with Image.open(masks / f"{row['path']}.png") as mask:
            assert (mask.mode, mask.size) == ("P", (64, 32))
            numbers = np.asarray(mask)
        shares = [float(row[f"share of {name}"]) for name in ("sky", "road", "box")]
        assert shares == pytest.approx([(numbers == number).mean() for number in range(3)], abs=1e-5)
        assert row["predicted"] == ("sky", "road", "box")[int(np.argmax(shares))]


def test_that_half_written_files_wait_and_broken_ones_are_told_once(
    trained: Path, arriving: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out.csv"
    content = (arriving / "000.png").read_bytes()
    for path in arriving.glob("00[1-5].png"):
        path.unlink()
    (arriving / "half.png").write_bytes(content[: len(content) // 2])
    watched = exporter_for(trained).watched_model(Predicting(trained, arriving, out))
    events = watch(watched, arriving, out, None, threading.Event(), every=0.02)
    first = next(events)
    assert isinstance(first, ImagePredicted)
    assert first.line.path == "000.png"
    (arriving / "half.png").write_bytes(content)
    second = next(events)
    assert isinstance(second, ImagePredicted)
    assert second.line.path == "half.png"
    events.close()
    (arriving / "broken.png").write_bytes(content[:60])
    (aside,) = heard(trained, arriving, out, 1, patience=0.0)
    assert isinstance(aside, ImageSetAside)
    (arriving / "later.png").write_bytes(content)
    (later,) = heard(trained, arriving, out, 1, patience=0.0)
    assert isinstance(later, ImagePredicted)
    assert [row["path"] for row in rows(out)] == ["000.png", "half.png", "broken.png", "later.png"]
    assert rows(out)[2]["share of sky"] == ""
    assert not (tmp_path / "out-masks" / "broken.png.png").exists()


def test_that_drift_is_told_by_pixels_and_by_shares_of_classes(trained: Path) -> None:
    reference = run_reference(trained)
    assert reference is not None
    exported = (trained.parent / "model" / "reference.json").read_bytes()
    assert {one.name for one in read_reference(exported, "").ranges} == {one.name for one in reference.ranges}
    assert {"brightness", "confidence", "share 0", "share 2"} <= {one.name for one in reference.ranges}


def test_that_other_scenes_drift_and_are_unusual(trained: Path, tmp_path: Path) -> None:
    reference = run_reference(trained)
    folder = tmp_path / "white"
    folder.mkdir()
    for number in range(20):
        Image.new("RGB", (64, 32), (255, 255, 255 - number)).save(folder / f"{number}.png")
    events = heard(trained, folder, tmp_path / "out.csv", 21, reference)
    (told,) = [event for event in events if isinstance(event, DriftDetected)]
    assert "brightness" in {measure.name for measure in told.drifted}
    assert all(event.unusual is not None for event in events if isinstance(event, ImagePredicted))


def test_that_the_page_shows_masks_over_their_images(trained: Path, arriving: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    watched = exporter_for(trained).watched_model(Predicting(trained, arriving, out))

    def shown(page: str) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
        with urllib.request.urlopen(f"{page}image/1", timeout=10) as answer:
            return np.asarray(Image.open(io.BytesIO(answer.read())).convert("RGB"))

    with Watchers(arriving, tested=False, model=watched) as watchers:
        watchers.open(0, [], [])
        assert watchers.page is not None
        for event in heard(trained, arriving, out, 1):
            watchers.add(event)
        covered = shown(watchers.page.address)
        with urllib.request.urlopen(watchers.page.address, timeout=10) as answer:
            page = answer.read().decode()
        assert "rgb(70,130,180)" in page
        first = rows(out)[0]["path"]
        (tmp_path / "out-masks" / f"{first}.png").unlink()
        plain = shown(watchers.page.address)
    assert covered.shape == plain.shape
    assert np.abs(covered.astype(int) - plain).mean() > 5


def test_that_masks_in_the_watched_folder_are_refused(
    trained: Path, arriving: Path, domains: tuple[Path, Path]
) -> None:
    with pytest.raises(UserError, match="its masks would be watched"):
        exporter_for(trained).watched_model(Predicting(trained, arriving, arriving / "out.csv"))


def killed_after(words: list[str], count: int) -> Iterator[str]:
    """Run the command until it has told so many predictions, and kill it."""
    with subprocess.Popen([sys.executable, "-m", "workbench", *words], stdout=subprocess.PIPE, text=True) as watching:
        assert watching.stdout is not None
        for _ in range(count):
            yield watching.stdout.readline()
        watching.send_signal(signal.SIGKILL)


@pytest.mark.skipif(os.name == "nt", reason="processes are killed with SIGKILL")
def test_that_nothing_is_lost_or_doubled_by_kills(trained: Path, arriving: Path, tmp_path: Path) -> None:
    out, masks = tmp_path / "out.csv", tmp_path / "masks"
    model = str(trained.parent / "model")
    words = ["watch", model, str(arriving), "--out", str(out), "--masks", str(masks), "--every", "0.1"]
    assert all(killed_after(words, 2))
    (arriving / "late.png").write_bytes((arriving / "000.png").read_bytes())
    assert all(killed_after(words, 1))
    paths = [row["path"] for row in rows(out)]
    assert sorted(paths) == [*(f"00{number}.png" for number in range(6)), "late.png"]
    assert len(list(masks.glob("*.png"))) == 7
