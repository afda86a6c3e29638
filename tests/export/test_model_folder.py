"""A model folder: complete in itself, true about itself, and the same model whichever of its files answers."""

import hashlib
import json
import math
import subprocess
import sys
import venv
from pathlib import Path

import msgspec
import numpy as np
import onnx
import onnxruntime
import pytest
import torch
from PIL import Image
from safetensors import safe_open

from workbench.core.errors import UserError
from workbench.core.generators import Returning
from workbench.core.manifest import Manifest, Outcome, Precision
from workbench.data.decode import decode
from workbench.data.scan import scan_now
from workbench.engine.model_io import load_adapted
from workbench.engine.onnx_model import read_manifest
from workbench.export.calibration_images import as_inputs
from workbench.export.export_run import TOLERANCE, check_cost
from workbench.export.model_card import cell, model_card
from workbench.export.model_folder import export_folder
from workbench.export.predict import collect_predictions, load_model, predictions
from workbench.store.run_folder import RunFolder


def pictures(folder: Path, size: int = 16) -> "np.ndarray[tuple[int, ...], np.dtype[np.float32]]":
    return as_inputs(np.stack([decode(path, size) for path in sorted(folder.rglob("*.png"))]))


def test_that_the_folder_says_what_it_is(model: Path, finished: Path) -> None:
    told, result = read_manifest(model), RunFolder(finished).result()
    assert told.classes == ("a", "b", "c")
    assert (told.method, told.backbone, told.backbone_licence) == ("dance", "small", "Apache-2.0")
    assert told.source is not None
    assert told.target is not None
    assert (told.source.images, told.target.images) == (72, 72)
    assert (told.source.fingerprint, told.target.fingerprint) == result.fingerprints
    assert {one.name: one.value for one in told.scores}["target accuracy"] == result.finished.scores.target_accuracy
    assert {"torch", "onnxruntime", "opset", "workbench"} <= set(told.versions)


def test_that_every_file_it_names_is_there_whole(model: Path) -> None:
    lines = (line.split("  ") for line in (model / "SHA256SUMS").read_text().splitlines())
    sums = {name: digest for digest, name in lines}
    assert set(read_manifest(model).files.values()) <= set(sums)
    assert all(hashlib.sha256((model / name).read_bytes()).hexdigest() == digest for name, digest in sums.items())


def test_that_no_place_of_this_machine_travels(model: Path, domains: tuple[Path, Path]) -> None:
    for path in model.iterdir():
        assert str(domains[0].parent).encode() not in path.read_bytes(), path.name


def test_that_onnx_gives_pytorchs_logits(model: Path, finished: Path, domains: tuple[Path, Path]) -> None:
    images = pictures(domains[1])
    adapted = load_adapted(RunFolder(finished))
    with torch.inference_mode():
        expected = adapted.model(torch.from_numpy(images)).numpy()
    (logits,) = onnxruntime.InferenceSession(model / "model.onnx").run(["logits"], {"images": images})
    assert np.abs(logits - expected).max() <= TOLERANCE * max(1.0, np.abs(expected).max())
    onnx.checker.check_model(onnx.load(model / "model.onnx"), full_check=True)


def test_that_half_precision_says_the_same_classes(model: Path, domains: tuple[Path, Path]) -> None:
    images = pictures(domains[1])
    said = [
        onnxruntime.InferenceSession(model / name).run(["logits"], {"images": images})[0].argmax(1)
        for name in ("model.onnx", "model-fp16.onnx")
    ]
    assert (said[0] == said[1]).mean() >= 0.995
    assert (model / "model-fp16.onnx").stat().st_size < 0.6 * (model / "model.onnx").stat().st_size


def test_that_int8_computes_with_eight_bits_and_its_cost_is_what_is_measured(
    model: Path, domains: tuple[Path, Path]
) -> None:
    kinds = {node.op_type for node in onnx.load(model / "model-int8.onnx").graph.node}
    assert {"QuantizeLinear", "DequantizeLinear"} <= kinds
    images = pictures(domains[1])
    fine, rough = (
        onnxruntime.InferenceSession(model / name).run(["logits"], {"images": images})[0].argmax(1)
        for name in ("model.onnx", "model-int8.onnx")
    )
    (told,) = [one for one in read_manifest(model).costs if one.precision is Precision.INT8]
    assert told.images == len(images)
    assert told.agreement == pytest.approx((fine == rough).mean(), abs=0.02)


def test_that_a_smaller_file_that_says_otherwise_too_often_is_refused_unless_accepted(model: Path) -> None:
    (told,) = [one for one in read_manifest(model).costs if one.precision is Precision.INT8]
    poor = msgspec.structs.replace(told, agreement=0.99)
    with pytest.raises(UserError, match=r"another class than PyTorch on 1\.0%"):
        check_cost(poor, accept=False)
    check_cost(poor, accept=True)
    check_cost(msgspec.structs.replace(told, agreement=0.995), accept=False)


