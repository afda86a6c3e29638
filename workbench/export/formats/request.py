"""A request to write a finished run's model."""

from pathlib import Path
from typing import NamedTuple

from workbench.core.manifest import Outcome, Precision
from workbench.export.graph import OPSET


class Exporting(NamedTuple):
    """A request to write the last model of a finished run, or the best by its validator, to `out`.

    `outcome`: its evaluation. `precisions`: one, or several for a model folder. `with_pt2`: also write torch.export's
    file to a model folder. `target`: the target folder, if it has moved. `accept`: write a model that changes too many
    predictions. `any_size`: the graph accepts images of any size. `opset`: the version of ONNX's operators.
    """

    run: Path
    out: Path
    outcome: Outcome
    best: bool = False
    precisions: tuple[Precision, ...] = (Precision.FP32,)
    with_pt2: bool = False
    target: Path | None = None
    accept: bool = False
    any_size: bool = False
    opset: int = OPSET
