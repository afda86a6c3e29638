"""Segmentation on the bundled pretrained encoder: when it is the default, how it learns, resumes and is exported."""

from pathlib import Path

import numpy as np
import onnxruntime
import pytest
import torch

from tests.conftest import make_scenes
from tests.engine.watching import assert_same_run, changed, stop_at
from workbench.core.domain import Domain, Sample
from workbench.core.errors import UserError
from workbench.core.generators import Returning
from workbench.core.job import Job
from workbench.core.shift_report import InspectionRequest
from workbench.data.scan import scan_now
from workbench.engine.feature_extraction import open_extractor
from workbench.engine.model_io import load_adapted
from workbench.engine.registry import methods
from workbench.engine.run import run
from workbench.engine.tasks.segmentation.preparation import resolved
from workbench.export.model_folder import export_folder
from workbench.nets.backbones import extractor
from workbench.nets.segmentation_nets import pixel_classifier
from workbench.store.run_folder import RunFolder

NAME = "efficientnet_lite0_fpn"


@pytest.mark.parametrize(
    ("images", "height", "expected"),
    [
        ((64, 32), 0, "light"),
        ((256, 128), 0, NAME),
        ((256, 128), 128, NAME),
        ((256, 128), 64, "light"),
        ((512, 512), 0, NAME),
        ((64, 32), 256, "light"),
    ],
)
def test_that_larger_images_get_the_pretrained_encoder(images: tuple[int, int], height: int, expected: str) -> None:
    width, height_of_images = images
    sample = Sample("a.png", None, width, height_of_images, "PNG", 1, 1)
    domain = Domain("/x", "masks", [sample])
    job = Job(method="source_only", source="/x", target="/x", image_size=height)
    found = resolved(job, domain)
    assert (found.backbone, found.image_size) == (expected, height or 128)
    assert resolved(changed(job, backbone="light"), domain).backbone == "light"


@pytest.mark.parametrize("kind", [one for one in methods().values() if "segment" in one.tasks])
def test_that_the_encoder_learns_slowly_and_the_decoder_at_the_full_rate(kind: type) -> None:
    found = extractor(NAME, blank=True)
    model = pixel_classifier(found.module, found.neck, found.features, 4, found.card.stride)
    groups = kind(model, 4, {"learning_rate": 1e-2}, pretrained=True).adam(model).param_groups
    rates = {id(weight): group["lr"] for group in groups for weight in group["params"]}
    assert {rates[id(weight)] for weight in model.backbone.parameters()} == {1e-2 * 0.1}
    for part in (model.bottleneck, model.head):
        assert {rates[id(weight)] for weight in part.parameters()} == {1e-2}


def test_that_a_run_resumes_bit_by_bit_and_its_exports_keep_its_logits(street_job: Job, tmp_path: Path) -> None:
    job = changed(street_job, method="adaptsegnet", backbone=NAME, steps=4)
    list(run(job, tmp_path / "whole"))
    stop_at(2, run(job, tmp_path / "broken"))
    list(run(RunFolder(tmp_path / "broken").job(), tmp_path / "broken", resume=True))
    assert_same_run(tmp_path / "whole", tmp_path / "broken")
    Returning(export_folder(tmp_path / "whole", tmp_path / "model", with_pt2=True, accept=True)).finish()
    adapted = load_adapted(RunFolder(tmp_path / "whole"))
    images = torch.rand(2, 3, 64, 96)
    with torch.inference_mode():
        expected = adapted.model(images).numpy()
        program = torch.export.load(tmp_path / "model" / "model.pt2").module()(images).numpy()
    (logits,) = onnxruntime.InferenceSession(tmp_path / "model" / "model.onnx").run(None, {"images": images.numpy()})
    for found in (program, logits):
        assert np.abs(found - expected).max() <= 1e-3 * max(1.0, float(np.abs(expected).max()))


def test_that_maps_of_pixels_do_not_measure_images(tmp_path: Path) -> None:
    root = make_scenes(tmp_path / "scenes", seed=1, count=2)
    request = InspectionRequest(source=str(root), target=str(root), backbone=NAME)
    with pytest.raises(UserError, match="features of pixels"):
        open_extractor(request, scan_now(root))
