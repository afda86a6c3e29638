"""Exports a run's model."""

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from workbench.core.errors import UserError
from workbench.core.events import Prepared
from workbench.core.manifest import Cost, Precision
from workbench.core.model_formats import ModelFormat
from workbench.export.graph import OPSET
from workbench.export.onnx import measure_precisions
from workbench.library.checkpoints import is_best
from workbench.library.notebook import html_lines, html_table, percent
from workbench.library.options import Place
from workbench.library.work import Work
from workbench.worker.export_model import export_model

Choice = TypeVar("Choice", ModelFormat, Precision)


@dataclass(frozen=True)
class ExportedModel:
    """What an export wrote. `costs`: of each precision, against PyTorch; `out`: None where only these were measured."""

    out: Path | None
    costs: tuple[Cost, ...]

    def _repr_html_(self) -> str:
        head = ("precision", "MB", "same class", "accuracy", "before", "ms per image")
        rows = [
            (
                cost.precision,
                f"{cost.bytes / 1e6:.1f}",
                f"{cost.agreement:.2%}",
                percent(cost.accuracy),
                percent(cost.accuracy_before),
                f"{cost.milliseconds:.2f}",
            )
            for cost in self.costs
        ]
        written = f"Wrote {self.out}." if self.out is not None else ""
        return (html_table(head, rows) if rows else "") + html_lines(written)


def export(
    run: Place,
    out: Place | None = None,
    *,
    format: str = ModelFormat.ONNX,
    precision: Sequence[str] = (Precision.FP32,),
    pt2: bool = False,
    target: Place | None = None,
    dynamic_size: bool = False,
    opset: int = 0,
    costs: bool = False,
    accept: bool = False,
    checkpoint: str = "last",
) -> Work[Prepared, ExportedModel]:
    """Export a finished run's model to a file or a folder, compared with PyTorch on target images.

    `format`: “folder”, “onnx”, “openvino”, “executorch”, “timm”, “pt2”, “calibration” or “source-model”. `precision`:
    of the model; several for a folder. `pt2`: also write torch.export's file to the folder. `target`: the target
    folder, if it has moved. `dynamic_size`: accept images of any height and width. `opset`: the version of ONNX's
    operators, compared with the usual one; 0 is the usual one. `costs`: only measure the cost of each precision.
    `accept`: write a lower precision even if it changes too many predictions. `checkpoint`: “last” or “best”. Raises
    UserError if the model cannot be written.
    """
    folder, best = Path(run).absolute(), is_best(checkpoint)
    moved = Path(target) if target is not None else None
    if costs:
        return Work(_costs(measure_precisions(folder, best=best, target=moved, opset=opset or OPSET)))
    if out is None:
        raise UserError("The file or folder to write is missing.", "Give it with --out.")
    place = Path(out).absolute()
    writing = export_model(
        folder,
        place,
        _chosen(ModelFormat, format, "format"),
        best=best,
        precisions=tuple(_chosen(Precision, each, "precision") for each in precision),
        with_pt2=pt2,
        target=moved,
        accept=accept,
        any_size=dynamic_size,
        opset=opset,
    )
    return Work(_written(writing, place))


def _costs(measuring: Generator[Prepared, None, tuple[Cost, ...]]) -> Generator[Prepared, None, ExportedModel]:
    return ExportedModel(None, (yield from measuring))


def _written(
    writing: Generator[Prepared, None, tuple[Cost, ...]], out: Path
) -> Generator[Prepared, None, ExportedModel]:
    return ExportedModel(out, (yield from writing))


def _chosen(kinds: type[Choice], word: str, what: str) -> Choice:
    try:
        return kinds(word)
    except ValueError as error:
        raise UserError(f"There is no {what} “{word}”.", f"Choose one of {', '.join(kinds)}.") from error
