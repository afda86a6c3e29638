"""Runs a frozen network over many batches: compiled by OpenVINO on a CPU, by PyTorch elsewhere."""

import threading
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from queue import SimpleQueue
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from workbench.core.threads import cores, map_in_order

Floats = NDArray[np.float32]
Outputs = tuple[Tensor, ...]
TOLERANCE = 1e-3  # largest difference of any output from PyTorch's; observed: 1e-5
FEWEST = 128  # inputs from which compiling, about a second, saves more time than it takes
CONTROL_FLOW = {"If", "Loop", "Scan"}
PROBED = 4  # inputs of the first batch by which both engines are compared


class CompiledModel:
    """A network that OpenVINO compiled in float32. Several threads may call it at once."""

    def __init__(self, graph: Any, names: Sequence[str] = (), threads: int = 0, precision: str = "f32") -> None:
        """`graph`: an openvino.Model with one input (B, …), for any B. `names`: the outputs to return, if not all.

        `threads`: 0 for one per core.
        `precision`: OpenVINO's name; “bf16” is twice as fast, but changes features by 7 %.
        """
        import openvino

        wanted = {
            "PERFORMANCE_HINT": "THROUGHPUT",
            "INFERENCE_PRECISION_HINT": precision,
            "INFERENCE_NUM_THREADS": threads or cores(),
        }
        compiled = openvino.Core().compile_model(graph, "CPU", wanted)
        self.lanes: int = compiled.get_property("OPTIMAL_NUMBER_OF_INFER_REQUESTS")  # batches computed side by side
        self._outputs = [compiled.output(name) for name in names] or compiled.outputs
        self._idle = SimpleQueue[Any]()
        for _ in range(self.lanes):
            self._idle.put(compiled.create_infer_request())

    def __call__(self, batch: Floats) -> tuple[Floats, ...]:
        """The outputs for inputs (B, …)."""
        request = self._idle.get()
        try:
            computed = request.infer({0: np.ascontiguousarray(batch)})
            return tuple(np.array(computed[output], np.float32) for output in self._outputs)
        finally:
            self._idle.put(request)


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
    return _checked(lambda: CompiledModel(converted(forward, inputs), (), torch.get_num_threads()), inputs, expected)


def compiled_onnx(
    content: bytes, names: Sequence[str], inputs: Floats, expected: Sequence[Floats]
) -> CompiledModel | None:
    """An ONNX file compiled for this CPU; None where OpenVINO cannot, or differs from the `expected` outputs.

    None also of graphs with control flow, whose trial proves little, and of quantised ones, whose arithmetic differs
    from engine to engine.
    """
    import onnx
    import openvino

    used = {node.op_type for node in onnx.load_from_string(content).graph.node}
    if used & CONTROL_FLOW or any("Quant" in kind or "Integer" in kind or kind.startswith("QLinear") for kind in used):
        return None
    return _checked(lambda: CompiledModel(openvino.Core().read_model(content), names), inputs, expected)


def _checked(make: Callable[[], CompiledModel], inputs: Any, expected: Sequence[Floats]) -> CompiledModel | None:
    try:
        model = make()
        outputs = model(np.asarray(inputs))
    except Exception:  # OpenVINO and the tracer raise errors of many types for what they do not support
        return None
    return model if len(outputs) == len(expected) and all(map(agree, outputs, expected)) else None


def agree(one: Floats, other: Floats) -> bool:
    """Whether two arrays of outputs have the same shape and differ by TOLERANCE at most."""
    return one.shape == other.shape and bool(np.abs(one - other).max(initial=0.0) <= TOLERANCE)


def converted(forward: Callable[[Tensor], Outputs], inputs: Tensor) -> Any:
    """The openvino.Model of a function of PyTorch, traced with `inputs` (B, …).

    By tracing, which is deprecated: torch.export with OpenVINO's decoder fails on torch 2.14, and by way of ONNX the
    conversion takes seven seconds instead of half a second.
    """
    from openvino.frontend import FrontEndManager
    from openvino.frontend.pytorch.ts_decoder import TorchScriptPythonDecoder

    fused = torch.backends.mha.get_fastpath_enabled()
    torch.backends.mha.set_fastpath_enabled(False)  # its fused operator has no counterpart
    try:
        with warnings.catch_warnings(), torch.inference_mode():
            warnings.simplefilter("ignore")
            traced = torch.jit.trace(_Wrapped(forward), inputs[:2], check_trace=False)
            decoder = TorchScriptPythonDecoder(traced, shared_memory=False)  # must outlive the conversion
            frontend = FrontEndManager().load_by_framework("pytorch")
            return frontend.convert(frontend.load(decoder))
    finally:
        torch.backends.mha.set_fastpath_enabled(fused)


class _Wrapped(nn.Module):
    def __init__(self, forward: Callable[[Tensor], Outputs]) -> None:
        super().__init__()
        self.network = forward

    def forward(self, inputs: Tensor) -> Outputs:
        return tuple(self.network(inputs))
