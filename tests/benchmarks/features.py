"""Features of a frozen backbone on a CPU: every engine that is there, and what the program reaches.

`python -m tests.benchmarks features --out tests/benchmarks/RESULTS.md`

All engines get the same batches in turn, in one run. The program reads them from bytes, as from its cache.
"""

import argparse
import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from tests.benchmarks.in_turn import Acts, measured, middle
from tests.benchmarks.results import PROGRAM, command_line, replace_section, section, where
from workbench.core.threads import cores, map_in_order
from workbench.engine.compiled_model import CompiledModel
from workbench.engine.frozen_network import FrozenNetwork, converted
from workbench.engine.inference import batches
from workbench.nets.backbones import extractor

BATCH = 32
OURS = "this program"
Features = Callable[[], Any]  # (N, D)


def engines(net: nn.Module, pixels: Any) -> dict[str, Features]:
    """What computes the features of (N, S, S, 3) bytes, by name."""
    device = torch.device("cpu")
    ready = list(batches(pixels, BATCH, device))
    graph = converted(lambda images: (net(images),), ready[0][:2])
    program = FrozenNetwork(lambda images: (net(images),), device)
    return {
        "PyTorch, as it comes": partial(by_torch, net, ready, False, False),
        "PyTorch, channels last": partial(by_torch, net, ready, True, False),
        "PyTorch, channels last, bfloat16": partial(by_torch, net, ready, True, True),
        "ONNX Runtime": by_onnx_runtime(net, ready),
        "OpenVINO, float32": by_openvino(graph, "f32", ready),
        "OpenVINO, bfloat16": by_openvino(graph, "bf16", ready),
        OURS: lambda: torch.cat([part for (part,) in program.outputs(batches(pixels, BATCH, device))]),
    }


def by_torch(net: nn.Module, ready: list[Any], last: bool, half: bool) -> Any:
    order = torch.channels_last if last else torch.contiguous_format
    net.to(memory_format=order)
    with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16, enabled=half):
        return torch.cat([net(batch.contiguous(memory_format=order)).float() for batch in ready])


def by_onnx_runtime(net: nn.Module, ready: list[Any]) -> Features:
    import onnxruntime

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "net.onnx"
        shapes = ({0: torch.export.Dim("batch")},)
        torch.onnx.export(net, (ready[0],), path, dynamo=True, dynamic_shapes=shapes, verbose=False)
        session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    name = session.get_inputs()[0].name
    return lambda: np.concatenate([session.run(None, {name: batch.numpy()})[0] for batch in ready])


def by_openvino(graph: Any, precision: str, ready: list[Any]) -> Features:
    model = CompiledModel(graph, precision=precision)
    arrays = [batch.numpy() for batch in ready]
    return lambda: np.concatenate([part for (part,) in map_in_order(model, arrays, model.lanes)])


def rows_of(net: nn.Module, size: int, images: int, rounds: int) -> list[str]:
    pixels = np.random.default_rng(0).integers(0, 256, (images, size, size, 3), np.uint8)
    acts: Acts = dict(engines(net, pixels))
    expected = np.asarray(acts["PyTorch, as it comes"]())
    took = measured(acts, rounds)
    rates = {name: images / middle(taken).clock for name, taken in took.items()}
    best = max(rate for name, rate in rates.items() if "bfloat16" not in name and name != OURS)
    rows = []
    for name, act in acts.items():
        error = np.abs(np.asarray(act()) - expected).max()
        rows.append(f"| {name} | {rates[name]:,.0f} | {rates[name] / best:.0%} | {error:.0e} |")
    return rows


def main(options: Sequence[str]) -> None:
    """Measure, print, and write the section."""
    parser = argparse.ArgumentParser(prog=" ".join([*PROGRAM, "features"]))
    parser.add_argument("--backbone", default="efficientnet_lite0")
    parser.add_argument("--size", type=int, default=160, help="pixels")
    parser.add_argument("--images", type=int, default=512, help=f"a multiple of {BATCH}")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--out", type=Path, metavar="FILE")
    asked = parser.parse_args(options)
    torch.set_num_threads(cores())
    net = extractor(asked.backbone).module.eval().requires_grad_(False)
    rows = rows_of(net, asked.size, asked.images, asked.rounds)
    words = (
        f"{asked.backbone}, {asked.size} px, batches of {BATCH}, medians of {asked.rounds} rounds of {asked.images} "
        "images, all engines in turn. Share: of the fastest engine in float32. Difference: the largest of any feature "
        "from PyTorch's. The program also turns bytes into numbers; the engines get numbers."
    )
    text = section(
        "features",
        command_line("features", *options),
        words,
        "engine | images a second | share | difference",
        rows,
        where(),
    )
    print(text)
    if asked.out:
        replace_section(asked.out, "features", text)
