"""From a finished run to files that leave, each measured against PyTorch before it does."""

from collections.abc import Generator
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np
import torch
from numpy.typing import NDArray
from onnx import load_from_string

from workbench.core.errors import UserError
from workbench.core.events import Prepared
from workbench.core.manifest import AGREES, Cost, Manifest, Outcome, Precision
from workbench.engine.adapted_model import Adapted
from workbench.engine.model_io import load_adapted
from workbench.engine.onnx_model import KEY
from workbench.engine.tasks.registry import task
from workbench.export.calibration_images import CalibrationImages
from workbench.export.drift_reference import Reference
from workbench.export.dynamic_shapes import Look, check_sizes, check_takes, least_side, other_sizes, resized
from workbench.export.graph import FEATURES, INPUT, LOGITS, checked, onnx_bytes, pt2_bytes, traced
from workbench.export.model_facts import manifest_of
from workbench.export.precision import CHUNK, cost, lowered, opened
from workbench.export.target_images import target_pictures
from workbench.export.tasks.registry import exporter
from workbench.store.run_folder import RunFolder

TOLERANCE = 1e-4  # largest difference of an fp32 logit from PyTorch's, or of its share where logits exceed one


class Made(NamedTuple):
    """A model as a graph and as fp32 ONNX, the images to measure it on, and PyTorch's logits and features of those.

    Logits are (N, K), or (N, K, H, W) where the model tells pixels; features (N, D).
    """

    adapted: Adapted
    program: torch.export.ExportedProgram
    onnx: bytes
    pictures: CalibrationImages
    there: NDArray[np.float32]
    features: NDArray[np.float32]
    manifest: Manifest
    elsewhere: tuple[CalibrationImages, NDArray[np.float32]] | None = (
        None  # the images in another size, and their logits
    )


def made(
    run: Path,
    *,
    best: bool = False,
    target: Path | None = None,
    outcome: Outcome | None = None,
    any_size: bool = False,
) -> Generator[Prepared, None, Made]:
    """Trace a finished run's last model, or its best, and run it on target images.

    `target`: where the target folder is now, if it has moved. `any_size`: the graph takes images of any size. Raises
    UserError when the run is not finished, or its net takes one size alone.
    """
    place = RunFolder(run)
    adapted = load_adapted(place, best=best)
    yield Prepared("Reading target images", 0, 4)
    pictures = target_pictures(adapted, target)
    yield Prepared("Asking PyTorch", 1, 4)
    logits, features = _asked(adapted, pictures)
    manifest = manifest_of(place, adapted, best=best, outcome=outcome or Outcome(), any_size=any_size)
    yield Prepared("Tracing the model", 2, 4)
    resizes = any_size and exporter(manifest.task).tracing().one_size
    if resizes:
        check_takes(adapted)
    program = traced(adapted, any_size=any_size)
    yield Prepared("Writing the graph", 3, 4)
    content = onnx_bytes(program, {})
    elsewhere = None
    if resizes:
        least = least_side(_asks(program), adapted.job.image_size)
        manifest = msgspec.structs.replace(
            manifest, preprocessing=msgspec.structs.replace(manifest.preprocessing, least=least)
        )
        session = opened(content)
        check_sizes(lambda images: session.run([LOGITS], {INPUT: images})[0], adapted, pictures, least, TOLERANCE)
        larger = resized(pictures, other_sizes(adapted.job.image_size)[1])
        elsewhere = larger, _asked(adapted, larger)[0]
    return Made(adapted, program, content, pictures, logits, features, manifest, elsewhere)


def in_precision(made: Made, precision: Precision) -> tuple[bytes, Cost]:
    """The ONNX file's content, and what it costs. Raises UserError when fp32 gives other logits than PyTorch."""
    content = lowered(made.onnx, precision, made.pictures, made.there)
    found = cost(content, precision, made.pictures, made.there)
    if made.elsewhere is not None:
        found = msgspec.structs.replace(found, elsewhere=cost(content, precision, *made.elsewhere).agreement)
    allowed = TOLERANCE * max(1.0, float(np.abs(made.there).max()))
    if precision is Precision.FP32 and not found.difference <= allowed:
        raise UserError(
            f"ONNX Runtime's logits differ from PyTorch's by up to {found.difference:.2g}, more than {allowed:.2g}.",
            "Nothing was written. Please report this model.",
        )
    return content, found


