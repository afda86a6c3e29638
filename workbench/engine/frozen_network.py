"""Runs a frozen network over many batches: compiled by OpenVINO on a CPU, by PyTorch elsewhere."""

import threading
import warnings
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

import torch
from torch import Tensor, nn

from workbench.core.threads import map_in_order
from workbench.engine.compiled_model import PROBED, CompiledModel, checked
from workbench.engine.openvino_import import openvino_module

Outputs = tuple[Tensor, ...]
FEWEST = 128  # inputs from which compiling, about a second, saves more time than it takes


class FrozenNetwork:
    """A frozen network as a function of batches; its outputs are PyTorch's within TOLERANCE.

    On a CPU it is compiled at its first batch. Several threads may call it at once.
    """

    def __init__(self, forward: Callable[[Tensor], Outputs], device: torch.device, count: int = FEWEST) -> None:
        """`forward` maps (B, …) inputs on `device` to outputs (B, …). `count`: the number of inputs to come."""
        self._forward, self._compiling = forward, device.type == "cpu" and count >= FEWEST
        self._compiled: CompiledModel | None = None
        self._lock = threading.Lock()  # PyTorch uses all processors for one batch

    def __call__(self, batch: Tensor) -> Outputs:
        """The outputs for inputs (B, …), on the CPU in float32."""
        with self._lock:
            compiled_model = self._compile(batch)
            if compiled_model is None:
                with torch.inference_mode():
                    return tuple(output.float().cpu() for output in self._forward(batch))
        return tuple(map(torch.from_numpy, compiled_model(batch.numpy())))

    def outputs(self, batches: Iterable[Tensor]) -> Iterator[Outputs]:
        """The outputs of each batch, in order. Batches are taken in the thread of the caller."""
        remaining = iter(batches)
        for first in islice(remaining, 1):
            yield self(first)
        compiled_model = self._compiled
        yield from map_in_order(self, remaining, compiled_model.lanes) if compiled_model else map(self, remaining)

    def _compile(self, batch: Tensor) -> CompiledModel | None:
        if self._compiling:
            self._compiling, self._compiled = False, compiled(self._forward, batch[:PROBED])
        return self._compiled


def compiled(forward: Callable[[Tensor], Outputs], inputs: Tensor) -> CompiledModel | None:
    """The function compiled for this CPU; None where OpenVINO cannot, or differs from PyTorch on `inputs` (B, …)."""
    with torch.inference_mode():
        expected = [output.float().numpy() for output in forward(inputs)]
    return checked(lambda: CompiledModel(converted(forward, inputs), (), torch.get_num_threads()), inputs, expected)


def converted(forward: Callable[[Tensor], Outputs], inputs: Tensor) -> Any:
    """The openvino.Model of a function of PyTorch, traced with `inputs` (B, …).

    By tracing, which is deprecated: torch.export with OpenVINO's decoder fails on torch 2.14, and by way of ONNX the
    conversion takes seven seconds instead of half a second.
    """
    frontends = openvino_module("openvino.frontend")
    decoders = openvino_module("openvino.frontend.pytorch.ts_decoder")
    fused = torch.backends.mha.get_fastpath_enabled()
    torch.backends.mha.set_fastpath_enabled(False)  # its fused operator has no counterpart
    try:
        with warnings.catch_warnings(), torch.inference_mode():
            warnings.simplefilter("ignore")
            traced = torch.jit.trace(_Wrapped(forward), inputs[:2], check_trace=False)
            decoder = decoders.TorchScriptPythonDecoder(traced, shared_memory=False)  # must outlive the conversion
            frontend = frontends.FrontEndManager().load_by_framework("pytorch")
            return frontend.convert(frontend.load(decoder))
    finally:
        torch.backends.mha.set_fastpath_enabled(fused)


class _Wrapped(nn.Module):
    def __init__(self, forward: Callable[[Tensor], Outputs]) -> None:
        super().__init__()
        self.network = forward

    def forward(self, inputs: Tensor) -> Outputs:
        return tuple(self.network(inputs))