def test_that_the_traced_network_gives_the_same_logits_without_our_code(
    model: Path, domains: tuple[Path, Path]
) -> None:
    images = pictures(domains[1])[:5]
    script = (
        "import sys, torch, numpy\n"
        "net = torch.export.load(sys.argv[1]).module()\n"
        "logits, _ = net(torch.from_numpy(numpy.load(sys.argv[2])))\n"
        "numpy.save(sys.argv[3], logits.detach().numpy())\n"
        "assert not any(name.startswith('workbench') for name in sys.modules)\n"
    )
    given, made = model.parent / "given.npy", model.parent / "made.npy"
    np.save(given, images)
    subprocess.run([sys.executable, "-c", script, model / "model.pt2", given, made], check=True, cwd="/")
    (expected,) = onnxruntime.InferenceSession(model / "model.onnx").run(["logits"], {"images": images})
    np.testing.assert_allclose(np.load(made), expected, atol=1e-4 * max(1.0, np.abs(expected).max()))


def test_that_weights_are_the_runs_and_nothing_else_is_among_them(model: Path, finished: Path) -> None:
    with safe_open(model / "model.safetensors", "pt") as ours, safe_open(finished / "model.safetensors", "pt") as run:
        assert set(ours.keys()) == set(run.keys())
        assert not [name for name in ours.keys() if "bank" in name or "critic" in name]  # noqa: SIM118  # no dict


def test_that_the_rule_for_unknown_travels_with_its_temperature(
    model: Path, finished: Path, domains: tuple[Path, Path]
) -> None:
    told = read_manifest(model)
    assert told.unknown is not None
    assert told.head_temperature == 0.05
    images = pictures(domains[1])
    (logits,) = onnxruntime.InferenceSession(model / "model.onnx").run(["logits"], {"images": images})
    powers = np.exp(logits - logits.max(1, keepdims=True))
    p = powers / powers.sum(1, keepdims=True)
    entropy = -(p * np.log(np.maximum(p, 1e-30))).sum(1)
    expected = ["unknown" if h > math.log(3) / 2 else "abc"[k] for h, k in zip(entropy, p.argmax(1), strict=True)]
    made, _ = collect_predictions(predictions(load_model(model), scan_now(domains[1])))
    assert [one.predicted for one in made] == expected
    kept = {one.path: one.predicted for one in RunFolder(finished).predictions()}
    assert {one.sample.path: one.predicted for one in made} == kept


def test_that_the_card_reads_as_hugging_face_wants_it(model: Path) -> None:
    text = (model / "README.md").read_text(encoding="utf-8")
    assert text.startswith("---\nlicense: other\n")
    assert "pipeline_tag: image-classification" in text
    assert all(f"## {title}" in text for title in ("Intended use", "How to run", "Data", "Results", "Limits"))
    assert "### By class" in text
    assert "72 labelled target images" in text


def test_that_a_class_with_an_odd_name_breaks_neither_table_nor_heading(model: Path) -> None:
    odd = 'a|b\n---\n<script>"'
    told = msgspec.structs.replace(read_manifest(model), classes=(odd, "b"))
    text = model_card(told, outcome=Outcome())
    assert "<script>" not in text
    assert cell(odd) in text


