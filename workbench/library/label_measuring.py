"""Draws target images of a project at random, takes their labels, and measures the runs on them."""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from workbench.analysis.measured_runs import MeasuredRun, labels_of, measured_runs
from workbench.analysis.measuring import MeasuringLabels
from workbench.core.csv_cells import escaped_path
from workbench.core.csv_table import read_csv
from workbench.core.domain import Domain, Side
from workbench.core.errors import UserError
from workbench.core.files import replacing
from workbench.core.miss_costs import check_costs
from workbench.core.target_quality import LABELS_TO_ASK
from workbench.data.label_tables import PATHS, TABLE_SUFFIXES
from workbench.data.labels.contract import Entry, read_label_file
from workbench.data.labels.path_matching import match_paths
from workbench.engine.tasks.registry import task
from workbench.library.folder import scan_folder
from workbench.library.label_places import follow, images_of, open_project
from workbench.library.options import Place
from workbench.store.draws import DrawnSample
from workbench.store.project import Project, is_project
from workbench.store.record_table import Status
from workbench.store.run_folder import RunFolder


class TakenLabels(NamedTuple):
    """What a file of labels brought: `changed` paths, and the entries that measure nothing, with their problems."""

    changed: list[str]
    left_out: list[Entry]


class MeasuredProject(NamedTuple):
    """The measuring set of a project, and its runs measured on it.

    `drawn`: paths that were drawn now; `pending`: drawn samples without a label; `taken`: what a file of labels
    brought; `runs`, `errors`: the finished runs, and why others cannot be measured.
    """

    labels: MeasuringLabels
    drawn: list[str]
    pending: list[DrawnSample]
    taken: TakenLabels
    runs: list[MeasuredRun]
    errors: list[UserError]


def measure(
    project: Place,
    *,
    images: Place | None = None,
    count: int | None = None,
    run: Place | None = None,
    labels: Place | None = None,
    out: Place | None = None,
) -> MeasuredProject:
    """Draw images of a project's target at random, or take their labels, and measure its runs on them.

    These labels never teach. `images`: the folder, by default the project's target. `count`: draw so many more; some
    are drawn at first if it is not given. `run`: measure only this run. `labels`: a file of labels of drawn images.
    `out`: write a table of the images to label. Raises UserError if nothing can be drawn or the file has no such label.
    """
    if count is not None and count < 1:
        raise UserError(f"The value {count} of --count is too small.", "Give 1 or more.")
    with open_project(_checked(Path(project))) as opened:
        domain = images_of(opened, Path(images) if images is not None else None)
        taken = _take(opened, domain, Path(labels)) if labels is not None else TakenLabels([], [])
        drawn = _draw(opened, domain, count, asked=labels is None)
        follow(opened, domain)
        known = labels_of(opened)
        only = [Path(run).absolute().name] if run is not None else []
        runs, errors = measured_runs(opened, domain.samples, only)
    if only and not runs:
        raise UserError(f"The project has no finished run {only[0]}.", "“workbench runs PROJECT” lists them.")
    present = {sample.path for sample in domain.samples}
    pending = [known.drawn[path] for path in known.pending if path in present]
    if out is not None:
        _write_sheet(Path(out), pending)
    return MeasuredProject(known, drawn, pending, taken, runs, errors)


def release(project: Place) -> list[str]:
    """Let all labels of a project's measuring set teach. Returns their paths. Raises UserError without a project."""
    with open_project(_checked(Path(project))) as opened:
        return opened.measuring_set.release()


def weigh(project: Place, cost: Mapping[str, float]) -> dict[str, float]:
    """Set what missing a class costs against another error, for models that leave a project; others cost 1.

    Returns the costs that are kept. Raises UserError if a finished run does not have the class.
    """
    with open_project(_checked(Path(project))) as opened:
        for record in opened.runs():
            if record.status is Status.FINISHED:
                check_costs(cost, RunFolder(opened.run_folder(record.id)).result().classes)
        opened.miss_costs.set(dict(cost))
        return dict(opened.miss_costs.current())


