"""Runs the cases in the process of one commit; started by its file's path, with that commit first on the import path.

    python -P child.py WORK_TREE CASES OUT

Imports nothing of the program but its entry point, so that names within may change. Writes `OUT/CASE/…`, and prints
`done CASE` after each. A step that fails is told in `failed.txt`, and the rest of its case is left out.
"""

import contextlib
import io
import json
import os
import runpy
import sys
import traceback
from pathlib import Path
from typing import Any

SEED = 0  # of the images that models are asked about
IMAGES = 4


def main() -> None:
    """Run all cases, one after another."""
    work_tree, cases, out = map(Path, sys.argv[1:])
    import workbench

    assert Path(workbench.__file__).is_relative_to(work_tree), f"{workbench.__file__} is not of {work_tree}"
    for case in json.loads(cases.read_bytes()):
        folder = out / case["name"]
        folder.mkdir(parents=True)
        os.chdir(folder)
        for step in case["steps"]:
            if reason := failed(step):
                Path("failed.txt").write_text(reason, encoding="utf-8")
                break
        print("done", case["name"], file=sys.__stdout__, flush=True)


def failed(step: dict[str, Any]) -> str:
    """Take one step; why it failed, or nothing."""
    try:
        if step["model"]:
            write_logits(Path(step["model"]), step["name"], step["sizes"])
            return ""
        status, output, errors = run(step["command"], step["script"])
    except Exception:
        return traceback.format_exc()
    if status:
        return f"status {status}: {' '.join(step['command'])}\n{errors[-2000:]}"
    if step["keep"]:
        lines = output.strip().splitlines()
        kept = output if step["script"] else lines[-1] if lines else ""
        Path(step["keep"]).write_text(kept, encoding="utf-8")
    return ""


def run(command: list[str], script: str) -> tuple[int, str, str]:
    """The program, or a script that it has written, as from a shell: exit status, output, errors."""
    output, errors = io.StringIO(), io.StringIO()
    before = sys.argv
    sys.argv = [script or "workbench", *command]
    try:
        with contextlib.redirect_stdout(output), contextlib.redirect_stderr(errors):
            if script:
                runpy.run_path(script, run_name="__main__")
                status = 0
            else:
                from workbench.__main__ import main as command_line

                status = command_line()
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else int(end.code is not None)
    finally:
        sys.argv = before
    return status, output.getvalue(), errors.getvalue()


def write_logits(model: Path, name: str, sizes: list[tuple[int, int]]) -> None:
    """What an exported file says of random images of these sizes, to `logits/NAME.npz`."""
    import numpy as np

    answers = {}
    for height, width in sizes:
        images = np.random.default_rng(SEED).random((IMAGES, 3, height, width), np.float32)
        for number, array in enumerate(answers_of(model, images)):
            answers[f"{height}x{width}.{number}"] = array
    Path("logits").mkdir(exist_ok=True)
    np.savez(Path("logits") / f"{name}.npz", **answers)


def answers_of(model: Path, images: Any) -> list[Any]:
    """The arrays that a model gives for (N, 3, H, W) numbers in [0, 1]."""
    if model.suffix == ".pt2":
        import torch

        with torch.inference_mode():
            output = torch.export.load(model).module()(torch.from_numpy(images))
        return [tensor.numpy() for tensor in (output if isinstance(output, tuple) else (output,))]
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
    return list(session.run(None, {session.get_inputs()[0].name: images}))


if __name__ == "__main__":
    main()
