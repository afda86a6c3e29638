"""Models whose graph takes images of any height and width: the same logits as PyTorch's, or a clear refusal."""

from pathlib import Path

import msgspec
import numpy as np
import onnxruntime
import pytest
import torch
from numpy.typing import NDArray
from torchvision.models import VisionTransformer

from workbench.core.domain import Side
from workbench.core.errors import UserError
from workbench.core.generators import Returning
from workbench.core.job import Job
from workbench.core.manifest import Manifest, Precision
from workbench.data.scan import scan_now
from workbench.engine.adapted_model import Adapted
from workbench.engine.model_io import load_adapted
from workbench.engine.onnx_model import read_manifest
from workbench.export.calibration_images import CalibrationImages
from workbench.export.dynamic_shapes import check_dynamic, check_other_sizes, minimum_side, resized
from workbench.export.export_run import TOLERANCE, check_cost
from workbench.export.graph import INPUT, LOGITS, traced
from workbench.export.model_folder import export_folder
from workbench.export.onnx import export_onnx
from workbench.export.precision import open_session
from workbench.export.predict import collect_predictions, load_model, predictions
from workbench.export.target_images import target_pictures
from workbench.nets.backbones import extractor
from workbench.nets.classifier import ExportedClassifier, image_classifier
from workbench.store.run_folder import RunFolder

SIZES = ((1, 3, 16, 16), (3, 3, 40, 23), (2, 3, 17, 64))


@pytest.fixture(scope="module")
def model(finished: Path) -> Path:
    out = finished.parent / "any-size"
    making = export_folder(finished, out, precisions=tuple(Precision), with_pt2=True, accept=True, any_size=True)
    Returning(making).finish()
    return out


def test_that_every_file_takes_other_sizes_and_fp32_gives_pytorchs_logits(model: Path, finished: Path) -> None:
    adapted = load_adapted(RunFolder(finished))
    program = torch.export.load(model / "model.pt2").module()
    random = torch.Generator().manual_seed(0)
    for size in SIZES:
        images = torch.rand(*size, generator=random)
        with torch.inference_mode():
            expected = adapted.model(images).numpy()
            beside = program(images)[0].numpy()
        assert np.abs(beside - expected).max() <= 1e-4
        for name, allowed in (("model.onnx", 1e-4), ("model-fp16.onnx", 0.05), ("model-int8.onnx", np.inf)):
            session = onnxruntime.InferenceSession(model / name)
            (logits,) = session.run([LOGITS], {INPUT: images.numpy()})
            assert logits.shape == expected.shape
            assert np.abs(logits - expected).max() <= allowed


def test_that_it_says_so_and_predicts_as_the_one_of_one_size(
    model: Path, finished: Path, domains: tuple[Path, Path]
) -> None:
    assert read_manifest(model).preprocessing.multiple == 1
    assert read_manifest(model).preprocessing.least == 16
    card = (model / "README.md").read_text()
    assert "or any other height and width from 16 pixels on" in card
    assert "without VNNI" in card, "int8 is among the files"
    told = onnxruntime.InferenceSession(model / "model.onnx").get_modelmeta().custom_metadata_map
    assert "rows, columns" in told["input"]
    assert "16 pixels or more a side" in told["input"]
    assert msgspec.json.decode(told["manifest"], type=Manifest).preprocessing.multiple == 1
    export_onnx(finished, finished.parent / "one-size.onnx")
    domain = scan_now(domains[1])
    here, there = (
        collect_predictions(predictions(load_model(one), domain))[0]
        for one in (model, finished.parent / "one-size.onnx")
    )
    assert [one.predicted for one in here] == [one.predicted for one in there]
    assert [one.confidence for one in here] == pytest.approx([one.confidence for one in there], abs=1e-4)


