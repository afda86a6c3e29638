"""Writes an ExecuTorch program (.pte), whose layers XNNPACK computes on a CPU."""

import contextlib
import io
import logging
import warnings
from collections.abc import Generator, Iterator
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from workbench.core.errors import UserError
from workbench.core.events import Prepared
from workbench.core.files import write_atomically
from workbench.core.manifest import Cost, Precision
from workbench.core.model_formats import ModelFormat, check_installed
from workbench.export.calibration_images import CalibrationImages
from workbench.export.export_run import check_parity, trace_run
from workbench.export.formats.request import Exporting
from workbench.export.precision import cost_of

METHOD = "forward"
MEASURED = 64  # images: they are computed one by one


def write_executorch_file(request: Exporting) -> Generator[Prepared, None, tuple[Cost, ...]]:
    """Write a run's model for one image at a time, (1, 3, H, W) in [0, 1]. Return its cost, measured in ExecuTorch.

    Raises UserError if ExecuTorch is not installed or lacks an operator of the net, if the file cannot be written, or
    if logits differ from PyTorch's.
    """
    check_installed(ModelFormat.EXECUTORCH)
    traced = yield from trace_run(request.run, best=request.best, target=request.target, outcome=request.outcome)
    yield Prepared("Writing the program", 0, 2)
    one = torch.from_numpy(traced.pictures.inputs(slice(0, 1)))
    content = _program(torch.export.export(traced.program.module(), (one,), strict=False))
    yield Prepared("Measuring it in ExecuTorch", 1, 2)
    pictures, expected = traced.pictures.part(slice(MEASURED)), traced.logits[:MEASURED]
    cost = cost_of(lambda: _logits(content, pictures), Precision.FP32, len(content), pictures, expected, "ExecuTorch")
    check_parity(cost, expected)
    try:
        write_atomically(request.out, content)
    except OSError as error:
        raise UserError(f"{request.out} could not be written ({error}).", "Choose another folder.") from error
    return (cost,)


def _program(exported: torch.export.ExportedProgram) -> bytes:
    """The content of a .pte file. Raises UserError if ExecuTorch lacks an operator."""
    with _quiet():
        from executorch.backends.xnnpack.partition.xnnpack_partitioner import XnnpackPartitioner
        from executorch.exir import to_edge_transform_and_lower

        try:
            lowered = to_edge_transform_and_lower(exported, partitioner=[XnnpackPartitioner()])
            return bytes(lowered.to_executorch().buffer)
        except Exception as error:  # its passes raise errors of many types for what they do not support
            reason = str(error).strip().splitlines()[0][:160] if str(error).strip() else type(error).__name__
            raise UserError(
                f"ExecuTorch cannot take this net ({reason}).", "Write an ONNX file, or adapt another backbone."
            ) from error


def _logits(content: bytes, pictures: CalibrationImages) -> NDArray[np.float32]:
    """The logits (N, …) that ExecuTorch computes, image by image."""
    with _quiet():
        from executorch.runtime import Runtime

        forward: Any = Runtime.get().load_program(content).load_method(METHOD)
        rows = [
            forward.execute([torch.from_numpy(pictures.inputs(slice(row, row + 1)))])[0].numpy().copy()
            for row in range(len(pictures.pixels))
        ]
    return np.concatenate(rows)


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Suppress what ExecuTorch logs, prints and warns of its own code, which does not concern users."""
    level = logging.root.manager.disable
    logging.disable(logging.WARNING)
    try:
        with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(level)
