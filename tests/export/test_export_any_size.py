"""Models whose graph takes images of any height and width: the same logits as PyTorch's, or a clear refusal."""

from pathlib import Path

import msgspec
import numpy as np
import onnxruntime
import pytest
import torch
from torchvision.models import VisionTransformer

from workbench.core.domain import Side
from workbench.core.errors import UserError
from workbench.core.exported import Manifest, Precision
from workbench.core.job import Job
from workbench.core.returning import Returning
from workbench.data.scan import scan_now
from workbench.engine.adapted import Adapted, load_adapted
from workbench.engine.onnx_model import read_manifest
from workbench.export.graph import INPUT, LOGITS, traced
from workbench.export.making import check_sizes
from workbench.export.model_folder import export_folder
from workbench.export.onnx import export_onnx
from workbench.export.predict import all_of, load_model, predictions
from workbench.export.targets import target_pictures
from workbench.nets.classifier import Exported, image_classifier
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
    assert "or any other height and width" in (model / "README.md").read_text()
    told = onnxruntime.InferenceSession(model / "model.onnx").get_modelmeta().custom_metadata_map
    assert "rows, columns" in told["input"]
    assert msgspec.json.decode(told["manifest"], type=Manifest).preprocessing.multiple == 1
    export_onnx(finished, finished.parent / "one-size.onnx")
    domain = scan_now(domains[1])
    here, there = (
        all_of(predictions(load_model(one), domain))[0] for one in (model, finished.parent / "one-size.onnx")
    )
    assert [one.predicted for one in here] == [one.predicted for one in there]
    assert [one.confidence for one in here] == pytest.approx([one.confidence for one in there], abs=1e-4)


def test_that_a_graph_which_differs_at_other_sizes_is_not_written(model: Path, finished: Path) -> None:
    adapted = load_adapted(RunFolder(finished))
    pictures = target_pictures(adapted)
    content = (model / "model.onnx").read_bytes()
    check_sizes(content, adapted, pictures)
    with torch.no_grad():
        next(iter(adapted.model.parameters())).mul_(2)
    with pytest.raises(UserError, match="differ from PyTorch's"):
        check_sizes(content, adapted, pictures)


def test_that_a_net_of_one_size_is_refused_in_a_sentence() -> None:
    vit = VisionTransformer(image_size=32, patch_size=8, num_layers=1, num_heads=1, hidden_dim=16, mlp_dim=16)
    vit.heads = torch.nn.Identity()
    network = Exported(image_classifier(vit, 16, 3, pretrained=True), Side.TARGET)
    job = Job(method="source_only", source="s", target="t", backbone="vit_b_16", image_size=32)
    adapted = Adapted(network, ("a", "b", "c"), job)
    with pytest.raises(UserError, match="vit_b_16 takes images of 32 × 32 pixels alone"):
        traced(adapted, any_size=True)
