"""Predictions for folders: in every form the same, gone on with after a stop, with steady memory."""

import csv
import json
import threading
import tracemalloc
from pathlib import Path

import pytest

from tests.conftest import make_domain
from workbench.core.domain import Layout
from workbench.core.errors import UserError
from workbench.core.file_names import folder_names
from workbench.core.generators import Returning
from workbench.data.decode import decode
from workbench.data.scan import scan_now
from workbench.engine.onnx_session import PIECE
from workbench.export.monitor import watch
from workbench.export.predict import Model, load_model
from workbench.export.results_files import PredictionFormat
from workbench.export.tasks.classification.prediction import predict_folder
from workbench.export.tasks.contract import FolderPredictions
from workbench.export.watching.watched_model import WatchedImages


@pytest.fixture(scope="module")
def net(model: Path) -> Model:
    return load_model(model)


@pytest.fixture
def images(tmp_path: Path) -> Path:
    folder = make_domain(tmp_path / "images", seed=9, count=4)
    (folder / "b" / "002.png").write_bytes(b"\x89PNG\r\n\x1a\n broken")
    (folder / "c" / "notes.txt").write_text("no image")
    return folder


def predict(
    net: Model, folder: Path, out: Path, form: PredictionFormat = PredictionFormat.CSV, *, link: bool = False
) -> FolderPredictions:
    return Returning(predict_folder(net, folder, out, form, link=link)).finish()


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_that_every_form_tells_the_same(net: Model, images: Path, tmp_path: Path) -> None:
    found = predict(net, images, tmp_path / "p.csv")
    assert found.predicted == 11
    assert [one.path for one in found.set_aside] == ["b/002.png"]
    assert [one["path"] for one in rows(tmp_path / "p.set-aside.csv")] == ["b/002.png"]
    table = {row["path"]: row["predicted"] for row in rows(tmp_path / "p.csv")}

    predict(net, images, tmp_path / "p.json", PredictionFormat.JSON)
    told = json.loads((tmp_path / "p.json").read_text())
    assert {one["path"]: one["predicted"] for one in told["predictions"]} == table
    assert [one["path"] for one in told["set_aside"]] == ["b/002.png"]
    assert all(0 <= one["unknown"] <= 1 and 0 < one["confidence"] <= 1 for one in told["predictions"])

    predict(net, images, tmp_path / "coco.json", PredictionFormat.COCO)
    coco = json.loads((tmp_path / "coco.json").read_text())
    names = {one["id"]: one["name"] for one in coco["categories"]}
    files = {one["id"]: one for one in coco["images"]}
    said = {files[one["image_id"]]["file_name"]: names[one["category_id"]] for one in coco["annotations"]}
    assert said == table
    assert {(one["width"], one["height"]) for one in coco["images"]} == {(16, 16)}

    predict(net, images, tmp_path / "sorted", PredictionFormat.FOLDERS)
    placed = {path.relative_to(tmp_path / "sorted") for path in (tmp_path / "sorted").rglob("*.png")}
    assert placed == {Path(name) / path for path, name in table.items()}


def test_that_links_lead_to_the_images_and_copies_are_copies(net: Model, images: Path, tmp_path: Path) -> None:
    predict(net, images, tmp_path / "linked", PredictionFormat.FOLDERS, link=True)
    for path in (tmp_path / "linked").rglob("*.png"):
        assert path.is_symlink()
        assert path.resolve().is_relative_to(images)


def test_that_a_stop_costs_nothing_and_nothing_is_predicted_twice(
    net: Model, tmp_path: Path, domains: tuple[Path, Path]
) -> None:
    whole, parts = tmp_path / "whole.csv", tmp_path / "parts.csv"
    predict(net, domains[1], whole)
    begun = predict_folder(net, domains[1], parts, PredictionFormat.CSV)
    for told in begun:
        if told.done:
            begun.close()
            break
    journal = tmp_path / ".parts.csv.journal"
    with journal.open("ab") as file:
        file.write(b'{"path":"a/0')  # cut off as by a crash
    seen: list[int] = []

    def look(batch: object) -> object:
        seen.append(len(batch))  # type: ignore[arg-type]
        return net.look(batch)  # type: ignore[arg-type]

    found = predict(net._replace(look=look), domains[1], parts)  # type: ignore[arg-type]
    assert found.before == PIECE
    assert sum(seen) == 72 - PIECE
    assert parts.read_bytes() == whole.read_bytes()
    assert not journal.exists()


def test_that_another_model_begins_anew(net: Model, images: Path, tmp_path: Path) -> None:
    begun = predict_folder(net, images, tmp_path / "p.csv", PredictionFormat.CSV)
    next(begun)
    next(begun)
    begun.close()
    assert predict(net._replace(content="another"), images, tmp_path / "p.csv").before == 0


def test_that_memory_does_not_grow_with_the_number_of_images(net: Model, tmp_path: Path) -> None:
    folder = make_domain(tmp_path / "few", seed=1, count=1)
    table = tmp_path / "many.csv"
    image = folder / "a" / "000.png"
    for number in range(1200):
        (folder / f"{number}.png").hardlink_to(image)
    table.write_text("path\n" + "".join(f"few/{number}.png\n" for number in range(1200)))
    tracemalloc.start()
    peaks = [
        tracemalloc.get_traced_memory()[0]
        for told in predict_folder(net, table, tmp_path / "p.csv", PredictionFormat.CSV)
        if told.done >= 192 and told.what == "Predicting"  # the pipeline is full
    ]
    tracemalloc.stop()
    assert peaks[-1] < peaks[0] + 300_000  # bytes; a batch of images alone has 200 kB


