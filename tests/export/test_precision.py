"""Smaller numbers in nets of attention, which one version of ONNX Runtime does not survive."""

import numpy as np
import onnx
import onnxruntime
import pytest
import torch
from numpy.typing import NDArray
from torchvision.models import VisionTransformer

from workbench.core.domain import Side
from workbench.core.job import Job
from workbench.core.manifest import Precision
from workbench.engine.adapted_model import Adapted
from workbench.export.calibration_images import CalibrationImages
from workbench.export.graph import INPUT, LOGITS, onnx_bytes, traced
from workbench.export.precision import can_open, in_lower_precision
from workbench.nets.classifier import ExportedClassifier, image_classifier

SIZE = 32


@pytest.mark.parametrize("precision", [Precision.FP16, Precision.INT8])
def test_that_a_vision_transformer_opens_and_agrees(precision: Precision) -> None:
    adapted = attention()
    pixels = np.random.default_rng(0).integers(0, 256, (32, SIZE, SIZE, 3), np.uint8)
    pictures = CalibrationImages(pixels, np.zeros(32, np.int64), real=True)
    with torch.inference_mode():
        there = adapted.model(torch.from_numpy(pictures.inputs())).numpy()
    whole = onnx_bytes(traced(adapted), {})
    made = in_lower_precision(whole, precision, pictures, there)
    assert can_open(made)
    kinds = {one.data_type for one in onnx.load_from_string(made).graph.initializer}
    assert (onnx.TensorProto.FLOAT16 if precision is Precision.FP16 else onnx.TensorProto.INT8) in kinds
    assert np.abs(exact_logits(made, pictures) - there).max() < 0.1 * np.abs(there).max()


def exact_logits(content: bytes, pictures: CalibrationImages) -> NDArray[np.float32]:
    """The logits by the definition of each node: the kernels that fuse them overflow on processors without VNNI."""
    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    session = onnxruntime.InferenceSession(content, options)
    logits: NDArray[np.float32] = session.run([LOGITS], {INPUT: pictures.inputs()})[0]
    return logits


def test_that_what_is_no_graph_does_not_open() -> None:
    assert not can_open(b"no graph")


def attention() -> Adapted:
    torch.manual_seed(0)
    net = VisionTransformer(image_size=SIZE, patch_size=8, num_layers=1, num_heads=2, hidden_dim=16, mlp_dim=16)
    net.heads = torch.nn.Identity()
    network = ExportedClassifier(image_classifier(net, 16, 3, pretrained=True), Side.TARGET)
    job = Job(method="source_only", source="s", target="t", backbone="vit_b_16", image_size=SIZE)
    return Adapted(network, ("a", "b", "c"), job)
