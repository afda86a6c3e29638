"""A folder that is watched: each image once, half-written ones waited for, a shift told."""

import csv
import threading
from collections.abc import Iterator
from pathlib import Path

import msgspec
import numpy as np
import pytest
from PIL import Image
from scipy.stats import ks_2samp

from tests.conftest import make_domain
from workbench.core.errors import UserError
from workbench.data.scan import scan_now
from workbench.export.calibration_images import as_inputs
from workbench.export.drift_reference import (
    DriftWindow,
    Reference,
    allowed_distance,
    kolmogorov,
    measures,
    read_reference,
)
from workbench.export.monitor import DriftDetected, ImagePredicted, ImageSetAside, MonitorEvent, watch
from workbench.export.predict import Model, load_model, predict_batch
from workbench.export.watching.watched_model import WatchedImages

FAST = 0.02  # seconds between looks


@pytest.fixture(scope="module")
def net(model: Path) -> Model:
    return load_model(model)


@pytest.fixture(scope="module")
def reference(model: Path) -> Reference:
    return read_reference((model / "reference.json").read_bytes(), "reference.json")


def hear(
    net: Model, folder: Path, out: Path, count: int, reference: Reference | None = None, **more: float
) -> list[MonitorEvent]:
    """The first so many things that are heard; then the watch is stopped, as by Ctrl+C."""
    stopping, heard = threading.Event(), []
    watching: Iterator[MonitorEvent] = watch(WatchedImages(net), folder, out, reference, stopping, every=FAST, **more)  # type: ignore[arg-type]
    for event in watching:
        heard.append(event)
        if len(heard) == count:
            stopping.set()
    return heard


def table(out: Path) -> list[dict[str, str]]:
    with out.open(newline="") as file:
        return list(csv.DictReader(file))


def test_that_each_image_is_predicted_once_after_a_restart_too(net: Model, tmp_path: Path) -> None:
    folder, out = make_domain(tmp_path / "in", seed=4, count=2), tmp_path / "out.csv"
    first = hear(net, folder, out, 6)
    assert {event.line.path for event in first if isinstance(event, ImagePredicted)} == {
        f"{c}/00{n}.png" for c in "abc" for n in "01"
    }
    (folder / "a" / "later.png").write_bytes((folder / "a" / "000.png").read_bytes())
    (second,) = hear(net, folder, out, 1)
    assert isinstance(second, ImagePredicted)
    assert second.line.path == "a/later.png"
    paths = [row["path"] for row in table(out)]
    assert len(paths) == len(set(paths)) == 7


def test_that_the_table_of_a_watched_folder_hides_no_image(net: Model, tmp_path: Path) -> None:
    folder = make_domain(tmp_path / "in", seed=4, count=2)
    hear(net, folder, folder / "seen.csv", 6)
    (folder / "a" / "later.png").write_bytes((folder / "a" / "000.png").read_bytes())
    assert len(hear(net, folder, folder / "seen.csv", 1)) == 1
    domain = scan_now(folder)
    assert (domain.counts(), domain.notes) == (
        {"a": 3, "b": 2, "c": 2}, ["seen.csv holds predictions, so it was passed over."],
    )  # fmt: skip


def test_that_a_file_with_new_content_is_a_new_image(net: Model, tmp_path: Path) -> None:
    folder, out = make_domain(tmp_path / "in", seed=4, classes="a", count=1), tmp_path / "out.csv"
    hear(net, folder, out, 1)
    Image.new("RGB", (30, 20), "red").save(folder / "a" / "000.png")
    hear(net, folder, out, 1)
    assert [row["path"] for row in table(out)] == ["a/000.png", "a/000.png"]


