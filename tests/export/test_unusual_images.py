"""Odd images of a watched folder: they are the first to label, each once, whatever ends the watch in between."""

import csv
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.conftest import make_domain
from workbench.cli.main import main
from workbench.core.domain import Side
from workbench.core.errors import UserError
from workbench.data.walk import FileEntry
from workbench.export.calibration_images import as_inputs
from workbench.export.drift_reference import Reference, make_reference, measures, read_reference
from workbench.export.predict import BatchPrediction, load_model, predict_batch
from workbench.export.results_files import ResultLine
from workbench.export.watching.known_files import MERGED, KnownFiles
from workbench.export.watching.unusual import UnusualImage, UnusualTest
from workbench.export.watching.unusual_images import UnusualImages
from workbench.export.watching.watch_rows import unusual_rows
from workbench.export.watching.watch_table import FIRST_HEAD, HEAD, WatchTable
from workbench.store.project import Project
from workbench.store.watched_images import MOST, WatchedImage

ODD = UnusualImage(3.0, "brightness 250, in the target 30 to 180")


@pytest.fixture(scope="module")
def reference(model: Path) -> Reference:
    return read_reference((model / "reference.json").read_bytes(), "reference.json")


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """Images like the target of the model."""
    return make_domain(tmp_path / "target", seed=12, count=6, negative=True)


@pytest.fixture
def project(tmp_path: Path, target: Path) -> Path:
    made = Project.create(tmp_path / "P.workbench")
    made.set_domain_folder(Side.TARGET, target)
    made.close()
    return made.folder


def watched_in(project: Path) -> list[WatchedImage]:
    opened = Project.open(project, settle=False)
    try:
        return opened.watched_images.current()
    finally:
        opened.close()


def entry(folder: Path, path: str) -> FileEntry:
    status = (folder / path).stat()
    return FileEntry(path, status.st_size, status.st_mtime_ns)


def rows(table: Path) -> list[dict[str, str]]:
    with table.open(newline="") as file:
        return list(csv.DictReader(file))


# -- which images are unusual -----------------------------------------------------------------------------------------


def test_that_images_like_the_target_are_usual_and_a_white_one_is_not(model: Path, reference: Reference) -> None:
    net, test = load_model(model), UnusualTest(reference)
    random = np.random.default_rng(3)
    white = np.full((1, 16, 16, 3), 255, np.uint8)
    grey = random.integers(100, 156, (1, 16, 16, 1), np.uint8).repeat(3, axis=3)
    for pixels in (white, grey):
        values = measures(reference, pixels, predict_batch(net, as_inputs(pixels)))
        (found,) = test.of(values, 1)
        assert found is not None
        assert found.score > 1
        assert "in the target" in found.why


def test_that_only_the_side_that_means_something_counts(reference: Reference) -> None:
    test = UnusualTest(reference)
    sure = {"confidence": np.array([1.0, -9.0], np.float32), "unknown": np.array([-9.0, 0.5], np.float32)}
    first, second = test.of(sure, 2)
    assert first is None
    assert second is not None
    assert second.why.startswith("confidence")


# -- the table --------------------------------------------------------------------------------------------------------


