"""Traces an adapted model to a graph that runs without this program: ONNX or torch.export's .pt2."""

import io
from collections.abc import Mapping

import onnx
import onnx.version_converter
import torch

from workbench.core.errors import UserError
from workbench.engine.adapted_model import Adapted
from workbench.export.tasks.registry import exporter

OPSET = 18  # the oldest opset that torch's exporter writes without conversion; ONNX Runtime supports it since 1.14
OPSETS = range(14, 24)  # those that were tried; ONNX's converter knows no way to an older one
INPUT, LOGITS, FEATURES = "images", "logits", "features"


def traced(adapted: Adapted, *, any_size: bool = False) -> torch.export.ExportedProgram:
    """Trace a model as its task defines. Raises UserError if the net does not support the requested shapes."""
    return exporter(adapted.job.decided_task).tracing().program(adapted, any_size=any_size)


def onnx_bytes(program: torch.export.ExportedProgram, metadata: Mapping[str, str], opset: int = OPSET) -> bytes:
    """Convert a traced program to the content of an ONNX file, checked by onnx.checker.

    `opset`: the version of ONNX's operators. Raises UserError if the net cannot be written with it.
    """
    if opset not in OPSETS:
        raise UserError(
            f"ONNX's opset {opset} is not supported.", f"Use one from {OPSETS[0]} to {OPSETS[-1]}; {OPSET} is usual."
        )
    program_ = torch.onnx.export(
        program,
        input_names=[INPUT],
        output_names=[LOGITS, FEATURES][: len(program.graph_signature.user_outputs)],
        opset_version=max(opset, OPSET),
        dynamo=True,
        verbose=False,
    )
    assert program_ is not None
    model = program_.model_proto
    return checked(model if opset >= OPSET else _older(model, opset), metadata)


def _older(model: onnx.ModelProto, opset: int) -> onnx.ModelProto:
    """A model with older operators. Raises UserError if one of its operators has no older form."""
    for node in model.graph.node:  # the converter leaves this attribute, which older operators lack, at its default
        kept = [one for one in node.attribute if one.name != "noop_with_empty_axes" or one.i]
        del node.attribute[:]
        node.attribute.extend(kept)
    try:
        older: onnx.ModelProto = onnx.version_converter.convert_version(model, opset)
        onnx.checker.check_model(older, full_check=True)
    except (RuntimeError, onnx.checker.ValidationError) as error:  # from C++
        reason = str(error).strip().splitlines()[0].rpartition("failed: ")[2][:160]
        raise UserError(
            f"This net cannot be written with opset {opset} ({reason}).", f"Use --opset {OPSET} or newer."
        ) from error
    return older


def model_opset(content: bytes) -> int:
    """The version of ONNX's operators in an ONNX file's content."""
    return max(int(entry.version) for entry in onnx.load_from_string(content).opset_import if not entry.domain)


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