def odd_pictures(folder: Path) -> Path:
    """Images of every kind: turned by EXIF, 16 bit, 32 bit, transparent, grey, palette, CMYK, animated."""
    random = np.random.default_rng(3)
    folder.mkdir()
    colours = random.integers(0, 256, (40, 25, 3), np.uint8)
    picture = Image.fromarray(colours)
    exif = Image.Exif()
    exif[0x0112] = 6
    picture.save(folder / "turned.jpg", exif=exif, quality=95)
    Image.fromarray(random.integers(0, 65536, (40, 25), np.uint16)).save(folder / "deep.png")
    Image.fromarray(random.random((40, 25), np.float32)).save(folder / "float.tif")
    Image.fromarray(random.integers(0, 256, (40, 25, 4), np.uint8), "RGBA").save(folder / "clear.png")
    picture.convert("L").save(folder / "grey.png")
    picture.convert("P").save(folder / "palette.gif", save_all=True, append_images=[picture.rotate(90).convert("P")])
    picture.convert("CMYK").save(folder / "ink.jpg")
    Image.fromarray(random.integers(0, 256, (400, 300, 3), np.uint8)).save(folder / "large.jpg")
    (folder / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\n and no more")
    return folder


def alone(python: str, model: Path, folder: Path) -> dict[str, tuple[str, float]]:
    command = [python, str(model / "predict.py"), str(folder)]
    answer = subprocess.run(command, capture_output=True, text=True, check=True, cwd="/")
    rows = (line.split("\t") for line in answer.stdout.splitlines())
    return {Path(path).name: (name, float(confidence)) for name, confidence, _, path in rows}


def test_that_the_script_names_each_file_that_it_does_not_read(model: Path, tmp_path: Path) -> None:
    folder = tmp_path / "mixed"
    folder.mkdir()
    Image.new("RGB", (8, 6), (9, 99, 199)).save(folder / "good.png")
    for name in ("a.heic", "b.HIF", "c.jxl", "d.dcm", "e.jpg"):
        (folder / name).write_bytes(b"\0\0\0\x18ftypheic" + bytes(99))
    command = [sys.executable, str(model / "predict.py"), str(folder), str(folder / "a.heic")]
    answer = subprocess.run(command, capture_output=True, encoding="utf-8", check=True, cwd="/")
    assert [line.rpartition("\t")[2] for line in answer.stdout.splitlines()] == [str(folder / "good.png")]
    told = [line.removeprefix(str(folder)) for line in answer.stderr.splitlines()]
    assert [line.split(" are not read here")[0] for line in told] == [
        "/a.heic: HEIC files",
        "/b.HIF: HEIC files",
        "/c.jxl: JPEG XL files",
        "/d.dcm: DICOM files",
        "/e.jpg: not an image that Pillow reads",
        "/a.heic: HEIC files",
    ]
    assert "workbench predict" in told[0]


def test_that_the_script_prepares_images_of_every_kind_as_we_do(model: Path, tmp_path: Path) -> None:
    folder = odd_pictures(tmp_path / "odd")
    told = alone(sys.executable, model, folder)
    made, lost = collect_predictions(predictions(load_model(model), scan_now(folder)))
    assert {one.path for one in scan_now(folder).set_aside} | {one.path for one in lost} == {"broken.png"}
    assert {one.sample.path: one.predicted for one in made} == {name: said for name, (said, _) in told.items()}
    for one in made:
        assert told[one.sample.path][1] == pytest.approx(one.confidence, abs=2e-4)


@pytest.mark.slow
def test_that_a_copy_predicts_the_same_where_only_three_packages_are(
    model: Path, domains: tuple[Path, Path], tmp_path: Path
) -> None:
    venv.create(tmp_path / "clean", with_pip=True)
    python = str(tmp_path / "clean" / "bin" / "python")
    subprocess.run([python, "-m", "pip", "install", "-q", "onnxruntime", "numpy", "pillow"], check=True)
    copy = tmp_path / "elsewhere"
    copy.mkdir()
    for path in model.iterdir():
        (copy / path.name).write_bytes(path.read_bytes())
    told = alone(python, copy, domains[1] / "a")
    made, _ = collect_predictions(predictions(load_model(model), scan_now(domains[1])))
    ours = {Path(one.sample.path).name: one.predicted for one in made if one.sample.path.startswith("a/")}
    assert {name: said for name, (said, _) in told.items()} == ours


def test_that_a_folder_with_other_files_is_left_alone(finished: Path, tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "dear.txt").write_text("kept")
    (tmp_path / "letters" / "model.json").write_text("{}")  # of another program
    with pytest.raises(UserError, match="contains other files"):
        Returning(export_folder(finished, tmp_path / "letters")).finish()
    assert (tmp_path / "letters" / "dear.txt").read_text() == "kept"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"files": {"onnx": "../../etc/passwd"}}, "outside itself"),
        ({"files": {"onnx": "/etc/passwd"}}, "outside itself"),
        ({"format": 99}, "newer"),
        ({"task": "segment"}, "makes no sense"),
        ({"task": "depth"}, "cannot be read"),
        ({"classes": []}, "makes no sense"),
        ({"preprocessing": {"size": 10**9}}, "makes no sense"),
    ],
)
def test_that_a_manifest_that_leads_astray_is_refused(
    changes: dict[str, object], words: str, model: Path, tmp_path: Path
) -> None:
    told = json.loads((model / "model.json").read_text()) | changes
    (tmp_path / "model.json").write_text(json.dumps(told))
    with pytest.raises(UserError, match=words):
        read_manifest(tmp_path)


def test_that_a_damaged_manifest_is_refused(tmp_path: Path) -> None:
    (tmp_path / "model.json").write_bytes(b"\xff{")
    with pytest.raises(UserError, match="cannot be read"):
        load_model(tmp_path)


def test_that_a_manifest_survives_its_own_form(model: Path) -> None:
    told = read_manifest(model)
    assert msgspec.json.decode(msgspec.json.encode(told), type=Manifest) == told
