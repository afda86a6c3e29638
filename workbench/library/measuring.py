"""Measures a model on labelled images."""

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from workbench.analysis.groups import check_groups, folder_levels, read_groups
from workbench.core.events import Prepared
from workbench.core.name_matching import composed
from workbench.core.text_table import Summary, TextTable
from workbench.export.tasks.contract import Measuring
from workbench.export.tasks.registry import exporter_for
from workbench.library.checkpoints import is_best
from workbench.library.folder import scan_folder
from workbench.library.notebook import html_lines, html_table
from workbench.library.options import Place
from workbench.library.work import Work


@dataclass(frozen=True)
class MeasuredModel:
    """The scores of a model on a folder. `answer`: by name, as JSON has them; `parts`: tables and sentences."""

    answer: Mapping[str, object]
    parts: Sequence[TextTable | str]

    def _repr_html_(self) -> str:
        return "".join(
            html_lines(part) if isinstance(part, str) else html_table(part.head, part.rows) for part in self.parts
        )


def measure(
    model: Place,
    folder: Place,
    *,
    groups: Place | None = None,
    scales: Sequence[float] = (1.0,),
    map: Mapping[str, str] | None = None,
    checkpoint: str = "last",
) -> Work[Prepared, MeasuredModel]:
    """Measure a run's model, or an exported one, on labelled images: a folder, or a CSV with the columns path,label.

    `groups`: for masks, a CSV with the column path and others. `scales`: for masks, factors of the image size over
    which predictions are averaged. `map`: classes of the folder to those of the model. `checkpoint`: “last” or “best”.
    Raises UserError if no label is a class of the model.
    """
    place = Path(groups) if groups is not None else None
    mapping = {composed(theirs): composed(ours) for theirs, ours in (map or {}).items()}
    return Work(_measured(Path(model), Path(folder), place, tuple(scales), mapping, is_best(checkpoint)))


def _measured(
    model: Path,
    folder: Path,
    groups: Path | None,
    scales: tuple[float, ...],
    mapping: Mapping[str, str],
    best: bool,
) -> Generator[Prepared, None, MeasuredModel]:
    exporter = exporter_for(model)
    domain = scan_folder(folder)
    paths = [sample.path for sample in domain.samples]
    table = read_groups(groups, paths) if groups is not None else {}
    check_groups(table, paths, str(groups))
    levels = folder_levels(paths, [None] * len(paths))
    summary: Summary = yield from exporter.measure(Measuring(model, domain, best, mapping, scales, levels | table))
    return MeasuredModel(summary.answer, summary.parts)