def test_that_smaller_files_are_measured_in_another_size_too(model: Path, finished: Path) -> None:
    adapted = load_adapted(RunFolder(finished))
    larger = resized(target_pictures(adapted), (19, 24))
    assert larger.pixels.shape[1:] == (19, 24, 3)
    with torch.inference_mode():
        there = adapted.model(torch.from_numpy(larger.inputs())).numpy().argmax(1)
    for told in read_manifest(model).costs:
        name = "model.onnx" if told.precision is Precision.FP32 else f"model-{told.precision}.onnx"
        (here,) = onnxruntime.InferenceSession(model / name).run([LOGITS], {INPUT: larger.inputs()})
        assert told.elsewhere == pytest.approx((here.argmax(1) == there).mean(), abs=0.02)
    poor = msgspec.structs.replace(read_manifest(model).costs[2], agreement=1.0, elsewhere=0.9)
    with pytest.raises(UserError, match=r"on 10\.0% of .* images of another size"):
        check_cost(poor, accept=False)


def test_that_a_graph_which_differs_at_other_sizes_is_not_written(model: Path, finished: Path) -> None:
    adapted = load_adapted(RunFolder(finished))
    pictures = target_pictures(adapted)
    session = open_session((model / "model.onnx").read_bytes())

    def look(images: NDArray[np.float32]) -> NDArray[np.float32]:
        found: NDArray[np.float32] = session.run([LOGITS], {INPUT: images})[0]
        return found

    check_other_sizes(look, adapted, pictures, 16, TOLERANCE)
    with torch.no_grad():
        next(iter(adapted.model.parameters())).mul_(2)
    with pytest.raises(UserError, match="differ from PyTorch's"):
        check_other_sizes(look, adapted, pictures, 16, TOLERANCE)


@pytest.mark.parametrize(("backbone", "size", "least"), [("efficientnet_lite0", 32, 2), ("resnet18", 32, 2)])
def test_that_a_traced_backbone_gives_pytorchs_logits_at_other_sizes(backbone: str, size: int, least: int) -> None:
    torch.manual_seed(0)
    adapted = untrained(backbone, size)
    module = traced(adapted, any_size=True).module()
    random = np.random.default_rng(0).integers(0, 256, (4, size, size, 3), np.uint8)

    def look(images: NDArray[np.float32]) -> NDArray[np.float32]:
        found: NDArray[np.float32] = module(torch.from_numpy(images))[0].detach().numpy()
        return found

    assert minimum_side(look, size) == least
    check_other_sizes(look, adapted, CalibrationImages(random, np.zeros(4, np.int64), True), least, TOLERANCE)


def test_that_a_net_of_one_size_is_refused_in_a_sentence() -> None:
    vit = VisionTransformer(image_size=32, patch_size=8, num_layers=1, num_heads=1, hidden_dim=16, mlp_dim=16)
    vit.heads = torch.nn.Identity()
    adapted = adapted_of(vit, 16, "vit_b_16", 32)
    with pytest.raises(UserError, match="vit_b_16 only accepts images of 32 × 32 pixels") as refused:
        check_dynamic(adapted)
    assert "--" not in refused.value.hint, "the window has no flags"
    with pytest.raises(UserError, match="The traced net vit_b_16 depends on images of 32 × 32 pixels"):
        traced(adapted, any_size=True)


class Faulty(torch.nn.Module):
    """A net with a fault that has nothing to do with sizes."""

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        raise ValueError("a fault of its own")


def test_that_a_fault_of_the_net_is_not_told_as_one_of_its_size() -> None:
    with pytest.raises(ValueError, match="a fault of its own"):
        traced(adapted_of(Faulty(), 16, "faulty", 32), any_size=True)


def untrained(backbone: str, size: int) -> Adapted:
    found = extractor(backbone, blank=True)
    return adapted_of(found.module, found.features, backbone, size)


def adapted_of(net: torch.nn.Module, features: int, backbone: str, size: int) -> Adapted:
    network = ExportedClassifier(image_classifier(net, features, 3, pretrained=True), Side.TARGET)
    job = Job(method="source_only", source="s", target="t", backbone=backbone, image_size=size)
    return Adapted(network, ("a", "b", "c"), job)
