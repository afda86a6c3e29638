"""Models from elsewhere: matched by name, evaluated as ONNX, and never executed."""

import os
import pickle
import struct
from pathlib import Path

import numpy as np
import onnx
import pytest
import torch
from onnx import TensorProto, helper, numpy_helper
from safetensors.torch import load_file, save_file
from torch import nn

from workbench.core.errors import UserError
from workbench.data.scan import scan_now
from workbench.engine import onnx_model
from workbench.export.imported_model import import_onnx, import_weights
from workbench.export.predict import collect_predictions, load_model, predictions
from workbench.nets.backbones import blank, extractor


@pytest.fixture(scope="module")
def net() -> nn.Module:
    torch.manual_seed(5)
    return blank("small")


@pytest.mark.parametrize("prefix", ["", "module.", "model.backbone.", "module.encoder.net."])
@pytest.mark.parametrize("ending", [".pth", ".safetensors"])
def test_that_weights_are_found_under_any_prefix_beside_a_head(
    prefix: str, ending: str, net: nn.Module, tmp_path: Path
) -> None:
    state = {prefix + name: tensor for name, tensor in net.state_dict().items()} | {"fc.weight": torch.ones(3, 256)}
    path = tmp_path / f"theirs{ending}"
    save_file(state, path) if ending == ".safetensors" else torch.save({"state_dict": state, "epoch": 3}, path)
    match = import_weights(path, "small", tmp_path / "ours.safetensors")
    assert (match.prefix, match.left_over, match.complete) == (prefix, ("fc.weight",), True)
    ours = load_file(tmp_path / "ours.safetensors")
    assert all(torch.equal(ours[name], tensor) for name, tensor in net.state_dict().items())
    images = torch.rand(2, 3, 32, 32)
    taken = extractor("small", tmp_path / "ours.safetensors").module.eval()
    torch.testing.assert_close(taken(images), net.eval()((images - 0.5) / 0.5))


def test_that_what_does_not_fit_is_named_and_nothing_is_written(net: nn.Module, tmp_path: Path) -> None:
    state = dict(net.state_dict())
    gone = next(iter(state))
    del state[gone]
    state["project.0.weight"] = torch.ones(2, 2)
    save_file(state, tmp_path / "theirs.safetensors")
    match = import_weights(tmp_path / "theirs.safetensors", "small")
    assert match.missing == (gone,)
    assert match.misfit == ("project.0.weight has shape 2 × 2, but the network needs 256 × 2048",)
    with pytest.raises(UserError, match="does not fit small"):
        import_weights(tmp_path / "theirs.safetensors", "small", tmp_path / "ours.safetensors")
    assert not (tmp_path / "ours.safetensors").exists()


class Evil:
    def __init__(self, touched: Path) -> None:
        self.touched = touched

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return os.mkdir, (str(self.touched),)


@pytest.mark.parametrize("how", ["pickle", "torch", "nested"])
def test_that_a_malicious_pickle_is_refused_and_does_nothing(how: str, tmp_path: Path) -> None:
    touched, path = tmp_path / "touched", tmp_path / "model.pth"
    evil = Evil(touched)
    if how == "pickle":
        path.write_bytes(pickle.dumps(evil))
    else:
        torch.save(evil if how == "torch" else {"state_dict": {"weight": torch.ones(1), "x": evil}}, path)
    with pytest.raises(UserError, match="read safely"):
        import_weights(path, "small")
    assert not touched.exists()


@pytest.mark.parametrize(
    "content",
    [
        struct.pack("<Q", 2**63) + b"{}",  # a header longer than any disk
        struct.pack("<Q", 300_000_000) + b"{}",
        struct.pack("<Q", 60) + b'{"a":{"dtype":"F32","shape":[9999999999],"data_offsets":[0,4]}}',
        struct.pack("<Q", 8) + b'{"a": 1}',
        b"",
        b"\x00" * 7,
    ],
)
def test_that_a_safetensors_file_that_lies_is_refused(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(content)
    with pytest.raises(UserError, match="read safely"):
        import_weights(tmp_path / "model.safetensors", "small")


def test_that_a_file_without_tensors_is_refused(tmp_path: Path) -> None:
    torch.save({"epoch": 1}, tmp_path / "model.pth")
    with pytest.raises(UserError, match="no state dict"):
        import_weights(tmp_path / "model.pth", "small")


def foreign(path: Path, external: str = "", batch: "int | str" = "n", classes: int = 3) -> Path:
    """Somebody's ONNX model: the mean of each channel, times a matrix."""
    weight = numpy_helper.from_array(np.eye(3, classes, dtype=np.float32) * 9, "weight")
    if external:
        weight.ClearField("raw_data")
        weight.data_location = TensorProto.EXTERNAL
        weight.external_data.add(key="location", value=external)
    graph = helper.make_graph(
        [
            helper.make_node("GlobalAveragePool", ["x"], ["pooled"]),
            helper.make_node("Flatten", ["pooled"], ["flat"]),
            helper.make_node("MatMul", ["flat", "weight"], ["scores"]),
        ],
        "theirs",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, [batch, 3, 16, 16])],
        [helper.make_tensor_value_info("scores", TensorProto.FLOAT, [batch, classes])],
        [weight],
    )
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    path.write_bytes(made.SerializeToString())
    return path