def check_cost(one: Cost, accept: bool) -> None:
    """Raises UserError where a smaller file answers too often otherwise, unless that is accepted."""
    least = min(one.agreement, one.agreement if one.elsewhere is None else one.elsewhere)
    if one.precision is not Precision.FP32 and least < AGREES and not accept:
        size = "" if least == one.agreement else " of another size"
        raise UserError(
            f"{one.precision} says another class than PyTorch on {1 - least:.1%} of {one.images:,} images{size}, "
            f"more than {1 - AGREES:.1%}.",
            f"Choose {Precision.FP32}, or take it all the same with --accept.",
        )


def with_manifest(content: bytes, manifest: Manifest) -> bytes:
    """An ONNX file's content that says of itself what the manifest says."""
    taken, model = manifest.preprocessing, load_from_string(content)
    sides = "rows, columns" if taken.multiple else f"{taken.size}, {taken.size}"
    gives = f"({', '.join(task(manifest.task).logits)})"
    least = f", {taken.least} pixels or more a side" if taken.least else ""
    felt = any(one.name == FEATURES for one in model.graph.output)
    told = f"{LOGITS}: float32 {gives}, softmax over classes gives probabilities"
    return checked(
        model,
        {
            KEY: msgspec.json.encode(manifest).decode(),
            "classes": msgspec.json.encode(manifest.classes).decode(),
            "image_size": str(taken.size),
            "preprocessing": ", ".join(taken.steps),
            "input": f"{INPUT}: float32 (batch, 3, {sides}), RGB in [0, 1]{least}; normalised inside",
            "output": f"{told}; {FEATURES}: (batch, D)" if felt else told,
            "method": manifest.method,
            "backbone": manifest.backbone,
            "made_by": "Domain Workbench",
        },
    )


def pt2(made: Made) -> bytes:
    """The content of a .pt2 file, compared with PyTorch. Raises UserError when its logits differ."""
    difference = pt2_difference(made)
    if not difference <= TOLERANCE * max(1.0, float(np.abs(made.there).max())):
        raise UserError(f"The traced model's logits differ by up to {difference:.2g}.", "Please report this model.")
    if made.elsewhere is not None:
        least = made.manifest.preprocessing.least
        check_sizes(_asks(made.program), made.adapted, made.pictures, least, TOLERANCE)
    return pt2_bytes(made.program, msgspec.json.encode(made.manifest))


def pt2_difference(made: Made) -> float:
    """The largest difference of a logit of the traced model from PyTorch's."""
    images = torch.from_numpy(made.pictures.inputs(slice(0, CHUNK)))
    with torch.inference_mode():
        found = made.program.module()(images)
    logits = found[0] if isinstance(found, tuple) else found
    return float(np.abs(logits.numpy() - made.there[: len(images)]).max())


def run_reference(run: Path, *, best: bool = False) -> Reference | None:
    """What the model of a finished run finds normal; None where its target is no longer there."""
    adapted = load_adapted(RunFolder(run), best=best)
    pictures = target_pictures(adapted)
    return exporter(adapted.job.decided_task).tracing().reference(adapted, pictures, *_asked(adapted, pictures))


def _asks(program: torch.export.ExportedProgram) -> Look:
    module = program.module()

    def look(images: NDArray[np.float32]) -> NDArray[np.float32]:
        return np.asarray(module(torch.from_numpy(images))[0].detach().numpy())

    return look


def _asked(adapted: Adapted, pictures: CalibrationImages) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    logits, features = [], []
    for at in range(0, len(pictures.pixels), CHUNK):
        with torch.inference_mode():
            output = adapted.model.look(torch.from_numpy(pictures.inputs(slice(at, at + CHUNK))))
        logits.append(output.logits.numpy())
        features.append(
            output.features.flatten(2).mean(2).numpy() if output.features.dim() > 2 else output.features.numpy()
        )
    return np.concatenate(logits), np.concatenate(features)
