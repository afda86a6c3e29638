"""Predictions in parts: of folders, tar shards, Parquet files and URLs; each image has one row, at any interruption."""

import csv
import io
import tarfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import fsspec
import msgspec
import pyarrow
import pytest
from pyarrow import parquet

from tests.conftest import make_domain
from workbench.core.errors import UserError
from workbench.core.generators import Returning
from workbench.export.predict import load_model
from workbench.export.results_files import PredictionFormat
from workbench.export.shards.parts import PartEntry, PartForm, PartsManifest
from workbench.export.shards.prediction import PartsWritten, ShardRequest, predict_here, predict_shards
from workbench.export.shards.sources import Shard, list_shards
from workbench.export.tasks.classification.prediction import predict_folder

Row = dict[str, object]


@pytest.fixture(scope="module")
def images(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twelve images, one of which is damaged."""
    folder = make_domain(tmp_path_factory.mktemp("shards") / "images", seed=9, count=4)
    (folder / "b" / "002.png").write_bytes(b"\x89PNG\r\n\x1a\n broken")
    return folder


@pytest.fixture(scope="module")
def plain(model: Path, images: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What a prediction into one file says of each image, by its file name."""
    out = tmp_path_factory.mktemp("plain") / "p.csv"
    Returning(predict_folder(load_model(model), images, out, PredictionFormat.CSV)).finish()
    with out.open(newline="", encoding="utf-8") as file:
        return {row["path"]: row["predicted"] for row in csv.DictReader(file)}


def request_for(model: Path, source: object, out: object, form: PartForm = PartForm.PARQUET) -> ShardRequest:
    return ShardRequest(str(model), str(source), str(out), form, size=5)


def predict(request: ShardRequest) -> PartsWritten:
    return Returning(predict_shards(request, predict_here)).finish()


def rows_of(out: Path) -> list[Row]:
    manifest = msgspec.json.decode((out / "manifest.json").read_bytes(), type=PartsManifest)
    rows: list[Row] = []
    for entry in manifest.parts:
        part = parquet.read_table(out / entry.name).to_pylist()
        assert (len(part), sum(bool(row["reason"]) for row in part)) == (entry.rows, entry.set_aside)
        rows += part
    assert manifest.images == len(rows)
    return rows


def tar_of(images: Path, place: Path, names: list[str]) -> None:
    with tarfile.open(place, "w") as archive:
        for name in names:
            archive.add(images / name, name)
        text = b"a note"
        entry = tarfile.TarInfo("000.txt")
        entry.size = len(text)
        archive.addfile(entry, io.BytesIO(text))


def names_in(images: Path) -> list[str]:
    return sorted(path.relative_to(images).as_posix() for path in images.rglob("*.png"))


def test_that_a_folder_in_parts_has_the_same_predictions_as_in_one_file(
    model: Path, images: Path, plain: dict[str, str], tmp_path: Path
) -> None:
    written = predict(request_for(model, images, tmp_path / "out"))
    assert [entry.rows for entry in written.manifest.parts] == [5, 5, 2]
    rows = rows_of(tmp_path / "out")
    assert {row["path"]: row["predicted"] for row in rows if not row["reason"]} == plain
    assert [row["path"] for row in rows if row["reason"]] == ["b/002.png"]
    predict(request_for(model, images, tmp_path / "csv", PartForm.CSV))
    with (tmp_path / "csv" / "part-0000000.csv").open(newline="", encoding="utf-8") as file:
        assert [row["path"] for row in csv.DictReader(file)] == [row["path"] for row in rows[:5]]


def test_that_tar_shards_and_parquet_files_tell_the_same(
    model: Path, images: Path, plain: dict[str, str], tmp_path: Path
) -> None:
    source, names = tmp_path / "shards", names_in(images)
    source.mkdir()
    tar_of(images, source / "00000.tar", names[:7])
    tar_of(images, source / "00001.tar", names[7:])
    predict(request_for(model, source, tmp_path / "tar"))
    rows = rows_of(tmp_path / "tar")
    assert {row["path"] for row in rows} == {f"0000{index > 6:d}.tar/{name}" for index, name in enumerate(names)}
    assert {str(row["path"]).partition("/")[2]: row["predicted"] for row in rows if not row["reason"]} == plain

    contents = [{"bytes": (images / name).read_bytes(), "path": name} for name in names]
    parquet.write_table(pyarrow.table({"label": names, "image": contents}), tmp_path / "all.parquet")
    predict(request_for(model, tmp_path / "all.parquet", tmp_path / "table"))
    table = {str(row["path"]): row["predicted"] for row in rows_of(tmp_path / "table")}
    assert table == {f"all.parquet/{index}": plain.get(name) for index, name in enumerate(names)}


def test_that_images_at_a_url_are_read_and_parts_written_to_one(
    model: Path, images: Path, plain: dict[str, str]
) -> None:
    system = fsspec.filesystem("memory")
    for name in names_in(images):
        system.pipe_file(f"/photos/{name}", (images / name).read_bytes())
    written = predict(request_for(model, "memory://photos", "memory://out", PartForm.CSV))
    assert (written.manifest.images, written.manifest.set_aside) == (12, 1)
    content = b"".join(system.cat_file(f"/out/{entry.name}") for entry in written.manifest.parts)
    assert all(name.encode() in content for name in plain)
    system.rm("/photos", recursive=True)
    system.rm("/out", recursive=True)


def test_that_a_damaged_shard_gives_what_it_has_and_tells_that_it_is_damaged(
    model: Path, images: Path, tmp_path: Path
) -> None:
    whole = tmp_path / "whole.tar"
    tar_of(images, whole, names_in(images))
    (tmp_path / "cut.tar").write_bytes(whole.read_bytes()[: 1536 * 4 + 100])
    predict(request_for(model, tmp_path / "cut.tar", tmp_path / "out"))
    *read, damaged = rows_of(tmp_path / "out")
    assert 1 <= len(read) < 12
    assert (damaged["path"], damaged["reason"]) == ("cut.tar", "truncated")


def test_that_a_stopped_prediction_goes_on_with_the_parts_that_are_missing(
    model: Path, images: Path, tmp_path: Path
) -> None:
    request, asked = request_for(model, images, tmp_path / "out"), list[int]()

    def watched(request: ShardRequest, shards: Mapping[int, Shard]) -> Iterator[PartEntry]:
        asked.extend(shards)
        return predict_here(request, shards)

    stopped = predict_shards(request, watched)
    while next(stopped).done < 2 and not (tmp_path / "out" / "part-0000001.parquet").exists():
        pass
    stopped.close()
    assert not (tmp_path / "out" / "manifest.json").exists()
    asked.clear()
    written = Returning(predict_shards(request, watched)).finish()
    assert (asked, written.before) == ([2], 2)
    assert sorted(str(row["path"]) for row in rows_of(tmp_path / "out")) == names_in(images)


def test_that_parts_of_other_images_are_not_mixed(model: Path, images: Path, tmp_path: Path) -> None:
    predict(request_for(model, images, tmp_path / "out"))
    with pytest.raises(UserError, match="of another model or of other images"):
        predict(request_for(model, images / "a", tmp_path / "out"))


def test_that_a_source_without_images_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("no image")
    for source in (str(tmp_path), tmp_path.as_uri()):
        with pytest.raises(UserError, match="no image"):
            list_shards(source, 5)


def test_that_a_url_of_an_unknown_protocol_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="cannot be opened"):
        list_shards("nothing://bucket/images", 5)
