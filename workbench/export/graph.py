"""An adapted model as a graph that needs no code of this program: ONNX, and torch.export's own form."""

import copy
import io
from collections.abc import Mapping

import onnx
import torch
from torch import Tensor, nn
from torch._dynamo.exc import UserError as TracingError
from torch._dynamo.exc import UserErrorType
from torch.fx.experimental import _config as fx_config

from workbench.core.errors import UserError
from workbench.core.job import TaskName
from workbench.engine.model_io import Adapted
from workbench.nets.classifier import ExportedClassifier
from workbench.nets.grid_pool import with_grid_pools
from workbench.nets.segmentation_nets import MULTIPLE

OPSET = 18  # the oldest that torch's exporter writes without converting; ONNX Runtime reads it since 1.14
INPUT, LOGITS, FEATURES = "images", "logits", "features"


class _Both(nn.Module):
    def __init__(self, model: ExportedClassifier) -> None:
        super().__init__()
        self.model = model

    def forward(self, images: Tensor) -> tuple[Tensor, Tensor]:
        output = self.model.look(images)
        return output.logits, output.features


def traced(adapted: Adapted, *, any_size: bool = False) -> torch.export.ExportedProgram:
    """(B, 3, S, S) images in [0, 1] to logits (B, K) and penultimate features (B, D), for any B.

    With `any_size` (B, 3, H, W) for any H and W that leave the net something to pool. Raises UserError for a net whose
    trace counts on one size.
    Of a model that tells pixels (B, 3, H, W) to logits (B, K, H, W), for any B and for H and W in multiples of 32.
    """
    if any_size and adapted.job.task is not TaskName.SEGMENT:
        return _of_any_size(adapted)
    size, pixels = adapted.job.image_size, adapted.job.task is TaskName.SEGMENT
    example = torch.zeros(2, 3, 2 * MULTIPLE, 3 * MULTIPLE) if pixels else torch.zeros(2, 3, size, size)
    sides = {at: MULTIPLE * torch.export.Dim(name) for at, name in ((2, "rows"), (3, "columns"))} if pixels else {}
    shapes = ({0: torch.export.Dim("batch"), **sides},)
    model = adapted.model if pixels else _Both(adapted.model)
    return torch.export.export(model.eval(), (example,), dynamic_shapes=shapes, strict=False)


def _of_any_size(adapted: Adapted) -> torch.export.ExportedProgram:
    size, side = adapted.job.image_size, torch.export.Dim.DYNAMIC
    model = with_grid_pools(_Both(copy.deepcopy(adapted.model))).eval()
    shapes = ({0: torch.export.Dim("batch"), 2: side, 3: side},)
    try:
        # A map of one cell, which small images come to, is no case of its own.
        with fx_config.patch(backed_size_oblivious=True):  # type: ignore[attr-defined]  # installed when it is imported
            images = torch.zeros(2, 3, size, size)
            return torch.export.export(model, (images,), dynamic_shapes=shapes, strict=False)
    except TracingError as error:
        if error.error_type is not UserErrorType.CONSTRAINT_VIOLATION:
            raise
        raise UserError(
            f"Traced, the net {adapted.job.backbone} counts on images of {size} × {size} pixels.",
            "Export it for that size: whoever predicts makes images of any size fit.",
        ) from error


def onnx_bytes(program: torch.export.ExportedProgram, metadata: Mapping[str, str]) -> bytes:
    """The file's content, checked by onnx.checker."""
    made = torch.onnx.export(
        program,
        input_names=[INPUT],
        output_names=[LOGITS, FEATURES][: len(program.graph_signature.user_outputs)],
        opset_version=OPSET,
        dynamo=True,
        verbose=False,
    )
    assert made is not None
    return checked(made.model_proto, metadata)


def checked(model: onnx.ModelProto, metadata: Mapping[str, str]) -> bytes:
    """The content of a model that says of itself what `metadata` says. Raises when it is no valid ONNX."""
    onnx.helper.set_model_props(model, dict(metadata))
    onnx.checker.check_model(model, full_check=True)
    return bytes(model.SerializeToString())


def pt2_bytes(program: torch.export.ExportedProgram, manifest: bytes) -> bytes:
    """What `torch.export.load` takes; “model.json” is among its extra files."""
    held = io.BytesIO()
    torch.export.save(program, held, extra_files={"model.json": manifest.decode()})
    return held.getvalue()