def test_that_a_half_written_file_is_waited_for(net: Model, tmp_path: Path) -> None:
    folder, out = tmp_path / "in", tmp_path / "out.csv"
    folder.mkdir()
    whole = tmp_path / "whole.png"
    Image.effect_noise((64, 64), 50).save(whole)
    content = whole.read_bytes()
    (folder / "coming.png").write_bytes(content[: len(content) // 2])
    Image.new("RGB", (8, 8)).save(folder / "there.png")
    stopping = threading.Event()
    heard = watch(WatchedImages(net), folder, out, None, stopping, every=FAST)
    first = next(heard)
    assert isinstance(first, ImagePredicted)
    assert first.line.path == "there.png"
    (folder / "coming.png").write_bytes(content)
    second = next(heard)
    assert isinstance(second, ImagePredicted)
    assert second.line.path == "coming.png"
    heard.close()


def test_that_files_that_go_or_are_renamed_do_no_harm(net: Model, tmp_path: Path) -> None:
    folder, out = tmp_path / "in", tmp_path / "in" / "table"  # which might be an image by its name
    (folder / "below").mkdir(parents=True)
    (folder / "below" / "half.png").write_bytes(b"\x89PNG\r\n\x1a\n no more")
    Image.new("RGB", (8, 8)).save(folder / "there.png")
    heard = watch(WatchedImages(net), folder, out, None, threading.Event(), every=FAST)
    first = next(heard)
    assert isinstance(first, ImagePredicted)
    (folder / "below" / "half.png").unlink()
    (folder / "below").rmdir()
    (folder / "there.png").rename(folder / "elsewhere.png")
    Image.new("RGB", (8, 8)).save(folder / "new.png")
    told = [next(heard), next(heard)]
    heard.close()
    assert {event.line.path for event in told if isinstance(event, ImagePredicted)} == {"elsewhere.png", "new.png"}
    assert next(row["path"] for row in table(out)) == "there.png"
    assert len(table(out)) == 3


def test_that_a_file_that_stays_broken_is_set_aside_with_its_reason_and_not_tried_again(
    net: Model, tmp_path: Path
) -> None:
    folder, out = tmp_path / "in", tmp_path / "out.csv"
    folder.mkdir()
    (folder / "bad.png").write_bytes(b"\x89PNG\r\n\x1a\n no more")
    (lost,) = hear(net, folder, out, 1, patience=0.0)
    assert isinstance(lost, ImageSetAside)
    assert lost.sample.path == "bad.png"
    Image.new("RGB", (8, 8)).save(folder / "good.png")
    (next_one,) = hear(net, folder, out, 1, patience=0.0)
    assert isinstance(next_one, ImagePredicted)
    assert [row["reason"] != "" for row in table(out)] == [True, False]


def test_that_a_line_cut_off_by_a_crash_is_forgotten(net: Model, tmp_path: Path) -> None:
    folder, out = make_domain(tmp_path / "in", seed=4, classes="a", count=2), tmp_path / "out.csv"
    hear(net, folder, out, 2)
    out.write_bytes(out.read_bytes()[:-9])
    (again,) = hear(net, folder, out, 1)
    assert isinstance(again, ImagePredicted)
    assert len(table(out)) == 2


@pytest.mark.parametrize("content", [b"path,note\na.png,mine\nb.png,no end of line", b"{}", b"\xff\xfe\n"])
def test_that_a_file_that_is_no_such_table_stays_as_it_is(net: Model, tmp_path: Path, content: bytes) -> None:
    folder, out = make_domain(tmp_path / "in", seed=4, classes="a", count=1), tmp_path / "out.csv"
    out.write_bytes(content)
    with pytest.raises(UserError, match="is not a table that “workbench watch” wrote"):
        hear(net, folder, out, 1)
    assert out.read_bytes() == content


def test_that_images_like_the_target_are_no_shift_and_others_are(
    net: Model, reference: Reference, tmp_path: Path
) -> None:
    same = make_domain(tmp_path / "same", seed=12, count=12, negative=True)
    assert not [
        event
        for event in hear(net, same, tmp_path / "same.csv", 36, reference, window=30)
        if isinstance(event, DriftDetected)
    ]
    other = make_domain(tmp_path / "other", seed=12, count=12)  # not the negative: dark where the target is bright
    heard = hear(net, other, tmp_path / "other.csv", 33, reference, window=30)
    (told,) = [event for event in heard if isinstance(event, DriftDetected)]
    drifted = {event.name: event for event in told.drifted}
    assert "brightness" in drifted
    assert drifted["brightness"].distance > drifted["brightness"].allowed
    assert drifted["brightness"].now < drifted["brightness"].before


def test_that_a_shift_is_told_once_and_its_end_too(net: Model, reference: Reference) -> None:
    window = DriftWindow(reference, 20)
    bright = np.full((20, 16, 16, 3), 250, np.uint8)
    batch = predict_batch(net, as_inputs(bright))
    values = measures(reference, bright, batch)
    assert window.add(values, batch.classes)
    assert not window.add(values, batch.classes)
    assert window.out


def test_that_the_distance_is_kolmogorovs() -> None:
    random = np.random.default_rng(0)
    before, now = random.normal(0, 1, 4000), random.normal(0.4, 1, 200)
    quantiles = tuple(np.quantile(before, np.linspace(0, 1, 101)).tolist())
    assert kolmogorov(now, quantiles) == pytest.approx(ks_2samp(before, now).statistic, abs=0.012)
    ties = np.repeat([0.0, 1.0], [90, 10])
    flat = tuple(np.quantile(ties, np.linspace(0, 1, 101)).tolist())
    assert kolmogorov(ties, flat) < 0.02
    assert kolmogorov(np.full(50, 5.0), flat) == pytest.approx(1.0)
    assert kolmogorov(np.full(50, -5.0), flat) == pytest.approx(1.0)


def test_that_chance_alone_hardly_ever_leaves_the_range() -> None:
    random = np.random.default_rng(1)
    before = random.normal(0, 1, 512)
    quantiles = tuple(np.quantile(before, np.linspace(0, 1, 101)).tolist())
    distances = [kolmogorov(random.normal(0, 1, 100), quantiles) for _ in range(400)]
    assert sum(event > allowed_distance(100, 512) for event in distances) <= 2


def test_that_a_reference_is_small_and_a_damaged_one_refused(model: Path, reference: Reference) -> None:
    assert (model / "reference.json").stat().st_size < 100_000
    assert msgspec.json.decode(msgspec.json.encode(reference), type=Reference) == reference
    with pytest.raises(UserError, match="cannot be read"):
        read_reference(b"{}", "reference.json")


def test_that_places_that_do_not_work_are_told(net: Model, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no folder"):
        hear(net, tmp_path / "nowhere", tmp_path / "out.csv", 1)
    folder = make_domain(tmp_path / "in", seed=4, classes="a", count=1)
    (tmp_path / "other.csv").write_text("a,b\n1,2\n")
    with pytest.raises(UserError, match="not a table that “workbench watch” wrote"):
        hear(net, folder, tmp_path / "other.csv", 1)


@pytest.mark.parametrize("change", ["deleted", "emptied", "replaced"])
def test_that_a_table_that_is_replaced_is_complete_again(change: str, net: Model, tmp_path: Path) -> None:
    folder, out = make_domain(tmp_path / "in", seed=4, count=1), tmp_path / "out.csv"
    stopping = threading.Event()
    heard = watch(WatchedImages(net), folder, out, None, stopping, every=FAST)
    paths = {event.line.path for event in (next(heard) for _ in range(3)) if isinstance(event, ImagePredicted)}
    if change == "deleted":
        out.unlink()
    elif change == "emptied":
        out.write_bytes(b"")
    else:
        other = tmp_path / "other.csv"
        other.write_bytes(b"".join(out.read_bytes().splitlines(keepends=True)[:2]))
        other.replace(out)
    for _ in range(2 if change == "replaced" else 3):
        next(heard)
    stopping.set()
    assert list(heard) == []
    assert sorted(row["path"] for row in table(out)) == sorted(paths)


def test_that_a_table_that_another_file_replaces_ends_the_watch(net: Model, tmp_path: Path) -> None:
    folder, out = make_domain(tmp_path / "in", seed=4, classes="a", count=1), tmp_path / "out.csv"
    heard = watch(WatchedImages(net), folder, out, None, threading.Event(), every=FAST)
    next(heard)
    (tmp_path / "letter").write_text("Dear all")
    (tmp_path / "letter").replace(out)
    with pytest.raises(UserError, match="is not a table"):
        next(heard)
    assert out.read_text() == "Dear all"
