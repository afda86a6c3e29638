"""Models for other libraries: each opens its form offline, and gives PyTorch's logits."""

import csv
import json
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import onnx
import onnxruntime
import pytest
import torch
from numpy.typing import NDArray
from PIL import Image
from safetensors.torch import load_file

from workbench.core.errors import UserError
from workbench.core.generators import Returning
from workbench.core.job import Job, Tune
from workbench.core.manifest import Cost, Manifest, Precision
from workbench.core.model_formats import CARDS, ModelFormat
from workbench.data.decode import decode
from workbench.engine.model_io import load_adapted
from workbench.engine.openvino_import import openvino_module
from workbench.engine.run import run
from workbench.export.calibration_images import as_inputs
from workbench.export.export_run import TOLERANCE
from workbench.store.run_folder import RunFolder
from workbench.worker.export_model import WRITERS, export_model

Floats = NDArray[np.float32]
SIDE = 32


@pytest.fixture(scope="module")
def frozen(domains: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run of CORAL on features of the bundled EfficientNet-Lite0, whose head is one linear layer."""
    source, target = map(str, domains)
    folder = tmp_path_factory.mktemp("others")
    job = Job(
        method="coral",
        source=source,
        target=target,
        steps=4,
        batch=8,
        backbone="efficientnet_lite0",
        tune=Tune.HEAD,
        image_size=SIDE,
        cache=str(folder / "cache"),
    )
    list(run(job, folder / "run"))
    return folder / "run"


@pytest.fixture(scope="module")
def images(domains: tuple[Path, Path]) -> Floats:
    return as_inputs(np.stack([decode(path, SIDE) for path in sorted(domains[1].rglob("*.png"))[:24]]))


@pytest.fixture(scope="module")
def expected(frozen: Path, images: Floats) -> Floats:
    with torch.inference_mode():
        logits: Floats = load_adapted(RunFolder(frozen)).model(torch.from_numpy(images)).numpy()
    return logits


def written(folder: Path, out: Path, form: ModelFormat, **options: Any) -> tuple[Cost, ...]:
    return Returning(export_model(folder, out, form, **options)).finish()


def assert_equal_logits(logits: Floats, expected: Floats) -> None:
    np.testing.assert_allclose(logits, expected, atol=TOLERANCE * max(1.0, np.abs(expected).max()))


def normalised(images: Floats, config: dict[str, Any]) -> torch.Tensor:
    mean, std = (torch.tensor(config["pretrained_cfg"][name]).view(1, 3, 1, 1) for name in ("mean", "std"))
    return (torch.from_numpy(images) - mean) / std


def test_that_every_format_has_a_writer() -> None:
    assert WRITERS.keys() == CARDS.keys() == set(ModelFormat)


# -- timm -------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def timm_folder(frozen: Path) -> Path:
    pytest.importorskip("timm", reason="timm is not installed: pip install 'domain-workbench[timm]'")
    (cost,) = written(frozen, frozen.parent / "timm", ModelFormat.TIMM)
    assert (cost.engine, cost.agreement) == ("timm", 1.0)
    return frozen.parent / "timm"


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("socket.socket.connect", lambda *_: pytest.fail("a connection was opened"))


@pytest.mark.usefixtures("offline")
def test_that_timm_opens_its_folder_without_a_network(timm_folder: Path, images: Floats, expected: Floats) -> None:
    timm: Any = import_module("timm")
    net = timm.create_model(f"local-dir:{timm_folder}", pretrained=True).eval()
    config = json.loads((timm_folder / "config.json").read_text())
    assert config["label_names"] == ["a", "b", "c"]
    with torch.inference_mode():
        assert_equal_logits(net(normalised(images, config)).numpy(), expected)
    assert {path.name for path in timm_folder.iterdir()} == {"config.json", "model.safetensors", "README.md"}


@pytest.mark.usefixtures("offline")
def test_that_timm_prepares_images_as_we_do(timm_folder: Path, images: Floats, domains: tuple[Path, Path]) -> None:
    timm: Any = import_module("timm")
    net = timm.create_model(f"local-dir:{timm_folder}", pretrained=True)
    transform = timm.data.create_transform(**timm.data.resolve_model_data_config(net))
    first = sorted(domains[1].rglob("*.png"))[0]
    theirs = transform(Image.open(first).convert("RGB"))[None]
    ours = normalised(images[:1], json.loads((timm_folder / "config.json").read_text()))
    assert (theirs - ours).abs().max() < 0.02  # one grey value of 256, after the division by the deviation


@pytest.mark.usefixtures("offline")
def test_that_transformers_opens_the_folder(timm_folder: Path, images: Floats, expected: Floats) -> None:
    transformers = pytest.importorskip("transformers", reason="transformers is not installed: pip install transformers")
    net = transformers.AutoModelForImageClassification.from_pretrained(timm_folder).eval()
    assert net.config.id2label == {0: "a", 1: "b", 2: "c"}
    config = json.loads((timm_folder / "config.json").read_text())
    with torch.inference_mode():
        assert_equal_logits(net(normalised(images, config)).logits.numpy(), expected)


def test_that_a_backbone_that_timm_lacks_is_refused_in_one_sentence(finished: Path, tmp_path: Path) -> None:
    pytest.importorskip("timm", reason="timm is not installed: pip install 'domain-workbench[timm]'")
    with pytest.raises(UserError, match="timm has no net like the backbone “small”"):
        written(finished, tmp_path / "timm", ModelFormat.TIMM)
    assert not (tmp_path / "timm").exists()


def test_that_a_format_whose_package_is_missing_names_the_extra(
    finished: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "path", [path for path in sys.path if "-packages" not in path])
    for name in [name for name in sys.modules if name.partition(".")[0] in ("timm", "executorch")]:
        monkeypatch.delitem(sys.modules, name)
    for form in (ModelFormat.TIMM, ModelFormat.EXECUTORCH):
        with pytest.raises(UserError, match=rf"domain-workbench\[{form}\]"):
            written(finished, tmp_path / "model", form)


# -- OpenVINO ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("precision", [Precision.FP32, Precision.FP16])
def test_that_openvino_gives_pytorchs_logits(
    precision: Precision, frozen: Path, images: Floats, expected: Floats, tmp_path: Path
) -> None:
    (cost,) = written(frozen, tmp_path / "model", ModelFormat.OPENVINO, precisions=(precision,), accept=True)
    core = openvino_module().Core()
    graph = core.read_model(tmp_path / "model" / "model.xml")
    told = msgspec.json.decode(graph.get_rt_info(["workbench", "manifest"]).astype(str), type=Manifest)
    assert told.classes == ("a", "b", "c")
    logits = core.compile_model(graph, "CPU", {"INFERENCE_PRECISION_HINT": "f32"})(images)["logits"]
    if precision is Precision.FP32:
        assert_equal_logits(logits, expected)
    else:
        assert 0 < np.abs(logits - expected).max() <= 1.01 * cost.difference
        assert cost.bytes < 0.6 * sum(tensor.nbytes for tensor in load_file(frozen / "model.safetensors").values())
    assert cost.engine == "OpenVINO"
    assert "library_name: openvino" in (tmp_path / "model" / "README.md").read_text(encoding="utf-8")


def test_that_openvinos_int8_computes_with_eight_bits_and_says_what_it_costs(frozen: Path, tmp_path: Path) -> None:
    pytest.importorskip("nncf", reason="NNCF is not installed: pip install 'domain-workbench[nncf]'")
    out = tmp_path / "model"
    (cost,) = written(frozen, out, ModelFormat.OPENVINO, precisions=(Precision.INT8,), accept=True)
    graph = openvino_module().Core().read_model(out / "model.xml")
    assert "FakeQuantize" in {node.get_type_name() for node in graph.get_ordered_ops()}
    assert 0 < cost.agreement <= 1
    assert cost.accuracy is not None
    assert cost.bytes < 0.5 * (frozen / "model.safetensors").stat().st_size


# -- ExecuTorch, opset, calibration -----------------------------------------------------------------------------------


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of ExecuTorch's own code
def test_that_executorch_gives_pytorchs_logits(frozen: Path, images: Floats, expected: Floats, tmp_path: Path) -> None:
    pytest.importorskip("executorch", reason="ExecuTorch is not installed: pip install 'domain-workbench[executorch]'")
    from executorch.runtime import Runtime

    (cost,) = written(frozen, tmp_path / "model.pte", ModelFormat.EXECUTORCH)
    forward = Runtime.get().load_program(tmp_path / "model.pte").load_method("forward")
    logits = [forward.execute([torch.from_numpy(images[row : row + 1])])[0].numpy().copy() for row in range(4)]
    assert_equal_logits(np.concatenate(logits), expected[:4])
    assert cost.agreement == 1.0


def test_that_an_older_opset_is_compared_with_the_usual_one(finished: Path, tmp_path: Path) -> None:
    usual, older = written(finished, tmp_path / "model.onnx", ModelFormat.ONNX, opset=15)
    assert (usual.opset, older.opset) == (18, 15)
    assert older.agreement == 1.0
    model = onnx.load(tmp_path / "model.onnx")
    assert [entry.version for entry in model.opset_import if not entry.domain] == [15]
    with pytest.raises(UserError, match="from 14 to 23"):
        written(finished, tmp_path / "other.onnx", ModelFormat.ONNX, opset=11)


def test_that_choices_that_a_format_does_not_have_are_refused(finished: Path, tmp_path: Path) -> None:
    for form, options, words in (
        (ModelFormat.PT2, {"opset": 17}, "no opset"),
        (ModelFormat.CALIBRATION, {"any_size": True}, "one size"),
        (ModelFormat.EXECUTORCH, {"precisions": (Precision.INT8,)}, "no precision int8"),
        (ModelFormat.OPENVINO, {"precisions": (Precision.FP16, Precision.FP32)}, "one precision"),
    ):
        with pytest.raises(UserError, match=words):
            written(finished, tmp_path / "out", form, **options)


def test_that_a_calibration_bundle_holds_what_its_graph_takes_and_gives(finished: Path, tmp_path: Path) -> None:
    out = tmp_path / "bundle"
    written(finished, out, ModelFormat.CALIBRATION)
    session = onnxruntime.InferenceSession(out / "model.onnx")
    assert session.get_inputs()[0].shape == [1, 3, 16, 16]
    tensors = (out / "tensors.txt").read_text().split()
    logits = [session.run(["logits"], {"images": np.load(out / name)})[0] for name in tensors]
    np.testing.assert_allclose(np.concatenate(logits), np.load(out / "logits.npy"), rtol=1e-3, atol=1e-3)
    pixels = np.asarray(Image.open(out / (out / "images.txt").read_text().split()[0]))
    np.testing.assert_allclose(pixels.transpose(2, 0, 1)[None] / 255, np.load(out / tensors[0]), atol=1e-6)
    with (out / "operators.csv").open(newline="") as file:
        operators = {row["operator"]: int(row["count"]) for row in csv.DictReader(file)}
    nodes = onnx.load(out / "model.onnx").graph.node
    assert sum(operators.values()) == len(nodes)
    assert set(operators) == {node.op_type for node in nodes}
