"""An adapted model as a graph that needs no code of this program: ONNX, and torch.export's own form."""

import io
from collections.abc import Mapping

import onnx
import torch

from workbench.engine.adapted_model import Adapted
from workbench.export.tasks.registry import exporter

OPSET = 18  # the oldest that torch's exporter writes without converting; ONNX Runtime reads it since 1.14
INPUT, LOGITS, FEATURES = "images", "logits", "features"


def traced(adapted: Adapted, *, any_size: bool = False) -> torch.export.ExportedProgram:
    """A model as a graph, as its task traces it. Raises UserError where the net cannot take what is asked for."""
    return exporter(adapted.job.decided_task).tracing().program(adapted, any_size=any_size)


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
