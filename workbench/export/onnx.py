"""An adapted model as one ONNX file that says what it takes and what its outputs mean."""

import json
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from numpy.typing import NDArray

from workbench.core.errors import UserError
from workbench.core.files import replacing
from workbench.data.decode import Unreadable, decode
from workbench.engine.adapted import Adapted, load_adapted
from workbench.store.run_folder import RunFolder

TOLERANCE = 1e-3  # largest difference of a logit between PyTorch and ONNX Runtime
PARITY_IMAGES = 64
OPSET = 18


def export_onnx(run: Path, out: Path, *, best: bool = False) -> float:
    """Write the last model of a finished run, or its best, to `out`; the largest difference of a logit from PyTorch's.

    The graph takes `images`: float32 (batch, 3, S, S), RGB in [0, 1], batch of any size; normalisation is inside.
    It gives `logits`: float32 (batch, K). Metadata names the classes and the preprocessing.
    Raises UserError when the run is not finished, the file can not be written, or the difference exceeds 1e-3.
    """
    adapted = load_adapted(RunFolder(run), best=best)
    images = _real_images(adapted)
    try:
        with replacing(out) as temporary:
            _write(adapted, temporary)
            difference = _difference(adapted, temporary, images)
            if not difference <= TOLERANCE:
                raise UserError(
                    f"ONNX Runtime's logits differ from PyTorch's by up to {difference:.2g}, more than {TOLERANCE:g}.",
                    "Nothing was written. Please report this model.",
                )
    except OSError as error:
        raise UserError(f"The model could not be written to {out} ({error}).", "Choose another folder.") from error
    return difference


def _write(adapted: Adapted, path: Path) -> None:
    size = adapted.job.image_size
    example = torch.zeros(2, 3, size, size)
    program = torch.onnx.export(
        adapted.model,
        (example,),
        input_names=["images"],
        output_names=["logits"],
        dynamic_shapes=({0: torch.export.Dim("batch")},),
        opset_version=OPSET,
        dynamo=True,
        verbose=False,
    )
    assert program is not None
    model = program.model_proto
    onnx.helper.set_model_props(model, _metadata(adapted))
    onnx.checker.check_model(model, full_check=True)
    path.write_bytes(model.SerializeToString())


def _metadata(adapted: Adapted) -> dict[str, str]:
    job = adapted.job
    return {
        "classes": json.dumps(adapted.classes, ensure_ascii=False),
        "image_size": str(job.image_size),
        "preprocessing": "EXIF orientation, RGB, squashed to image_size × image_size (bilinear), divided by 255",
        "input": "images: float32 (batch, 3, image_size, image_size) in [0, 1]",
        "output": "logits: float32 (batch, classes); softmax gives probabilities",
        "method": job.method,
        "backbone": job.backbone,
        "made_by": "Domain Workbench",
    }


def _real_images(adapted: Adapted) -> NDArray[np.float32]:
    size, folder = adapted.job.image_size, Path(adapted.job.target)
    found: list[NDArray[np.uint8]] = []
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        if len(found) == PARITY_IMAGES:
            break
        if path.is_file():
            try:
                found.append(decode(path, size))
            except Unreadable:
                continue
    if not found:  # the folder has moved since: noise still shows a wrong graph
        found = list(np.random.default_rng(0).integers(0, 256, (PARITY_IMAGES, size, size, 3), np.uint8))
    return (np.stack(found).transpose(0, 3, 1, 2) / 255).astype(np.float32)


def _difference(adapted: Adapted, path: Path, images: NDArray[np.float32]) -> float:
    session = onnxruntime.InferenceSession(path.read_bytes(), providers=["CPUExecutionProvider"])
    (there,) = session.run(["logits"], {"images": images})
    with torch.inference_mode():
        here = adapted.model(torch.from_numpy(images)).numpy()
    return float(np.abs(here - there).max())