def place_of(sample: DrawnSample) -> str:
    """The pixel of a drawn sample whose class is asked for."""
    return f"{sample.x}, {sample.y}"


def _checked(place: Path) -> Path:
    if not is_project(place):
        hint = "Give the folder of a project, NAME.workbench."
        raise UserError(f"{place} is not a project, so it has no measuring set.", hint)
    return place


def _draw(project: Project, domain: Domain, number: int | None, *, asked: bool) -> list[str]:
    """Draw that many more images; without a number, the first ones if none is drawn and no labels were given."""
    if number is None and (project.measuring_set.current() or not asked):
        return []
    drawn = project.measuring_set.draw(domain.samples, number or LABELS_TO_ASK, points=_at_points(project))
    if not drawn:
        raise UserError(
            "No image can be drawn: each target image is drawn already, or has a label or paint that teaches.",
            "Add images to the target folder.",
        )
    return drawn


def _at_points(project: Project) -> bool:
    """Whether a label that measures is the class of a pixel, by the task of the project."""
    finished = [record for record in project.runs() if record.status is Status.FINISHED]
    if finished:
        return task(RunFolder(project.run_folder(finished[-1].id)).job().decided_task).measured_at_points
    folder = project.domain_folder(Side.SOURCE)
    if folder is None:
        raise UserError(f"The project {project.name} has no source folder yet.", "Choose one in the window.")
    try:
        return task(scan_folder(folder).task).measured_at_points
    except UserError:  # a model in the place of a source, which names images
        return False


def _take(project: Project, domain: Domain, file: Path) -> TakenLabels:
    """Store the labels of drawn images as one action. Raises UserError if the file has none."""
    drawn = project.measuring_set.current()
    if not drawn:
        raise UserError("No image is drawn yet.", f"Draw some first: workbench label measure {project.folder}")
    content = read_label_file(file)
    moved = _other_points(file, drawn)
    matched = match_paths(content.entries, domain, file if file.is_dir() else file.absolute().parent)
    labels = {path: label for path, label in matched.labels.items() if path in drawn and path not in moved}
    left_out = [entry for entry in content.unusable if entry.label or not entry.path]  # the others are to be labelled
    left_out += matched.unknown
    left_out += [entry._replace(problem="has several labels") for one in matched.conflicts for entry in one.entries[:1]]
    for path in matched.labels.keys() - labels.keys():
        problem = "is not drawn, so it cannot measure; “label import” lets it teach"
        if path in drawn:
            problem = f"was asked at the pixel {place_of(drawn[path])}"
        left_out.append(Entry(path, matched.labels[path], "", problem=problem))
    if not labels:
        raise UserError(
            f"{file} has no label of a drawn image.",
            f"To list the drawn images: workbench label measure {project.folder}",
        )
    return TakenLabels(project.labels.apply(labels, f"measured in {file.name}"), left_out)


def _other_points(file: Path, drawn: dict[str, DrawnSample]) -> set[str]:
    """The paths whose pixel in the table is another one than the drawn one."""
    if file.suffix.lower() not in TABLE_SUFFIXES:
        return set()
    table = read_csv(file, (*PATHS, "x", "y"))
    where, across, down = table.column(PATHS), table.column_named("x"), table.column_named("y")
    if where is None or across is None or down is None:
        return set()
    named = {row.cells[where]: (row.cells[across], row.cells[down]) for row in table.rows if not row.problem}
    return {
        path for path, point in named.items() if path in drawn and point != (str(drawn[path].x), str(drawn[path].y))
    }


def _write_sheet(out: Path, pending: Sequence[DrawnSample]) -> None:
    """Write a table to fill in and to pass to --labels."""
    points = any(sample.x is not None for sample in pending)
    try:
        with replacing(out) as temporary, temporary.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(("path", *(("x", "y") if points else ()), "label"))
            for sample in pending:
                writer.writerow((escaped_path(sample.path), *((sample.x, sample.y) if points else ()), ""))
    except OSError as error:
        raise UserError(f"The table cannot be written to {out} ({error}).", "Choose another place.") from error