def test_that_a_table_of_an_earlier_version_gets_the_new_columns(tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    out.write_text(",".join(FIRST_HEAD) + "\na.png,cat,0.9,0.1,7,8,\nb.png,cat,0.9")  # a crash cut the last row
    with WatchTable(out) as table:
        assert FileEntry("a.png", 7, 8) in table.known
        table.add(ResultLine("b.png", "dog", 0.5), FileEntry("b.png", 1, 2), ODD)
        table.sync()
    assert tuple(rows(out)[0]) == HEAD
    assert [(row["path"], row["unusual"], row["why"]) for row in rows(out)] == [
        ("a.png", "", ""), ("b.png", "3.000", ODD.why),
    ]  # fmt: skip


def test_that_many_files_are_known_in_little_memory() -> None:
    files = [FileEntry(f"{number}.png", number, number) for number in range(3 * MERGED + 5)]
    known = KnownFiles(files[:MERGED])
    for file in files[MERGED:]:
        known.add(file)
    other = [file._replace(mtime_ns=-1) for file in files[::1000]]
    assert known.new([*files, *other]) == other
    assert len(known) == len(files)
    assert all(file in known for file in files[::500])
    assert not any(file in known for file in other)
    assert known._sorted.nbytes + MERGED * 100 < len(files) * 60


# -- copies and the project -------------------------------------------------------------------------------------------


def test_that_an_image_is_copied_once_and_a_later_one_of_its_name_too(tmp_path: Path, target: Path) -> None:
    folder, copies = make_domain(tmp_path / "in", seed=4, classes="a", count=3), tmp_path / "odd"
    for _ in range(2):  # the second time, as after a kill
        with UnusualImages(folder, copies=copies) as unusual:
            unusual.keep([(entry(folder, "a/000.png"), ODD)])
    assert unusual.copied == 0
    Image.new("RGB", (9, 9), "red").save(folder / "a" / "000.png")
    with UnusualImages(folder, copies=copies) as unusual:
        unusual.keep([(entry(folder, "a/000.png"), ODD)] * 2)
    kept = sorted(path.name for path in copies.rglob("*.png"))
    assert len(kept) == 2
    assert kept[0].startswith("000-")
    assert kept[1] == "000.png"


def test_that_the_limit_is_kept_over_starts_and_counted(tmp_path: Path) -> None:
    folder, copies = make_domain(tmp_path / "in", seed=4, classes="a", count=4), tmp_path / "odd"
    with UnusualImages(folder, copies=copies, most=2) as unusual:
        unusual.keep([(entry(folder, f"a/00{number}.png"), ODD) for number in range(3)])
    assert (unusual.found, unusual.copied, unusual.left_out) == (3, 2, 1)
    with UnusualImages(folder, copies=copies, most=2) as unusual:
        unusual.keep([(entry(folder, "a/003.png"), ODD), (FileEntry("a/gone.png", 1, 1), ODD)])
    assert (unusual.copied, unusual.left_out) == (0, 1)
    assert len(list(copies.rglob("*.png"))) == 2


@pytest.mark.parametrize(
    ("copies", "project_too", "problem"),
    [
        (lambda root: root / "in" / "odd", False, "is in the watched folder"),
        (lambda root: root / "in.csv", False, "is a file"),
        (lambda root: root / "odd", True, "is not in"),
        (lambda root: None, True, "is not in"),
    ],
)
def test_that_places_that_cannot_be_are_refused(
    copies: Callable[[Path], Path | None], project_too: bool, problem: str, tmp_path: Path, project: Path
) -> None:
    folder = make_domain(tmp_path / "in", seed=4, classes="a", count=1)
    (tmp_path / "in.csv").write_text("")
    with pytest.raises(UserError, match=problem):
        UnusualImages(folder, copies=copies(tmp_path), project=project if project_too else None)


def test_that_copies_in_the_target_are_offered_by_the_project(tmp_path: Path, project: Path, target: Path) -> None:
    folder = make_domain(tmp_path / "in", seed=4, classes="a", count=1)
    for _ in range(2):
        with UnusualImages(folder, copies=target / "odd", project=project) as unusual:
            unusual.keep([(entry(folder, "a/000.png"), ODD)])
    (image,) = watched_in(project)
    assert image.path == "odd/a/000.png"
    assert image.reason.startswith("unusual when it was watched, 20")
    assert image.reason.endswith(ODD.why)


def test_that_a_project_holds_the_most_unusual_images(project: Path) -> None:
    opened = Project.open(project, settle=False)
    opened.watched_images.add(WatchedImage(f"{number}.png", 1.0, number, "odd") for number in range(MOST + 5))
    opened.close()
    found = watched_in(project)
    assert (len(found), found[0].path, found[-1].path) == (MOST, f"{MOST + 4}.png", "5.png")


# -- the whole way ----------------------------------------------------------------------------------------------------


def watch_until(words: list[object], count: int, stop: signal.Signals) -> None:
    """Run the command until it has told so many predictions; then end it."""
    command = [sys.executable, "-m", "workbench", "watch", *map(str, words), "--every", "0.1"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as watching:
        assert watching.stdout is not None
        lines = [watching.stdout.readline() for _ in range(count)]
        watching.send_signal(stop)
        _, problem = watching.communicate()
    assert all(lines), problem


@pytest.mark.skipif(os.name == "nt", reason="processes are killed with SIGKILL")
def test_that_what_was_odd_is_suggested_first_after_a_kill_and_a_restart_too(
    model: Path, finished: Path, domains: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target, out, project = tmp_path / "target", tmp_path / "out.csv", tmp_path / "P.workbench"
    shutil.copytree(domains[1], target)
    made = Project.create(project)
    made.set_domain_folder(Side.TARGET, target)
    run = project / "runs" / "001-dance"
    shutil.copytree(finished, run)
    made.close()
    job = json.loads((run / "job.json").read_text())
    (run / "job.json").write_text(json.dumps(job | {"target": str(target), "cache": str(tmp_path / "cache")}))
    words: list[object] = [model, target, "--out", out, "--project", project]
    watch_until(words, 72, signal.SIGKILL)
    usual = {row["path"] for row in rows(out) if not row["unusual"]}
    assert len(usual) >= 70  # those from which the reference was computed
    Image.new("RGB", (16, 16), "white").save(target / "b" / "white.png")
    watch_until(words, 1, signal.SIGKILL)
    Image.new("RGB", (16, 16), "red").save(target / "a" / "red.png")
    watch_until(words, 1, signal.SIGINT)
    paths = [row["path"] for row in rows(out)]
    assert len(paths) == len(set(paths)) == 74

    def suggested(*more: object) -> list[dict[str, str]]:
        words = ["label", "suggest", run, "--count", "4", "--json", *more]
        assert main([str(word) for word in words], window=lambda: 0) == 0
        found: list[dict[str, str]] = json.loads(capsys.readouterr().out.splitlines()[-1])
        return found

    first = suggested()
    assert {one["path"] for one in first[:2]} == {"b/white.png", "a/red.png"}
    assert all(one["why"].startswith("unusual when it was watched, 20") for one in first[:2])
    assert len({one["path"] for one in first}) == 4
    assert [one["path"] for one in suggested("--strategy", "random")[:2]] == [one["path"] for one in first[:2]]
    assert suggested("--watched", out, "--labels", project)[:2] == first[:2]
    assert set(unusual_rows(out)) == {"b/white.png", "a/red.png"}
    opened = Project.open(project, settle=False)
    opened.labels.apply({first[0]["path"]: "b"})
    opened.close()
    assert suggested()[0]["path"] == first[1]["path"]


def test_that_another_table_names_no_unusual_images(tmp_path: Path) -> None:
    (tmp_path / "other.csv").write_text("path,label\na.png,cat\n")
    with pytest.raises(UserError, match="is not a table"):
        unusual_rows(tmp_path / "other.csv")
    with pytest.raises(UserError, match="cannot be read"):
        unusual_rows(tmp_path / "none.csv")


def test_that_a_feature_that_the_target_never_had_is_no_thousandfold_distance() -> None:
    random = np.random.default_rng(0)
    features = random.normal(size=(200, 20)).astype(np.float32)
    features[:, 0] = 0  # as of a unit that no target image activates
    pixels = random.integers(0, 255, (200, 8, 8, 3), dtype=np.uint8)
    some = np.full(200, 0.5, np.float32)
    batch = BatchPrediction(np.zeros(200, np.int64), some, some, features)
    reference = make_reference(pixels, batch, 1)
    features[:, 0] = 0.5
    assert measures(reference, pixels, batch)["distance"].max() < 5