def test_that_names_of_classes_lead_nowhere() -> None:
    named = folder_names(["../up", "a/b", "a\\b", "", "..", "CON:", "Cat", "cat"])
    assert all("/" not in one and "\\" not in one and one not in ("", ".", "..") for one in named.values())
    assert len({one.casefold() for one in named.values()}) == len(named)


def test_that_paths_out_of_the_folder_stay_below_the_classes(net: Model, images: Path, tmp_path: Path) -> None:
    table = tmp_path / "lists" / "list.csv"
    table.parent.mkdir()
    table.write_text("path\n../images/a/000.png\n")
    predict(net, table, tmp_path / "sorted", PredictionFormat.FOLDERS)
    (placed,) = (tmp_path / "sorted").rglob("*.png")
    assert placed.parent.parent == tmp_path / "sorted"
    assert (decode(placed) == decode(images / "a" / "000.png")).all()


def test_that_trouble_with_places_is_one_sentence(net: Model, images: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(UserError, match="no image"):
        predict(net, tmp_path / "empty", tmp_path / "p.csv")
    with pytest.raises(UserError, match="no folder"):
        predict(net, tmp_path / "nowhere", tmp_path / "p.csv")
    with pytest.raises(UserError, match="cannot be written"):
        predict(net, images, images / "a" / "000.png" / "p.csv")
    (tmp_path / "file").write_text("x")
    with pytest.raises(UserError, match="is a file"):
        predict(net, images, tmp_path / "file", PredictionFormat.FOLDERS)


@pytest.mark.parametrize("form", [PredictionFormat.CSV, PredictionFormat.JSON, PredictionFormat.COCO])
def test_that_predictions_in_the_folder_itself_hide_no_image(form: PredictionFormat, net: Model, images: Path) -> None:
    out = images / f"predictions.{'csv' if form is PredictionFormat.CSV else 'json'}"
    predict(net, images, out, form)
    (images / "a" / "later.png").write_bytes((images / "a" / "000.png").read_bytes())
    assert predict(net, images, out, form).predicted == 12
    domain = scan_now(images)
    assert (domain.layout, domain.counts()) == (Layout.CLASS_FOLDERS, {"a": 5, "b": 3, "c": 4})


def test_that_sorted_images_are_read_as_class_folders(net: Model, tmp_path: Path) -> None:
    """One class of the model would be taken for a folder that wraps the others, and its name is no folder's."""
    folder = make_domain(tmp_path / "images", seed=9, count=4)
    only = net._replace(classes=("x/y",) * len(net.classes), unknown=None)
    predict(only, folder, tmp_path / "sorted", PredictionFormat.FOLDERS)
    domain = scan_now(tmp_path / "sorted")
    assert (domain.counts(), domain.notes) == (
        {"x/y": 12}, ["predictions.csv holds predictions, so it was passed over."],
    )  # fmt: skip
    predict(net, folder, tmp_path / "again", PredictionFormat.FOLDERS)
    predicted = {row["path"]: row["predicted"] for row in rows(tmp_path / "again" / "predictions.csv")}
    found = {one.path.partition("/")[2]: one.label for one in scan_now(tmp_path / "again").samples}
    assert found == predicted


def test_that_an_output_has_one_writer(net: Model, images: Path, tmp_path: Path) -> None:
    out = tmp_path / "p.csv"
    first = predict_folder(net, images, out, PredictionFormat.CSV)
    next(first)
    with pytest.raises(UserError, match="Another process is writing"):
        predict(net, images, out)
    with pytest.raises(UserError, match="Another process is writing"):
        next(watch(WatchedImages(net), images, out, None, threading.Event()))
    assert Returning(first).finish().predicted == 11
    assert predict(net, images, out).predicted == 11


def test_that_nothing_is_written_behind_a_planted_link(net: Model, images: Path, tmp_path: Path) -> None:
    elsewhere, out = tmp_path / "elsewhere", tmp_path / "sorted"
    elsewhere.mkdir()
    out.mkdir()
    for name in "abc":
        (out / name).symlink_to(elsewhere)
    with pytest.raises(UserError, match="leads out of"):
        predict(net, images, out, PredictionFormat.FOLDERS)
    journal = tmp_path / ".p.csv.journal"
    (elsewhere / "kept").write_text("kept")
    journal.symlink_to(elsewhere / "kept")
    with pytest.raises(UserError, match="is a link, not a journal"):
        predict(net, images, tmp_path / "p.csv")
    assert {file.name: file.read_text() for file in elsewhere.iterdir()} == {"kept": "kept"}


def test_that_files_of_others_are_not_replaced(net: Model, images: Path, tmp_path: Path) -> None:
    table = tmp_path / "p.csv"
    predict(net, images, table)
    row = rows(table)[0]
    theirs = [tmp_path / "sorted" / row["predicted"] / row["path"], tmp_path / ".p.csv.journal"]
    for file, message in zip(theirs, ("is another file", "is not a journal"), strict=True):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("theirs")
        form = PredictionFormat.CSV if file.name.startswith(".") else PredictionFormat.FOLDERS
        with pytest.raises(UserError, match=message):
            predict(net, images, table if form is PredictionFormat.CSV else tmp_path / "sorted", form)
        assert file.read_text() == "theirs"
