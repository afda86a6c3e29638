"""Writes what a vendor's converter asks for: prepared target images, a graph of one image, and its operators.

The logits of the images are in the bundle, so that the loss of a conversion can be measured anywhere.
"""

from collections import Counter
from collections.abc import Generator
from pathlib import Path

import msgspec
import numpy as np
import onnx
import torch
from PIL import Image

from workbench.core.csv_cells import escaped_text
from workbench.core.errors import UserError
from workbench.core.events import Prepared
from workbench.core.manifest import Cost, Manifest, Precision
from workbench.core.resources import resource
from workbench.export.calibration_images import CalibrationImages
from workbench.export.export_run import TracedModel, check_parity, trace_run, with_manifest
from workbench.export.formats.request import Exporting
from workbench.export.graph import model_opset, onnx_bytes
from workbench.export.precision import measure_cost
from workbench.export.written_folder import check_output, written_folder
from workbench.store.event_folder import write_table

GRAPH, CARD, OPERATORS, LOGITS_FILE, LABELS = "model.onnx", "README.md", "operators.csv", "logits.npy", "labels.txt"
IMAGES, TENSORS = "images", "tensors"  # folders, each with a list of its files
KNOWN = (GRAPH, CARD, OPERATORS, LOGITS_FILE, LABELS, IMAGES, TENSORS, "images.txt", "tensors.txt")
COUNT = 128  # target images in a bundle


def write_calibration_bundle(request: Exporting) -> Generator[Prepared, None, tuple[Cost, ...]]:
    """Write a run's model with up to COUNT target images. Return its cost, measured in ONNX Runtime.

    Raises UserError if the target folder no longer exists, if the folder cannot be written, or if logits differ from
    PyTorch's.
    """
    check_output(request.out, OPERATORS, KNOWN)
    traced = yield from trace_run(
        request.run, best=request.best, target=request.target, outcome=request.outcome, opset=request.opset
    )
    if not traced.pictures.real:
        raise UserError(
            "A calibration bundle holds target images, but the run's target folder no longer exists.",
            "Give its new location with --target FOLDER.",
        )
    yield Prepared("Writing the bundle", 0, 1)
    content = _static_graph(traced, request.opset)
    pictures, expected = traced.pictures.part(slice(COUNT)), traced.logits[:COUNT]
    cost = measure_cost(content, Precision.FP32, pictures, expected)
    cost = msgspec.structs.replace(cost, opset=model_opset(content))
    check_parity(cost, expected)
    manifest = msgspec.structs.replace(traced.manifest, files={"onnx": GRAPH}, costs=(cost,))
    with written_folder(request.out) as temporary:
        (temporary / GRAPH).write_bytes(with_manifest(content, manifest))
        np.save(temporary / LOGITS_FILE, expected)
        (temporary / LABELS).write_text("".join(f"{name}\n" for name in manifest.classes), encoding="utf-8")
        _write_images(temporary, pictures)
        write_table(temporary / OPERATORS, ("operator", "domain", "opset", "count"), _operators(content))
        (temporary / CARD).write_text(_card(manifest, len(pictures.pixels)), encoding="utf-8")
    return (cost,)


def _static_graph(traced: TracedModel, opset: int) -> bytes:
    """The ONNX graph of one image (1, 3, H, W)."""
    one = torch.from_numpy(traced.pictures.inputs(slice(0, 1)))
    return onnx_bytes(torch.export.export(traced.program.module(), (one,), strict=False), {}, opset)


def _write_images(temporary: Path, pictures: CalibrationImages) -> None:
    """Each image as a file, and as the array (1, 3, H, W) that the graph takes, with lists of both."""
    for name in (IMAGES, TENSORS):
        (temporary / name).mkdir()
    numbers = [f"{row:04d}" for row in range(len(pictures.pixels))]
    for row, number in enumerate(numbers):
        Image.fromarray(pictures.pixels[row]).save(temporary / IMAGES / f"{number}.png")
        np.save(temporary / TENSORS / f"{number}.npy", pictures.inputs(slice(row, row + 1)))
    for name, ending in ((IMAGES, "png"), (TENSORS, "npy")):
        lines = "".join(f"{name}/{number}.{ending}\n" for number in numbers)
        (temporary / f"{name}.txt").write_text(lines, encoding="utf-8")


def _operators(content: bytes) -> list[tuple[str, ...]]:
    """Each operator of the graph with its domain, the opset of that domain, and how often it occurs."""
    model = onnx.load_from_string(content)
    opsets = {entry.domain: entry.version for entry in model.opset_import}
    found = Counter((node.op_type, node.domain) for node in model.graph.node)
    return [
        (escaped_text(name), domain or "ai.onnx", str(opsets.get(domain, 0)), str(times))
        for (name, domain), times in sorted(found.items())
    ]


def _card(manifest: Manifest, images: int) -> str:
    height, width = manifest.preprocessing.sides
    shown = {"height": height, "width": width, "images": images, "steps": "; ".join(manifest.preprocessing.steps)}
    return (resource("model") / "calibration.md").read_text(encoding="utf-8").format_map(shown)
