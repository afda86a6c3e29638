"""Traces an adapted model to a graph that runs without this program: ONNX or torch.export's .pt2."""

import io
from collections.abc import Mapping

import onnx
import torch

from workbench.engine.adapted_model import Adapted
from workbench.export.tasks.registry import exporter

OPSET = 18  # the oldest opset that torch's exporter writes without conversion; ONNX Runtime supports it since 1.14
INPUT, LOGITS, FEATURES = "images", "logits", "features"


def traced(adapted: Adapted, *, any_size: bool = False) -> torch.export.ExportedProgram:
    """Trace a model as its task defines. Raises UserError if the net does not support the requested shapes."""
    return exporter(adapted.job.decided_task).tracing().program(adapted, any_size=any_size)


def onnx_bytes(program: torch.export.ExportedProgram, metadata: Mapping[str, str]) -> bytes:
    """Convert a traced program to the content of an ONNX file, checked by onnx.checker."""
    program_ = torch.onnx.export(
        program,
        input_names=[INPUT],
        output_names=[LOGITS, FEATURES][: len(program.graph_signature.user_outputs)],
        opset_version=OPSET,
        dynamo=True,
        verbose=False,
    )
    assert program_ is not None
    return checked(program_.model_proto, metadata)


def checked(model: onnx.ModelProto, metadata: Mapping[str, str]) -> bytes:
    """Serialise an ONNX model with metadata. Raises onnx.checker.ValidationError if it is not valid."""
    onnx.helper.set_model_props(model, dict(metadata))
    onnx.checker.check_model(model, full_check=True)
    return bytes(model.SerializeToString())


def pt2_bytes(program: torch.export.ExportedProgram, manifest: bytes) -> bytes:
    """Serialise a program for `torch.export.load`, with the manifest as the extra file “model.json”."""
    buffer = io.BytesIO()
    torch.export.save(program, buffer, extra_files={"model.json": manifest.decode()})
    return buffer.getvalue()
