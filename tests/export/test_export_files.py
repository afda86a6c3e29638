"""What leaves: an ONNX file that stands alone, and predictions that survive bad images."""

import json
from pathlib import Path

import numpy as np
import onnxruntime
import pytest
from PIL import Image

from tests.conftest import make_domain
from workbench.core.errors import UserError
from workbench.data.decode import decode
from workbench.data.scan import scan_now
from workbench.export.onnx import _write, export_onnx
from workbench.export.predict import collect_predictions, load_model, predictions


@pytest.fixture(scope="module")
def exported(model: Path) -> Path:
    return model / "model.onnx"


def test_that_the_file_says_what_it_takes_and_takes_a_batch_of_any_size(exported: Path) -> None:
    session = onnxruntime.InferenceSession(exported)
    metadata = session.get_modelmeta().custom_metadata_map
    assert json.loads(metadata["classes"]) == ["a", "b", "c"]
    assert metadata["image_size"] == "16"
    for batch in (1, 3, 17):
        (logits,) = session.run(["logits"], {"images": np.zeros((batch, 3, 16, 16), np.float32)})
        assert logits.shape == (batch, 3)


def test_that_the_file_is_complete_in_itself_and_holds_no_critic(exported: Path, tmp_path: Path) -> None:
    alone = tmp_path / "alone.onnx"
    alone.write_bytes(exported.read_bytes())
    onnxruntime.InferenceSession(alone)
    assert b"critic" not in exported.read_bytes()
    assert b"bank" not in exported.read_bytes()


def test_that_run_and_file_predict_alike_and_bad_images_are_set_aside(finished: Path, exported: Path) -> None:
    folder = make_domain(finished.parent / "new", seed=5, count=5)
    domain = scan_now(folder)
    (folder / "b" / "003.png").write_bytes(b"\x89PNG\r\n\x1a\n but no more")  # broken since it was listed
    told = {}
    for path in (finished, exported):
        found, lost = collect_predictions(predictions(load_model(path), domain))
        assert [one.path for one in lost] == ["b/003.png"]
        assert len(found) == len(domain.samples) - 1
        told[path] = found
    for ours, theirs in zip(told[finished], told[exported], strict=True):
        assert ours.predicted == theirs.predicted
        assert ours.confidence == pytest.approx(theirs.confidence, abs=1e-4)


def test_that_confidence_is_the_softmax_of_the_files_logits(exported: Path, domains: tuple[Path, Path]) -> None:
    sample = domains[1] / "a" / "000.png"
    image = decode(sample, 16).transpose(2, 0, 1)[None] / np.float32(255)
    (logits,) = onnxruntime.InferenceSession(exported).run(["logits"], {"images": image})
    expected = np.exp(logits[0]) / np.exp(logits[0]).sum()
    first = next(predictions(load_model(exported), scan_now(domains[1])))[0]
    assert first.sample.path == "a/000.png"
    assert first.confidence == pytest.approx(expected.max(), abs=1e-5)


def test_that_a_strange_file_is_refused(tmp_path: Path) -> None:
    strange = tmp_path / "model.onnx"
    strange.write_bytes(b"not a model")
    with pytest.raises(UserError, match="is not a model"):
        load_model(strange)
    with pytest.raises(UserError, match="There is no model"):
        load_model(tmp_path / "missing.onnx")


def test_that_an_unfinished_run_is_not_exported(finished: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(UserError):
        export_onnx(empty, tmp_path / "model.onnx")
    assert not (tmp_path / "model.onnx").exists()


def test_that_a_place_that_takes_no_file_is_told(finished: Path, tmp_path: Path) -> None:
    blocked = tmp_path / "blocked"
    blocked.write_text("a file, not a folder")
    with pytest.raises(UserError, match="could not be written"):
        _write(blocked / "model.onnx", b"content")


def test_that_pictures_of_any_kind_are_predicted(exported: Path, tmp_path: Path) -> None:
    for name, mode in (("grey.png", "L"), ("palette.gif", "P"), ("clear.png", "RGBA"), ("ink.jpg", "CMYK")):
        Image.new(mode, (40, 25)).save(tmp_path / name)
    found = next(predictions(load_model(exported), scan_now(tmp_path)))
    assert {one.sample.path for one in found} == {"grey.png", "palette.gif", "clear.png", "ink.jpg"}