def endless(path: Path) -> Path:
    """An ONNX model whose loop does not end."""
    body = helper.make_graph(
        [helper.make_node("Identity", ["go"], ["go_on"]), helper.make_node("Identity", ["value"], ["next"])],
        "body",
        [
            helper.make_tensor_value_info("count", TensorProto.INT64, []),
            helper.make_tensor_value_info("go", TensorProto.BOOL, []),
            helper.make_tensor_value_info("value", TensorProto.FLOAT, None),
        ],
        [
            helper.make_tensor_value_info("go_on", TensorProto.BOOL, []),
            helper.make_tensor_value_info("next", TensorProto.FLOAT, None),
        ],
    )
    graph = helper.make_graph(
        [
            helper.make_node("GlobalAveragePool", ["x"], ["pooled"]),
            helper.make_node("Flatten", ["pooled"], ["flat"]),
            helper.make_node("Loop", ["", "always", "flat"], ["scores"], body=body),
        ],
        "endless",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["n", 3, 16, 16])],
        [helper.make_tensor_value_info("scores", TensorProto.FLOAT, ["n", 3])],
        [helper.make_tensor("always", TensorProto.BOOL, [], [True])],
    )
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9), path)
    return path


def test_that_a_model_that_never_answers_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(onnx_model, "TRIAL_SECONDS", 0.5)
    with pytest.raises(UserError, match="gave no answer for one image within"):
        import_onnx(endless(tmp_path / "endless.onnx"), tmp_path / "model", ["a", "b", "c"], 16)
    assert not (tmp_path / "model").exists()


@pytest.mark.parametrize("batch", ["n", 1, 5])
def test_that_somebodys_onnx_predicts_with_its_mean_and_deviation(
    batch: "int | str", domains: tuple[Path, Path], tmp_path: Path
) -> None:
    path = foreign(tmp_path / "theirs.onnx", batch=batch)
    import_onnx(path, tmp_path / "model", ["a", "b", "c"], 16, (0.5, 0.4, 0.3), (0.2, 0.2, 0.2))
    made, _ = collect_predictions(predictions(load_model(tmp_path / "model"), scan_now(domains[0])))
    first = made[0]
    from workbench.data.decode import decode

    pixels = decode(domains[0] / first.sample.path, 16).astype(np.float32) / 255
    logits = 9 * ((pixels - [0.5, 0.4, 0.3]) / 0.2).mean(axis=(0, 1))
    expected = np.exp(logits - logits.max())
    assert first.predicted == "abc"[int(logits.argmax())]
    assert first.confidence == pytest.approx(float((expected / expected.sum()).max()), abs=1e-4)


@pytest.mark.parametrize("place", ["../../../etc/passwd", "/etc/passwd", "weights.bin"])
def test_that_an_onnx_that_reaches_for_other_files_is_refused(place: str, tmp_path: Path) -> None:
    path = foreign(tmp_path / "theirs.onnx", external=place)
    with pytest.raises(UserError, match="other files"):
        import_onnx(path, tmp_path / "model", ["a", "b", "c"], 16)
    assert not (tmp_path / "model").exists()


def test_that_a_function_in_an_onnx_reaches_for_no_other_file_either(tmp_path: Path) -> None:
    model = onnx.load(foreign(tmp_path / "theirs.onnx"))
    constant = TensorProto(data_type=TensorProto.FLOAT, dims=[1], data_location=TensorProto.EXTERNAL)
    constant.external_data.add(key="location", value="/etc/passwd")
    nodes = [helper.make_node("Constant", [], ["y"], value=constant)]
    opset = helper.make_opsetid("", 17)
    model.functions.append(helper.make_function("theirs", "Reach", [], ["y"], nodes, [opset]))
    (tmp_path / "theirs.onnx").write_bytes(model.SerializeToString())
    with pytest.raises(UserError, match="other files"):
        import_onnx(tmp_path / "theirs.onnx", tmp_path / "model", ["a", "b", "c"], 16)


def test_that_what_an_onnx_does_not_take_or_give_is_told(tmp_path: Path) -> None:
    path = foreign(tmp_path / "theirs.onnx")
    with pytest.raises(UserError, match="3 numbers for an image, and 2 classes"):
        import_onnx(path, tmp_path / "model", ["a", "b"], 16)
    with pytest.raises(UserError, match="does not take images of 32 × 32"):
        import_onnx(path, tmp_path / "model", ["a", "b", "c"], 32)
    with pytest.raises(UserError, match="given twice"):
        import_onnx(path, tmp_path / "model", ["a", "a", "c"], 16)
    assert not (tmp_path / "model").exists()
    (tmp_path / "text.onnx").write_text("not a model")
    with pytest.raises(UserError):
        import_onnx(tmp_path / "text.onnx", tmp_path / "model", ["a"], 16)
    assert onnx.load(path).graph.name == "theirs"
