"""Frozen networks compiled by OpenVINO: the same outputs as PyTorch and ONNX Runtime, or not used."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import onnx
import onnxruntime
import pytest
import torch
from onnx import TensorProto, helper
from torch import Tensor

from workbench.core.manifest import Preprocessing
from workbench.engine.compiled_model import TOLERANCE, compiled_onnx
from workbench.engine.frozen_network import FEWEST, FrozenNetwork, compiled
from workbench.engine.onnx_session import OnnxSession
from workbench.nets.backbones import extractor

CPU = torch.device("cpu")


def backbone(name: str = "efficientnet_lite0") -> torch.nn.Module:
    return extractor(name).module.eval().requires_grad_(False)


def images(count: int, side: int = 64) -> Tensor:
    return torch.rand(count, 3, side, side, generator=torch.Generator().manual_seed(0))


@pytest.mark.parametrize("name", ["efficientnet_lite0", "small"])
def test_a_compiled_backbone_gives_pytorchs_features_in_order(name: str) -> None:
    net, batch = backbone(name), images(40)
    network = FrozenNetwork(lambda inputs: (net(inputs),), CPU)
    features = torch.cat([part for (part,) in network.outputs(batch.split(9))])
    assert compiled(lambda inputs: (net(inputs),), batch[:2]) is not None
    assert (features - net(batch)).abs().max() <= TOLERANCE


def test_openvino_reports_nothing_to_its_maker() -> None:
    code = (
        "import sys; from workbench.engine.openvino_import import openvino_module; openvino_module().Core();"
        "print([name for name in sys.modules if name.startswith('openvino_telemetry.')])"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert told.strip() == "[]"


def test_several_threads_may_ask_at_once() -> None:
    net, batch = backbone("small"), images(32, 32)
    network = FrozenNetwork(lambda inputs: (net(inputs),), CPU)
    with ThreadPoolExecutor(4) as pool:
        parts = list(pool.map(network, batch.split(2)))
    assert torch.allclose(torch.cat([part for (part,) in parts]), net(batch), atol=TOLERANCE)


def test_few_images_are_not_worth_compiling() -> None:
    batch = images(4, 32)
    net = backbone("small")
    (features,) = FrozenNetwork(lambda inputs: (net(inputs),), CPU, FEWEST - 1)(batch)
    assert torch.equal(features, net(batch))


def test_a_network_that_computes_something_else_compiled_runs_on_pytorch() -> None:
    calls = []

    def counting(inputs: Tensor) -> tuple[Tensor, ...]:
        calls.append(len(inputs))
        return (inputs + len(calls),)  # a tracer keeps the number that it saw

    (output,) = FrozenNetwork(counting, CPU)(images(3, 8))
    assert torch.equal(output, images(3, 8) + len(calls))


def graph_of(*nodes: onnx.NodeProto) -> bytes:
    shape: list[str | int | None] = ["batch", 3, 4, 4]
    graph = helper.make_graph(
        list(nodes),
        "graph",
        [helper.make_tensor_value_info("images", TensorProto.FLOAT, shape)],
        [helper.make_tensor_value_info("logits", TensorProto.FLOAT, shape)],
        [helper.make_tensor("two", TensorProto.FLOAT, [1], [2.0])],
    )
    content: bytes = helper.make_model(
        graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8
    ).SerializeToString()
    return content


def test_an_onnx_file_is_computed_by_the_compiled_graph() -> None:
    content = graph_of(helper.make_node("Mul", ["images", "two"], ["logits"]))
    session = onnxruntime.InferenceSession(content, providers=["CPUExecutionProvider"])
    network = OnnxSession(session, ["logits"], Preprocessing(4), onnxruntime.RunOptions())
    assert network.compile(content, 4, 4)
    many = images(50, 4).numpy()
    logits, features = network.look(many)
    assert features is None
    np.testing.assert_allclose(logits, 2 * many, atol=TOLERANCE)


def test_a_graph_that_differs_or_branches_stays_with_onnx_runtime() -> None:
    batch = images(2, 4).numpy()
    doubled = graph_of(helper.make_node("Mul", ["images", "two"], ["logits"]))
    assert compiled_onnx(doubled, ["logits"], batch, [2 * batch]) is not None
    assert compiled_onnx(doubled, ["logits"], batch, [3 * batch]) is None
    inner = helper.make_graph(
        [helper.make_node("Identity", ["images"], ["inner"])],
        "inner",
        [],
        [helper.make_tensor_value_info("inner", TensorProto.FLOAT, None)],
    )
    branching = graph_of(
        helper.make_node("Constant", [], ["yes"], value=helper.make_tensor("yes", TensorProto.BOOL, [], [True])),
        helper.make_node("If", ["yes"], ["logits"], then_branch=inner, else_branch=inner),
    )
    assert compiled_onnx(branching, ["logits"], batch, [batch]) is None
