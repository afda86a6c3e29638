"""Networks that OpenVINO compiles for this CPU, checked against the engine that they stand in for."""

from collections.abc import Callable, Sequence
from queue import SimpleQueue
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workbench.core.threads import cores
from workbench.engine.openvino_import import openvino_module

Floats = NDArray[np.float32]
TOLERANCE = 1e-3  # largest difference of any output from PyTorch's; observed: 1e-5
CONTROL_FLOW = {"If", "Loop", "Scan"}
PART = 1_250_000  # bytes of inputs computed in a go; more leave the processor's cache, and take a fifth longer
PROBED = 4  # inputs by which both engines are compared


class CompiledModel:
    """A network that OpenVINO compiled in float32. Several threads may call it at once."""

    def __init__(self, graph: Any, names: Sequence[str] = (), threads: int = 0, precision: str = "f32") -> None:
        """`graph`: an openvino.Model with one input (B, …), for any B. `names`: the outputs to return, if not all.

        `threads`: 0 for one per core.
        `precision`: OpenVINO's name; “bf16” is twice as fast, but changes features by 7 %.
        """
        wanted = {
            "PERFORMANCE_HINT": "THROUGHPUT",
            "INFERENCE_PRECISION_HINT": precision,
            "INFERENCE_NUM_THREADS": threads or cores(),
        }
        compiled = openvino_module().Core().compile_model(graph, "CPU", wanted)
        self.lanes: int = compiled.get_property("OPTIMAL_NUMBER_OF_INFER_REQUESTS")  # batches computed side by side
        self._outputs = [compiled.output(name) for name in names] or compiled.outputs
        self._idle = SimpleQueue[Any]()
        for _ in range(self.lanes):
            self._idle.put(compiled.create_infer_request())

    def __call__(self, batch: Floats) -> tuple[Floats, ...]:
        """The outputs for inputs (B, …)."""
        size = max(1, PART // max(1, batch[:1].nbytes))
        request = self._idle.get()
        try:
            parts = [self._infer(request, batch[at : at + size]) for at in range(0, len(batch), size)]
        finally:
            self._idle.put(request)
        return tuple(map(np.concatenate, zip(*parts, strict=True)))

    def _infer(self, request: Any, part: Floats) -> tuple[Floats, ...]:
        computed = request.infer({0: np.ascontiguousarray(part)})
        return tuple(np.array(computed[output], np.float32) for output in self._outputs)


def compiled_onnx(
    content: bytes, names: Sequence[str], inputs: Floats, expected: Sequence[Floats]
) -> CompiledModel | None:
    """An ONNX file compiled for this CPU; None where OpenVINO cannot, or differs from the `expected` outputs.

    None also of graphs with control flow, whose trial proves little, and of quantised ones, whose arithmetic differs
    from engine to engine.
    """
    import onnx

    used = {node.op_type for node in onnx.load_from_string(content).graph.node}
    if used & CONTROL_FLOW or any("Quant" in kind or "Integer" in kind or kind.startswith("QLinear") for kind in used):
        return None
    return checked(lambda: CompiledModel(openvino_module().Core().read_model(content), names), inputs, expected)


def checked(make: Callable[[], CompiledModel], inputs: Any, expected: Sequence[Floats]) -> CompiledModel | None:
    """What `make` compiles; None where it fails, or differs from the `expected` outputs for `inputs` (B, …)."""
    try:
        model = make()
        outputs = model(np.asarray(inputs))
    except Exception:  # OpenVINO and the tracer raise errors of many types for what they do not support
        return None
    return model if len(outputs) == len(expected) and all(map(agree, outputs, expected)) else None


def agree(one: Floats, other: Floats) -> bool:
    """Whether two arrays of outputs have the same shape and differ by TOLERANCE at most."""
    return one.shape == other.shape and bool(np.abs(one - other).max(initial=0.0) <= TOLERANCE)
