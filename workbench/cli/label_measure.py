"""`workbench label measure`: draws target images at random, takes their labels, and measures the runs on them."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from workbench.core.counting import count
from workbench.core.domain import Domain, Side
from workbench.core.errors import UserError
from workbench.core.miss_costs import check_costs, parse_costs
from workbench.core.target_quality import LABELS_TO_ASK
from workbench.library.label_places import follow, images_of, open_project
from workbench.store.project import Project, is_project
from workbench.store.record_table import Status
from workbench.store.run_folder import RunFolder

if TYPE_CHECKING:
    from workbench.analysis.measuring import MeasuringLabels
    from workbench.data.labels.contract import Entry
    from workbench.store.draws import DrawnSample

SHOWN = 20
FIXED_NUMBER = (
    "The interval is Wilson's, for a number of labels that was fixed beforehand; to stop as soon as it is narrow "
    "enough costs a little of its 95 %."
)


class TakenLabels(NamedTuple):
    """What a file of labels brought: `changed` paths, and the entries that measure nothing, with their problems."""

    changed: list[str]
    left_out: list["Entry"]


def do_measure(arguments: argparse.Namespace) -> int:
    """Draw images or take their labels, and print the runs' measured accuracy. Return 0."""
    import msgspec

    from workbench.analysis.measured_runs import labels_of, measured_runs
    from workbench.cli.measured_table import as_json, show_runs

    _check(arguments)
    with open_project(arguments.place) as project:
        domain = images_of(project, arguments.images)
        if arguments.release:
            return _release(project, json=arguments.json)
        if arguments.cost is not None:
            return _set_costs(project, arguments.cost, json=arguments.json)
        taken = _take(project, domain, arguments.labels) if arguments.labels else TakenLabels([], [])
        drawn = _draw(project, domain, arguments.count, asked=arguments.labels is None)
        follow(project, domain)
        labels = labels_of(project)
        only = [arguments.run.absolute().name] if arguments.run else []
        runs, errors = measured_runs(project, domain.samples, only)
    if only and not runs:
        raise UserError(f"The project has no finished run {only[0]}.", "“workbench runs PROJECT” lists them.")
    present = {sample.path for sample in domain.samples}
    pending = [labels.drawn[path] for path in labels.pending if path in present]
    if arguments.out is not None:
        _write_sheet(arguments.out, pending)
    if arguments.json:
        answer: dict[str, Any] = {
            "drawn": len(labels.drawn),
            "labelled": len(labels.named),
            "unsure": len(labels.unsure),
            "pending": [_spot(sample) for sample in pending],
            "left_out": [[entry.path, entry.label, entry.where, entry.problem] for entry in taken.left_out],
            "runs": [as_json(run) for run in runs],
        }
        print(msgspec.json.encode(answer).decode())
        return 0
    _tell(labels, pending, drawn, taken, arguments)
    show_runs(runs, details=bool(only) or len(runs) == 1, pending=len(labels.pending))
    if any(run.measurement.quality.value is not None for run in runs):
        print(FIXED_NUMBER)
    for error in errors:
        print(f"{error.message} {error.hint}", file=sys.stderr)
    return 0


def _check(arguments: argparse.Namespace) -> None:
    if not is_project(arguments.place):
        raise UserError(
            f"{arguments.place} is not a project, so it has no measuring set.",
            "Give the folder of a project, NAME.workbench.",
        )
    if arguments.count is not None and arguments.count < 1:
        raise UserError(f"The value {arguments.count} of --count is too small.", "Give 1 or more.")


def _release(project: Project, *, json: bool) -> int:
    import msgspec

    released = project.measuring_set.release()
    if json:
        print(msgspec.json.encode({"released": released}).decode())
    else:
        print(f"{count(len(released), 'image')} released: the labels teach from now on, and measure no more.")
    return 0


def _set_costs(project: Project, texts: list[str], *, json: bool) -> int:
    """Set the costs of a miss, print them, and return 0."""
    import msgspec

    costs = parse_costs(texts)
    for record in project.runs():
        if record.status is Status.FINISHED:
            check_costs(costs, RunFolder(project.run_folder(record.id)).result().classes)
    project.miss_costs.set(costs)
    kept = project.miss_costs.current()
    if json:
        print(msgspec.json.encode({"costs": kept}).decode())
    else:
        named = ", ".join(f"{name} {cost:g}" for name, cost in kept.items())
        print(f"A miss costs: {named}, others 1. Exported models decide so." if kept else "Every miss costs 1.")
    return 0


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
    from workbench.engine.tasks.registry import task
    from workbench.library.folder import scan_folder

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
    from workbench.data.labels.contract import Entry, read_label_file
    from workbench.data.labels.path_matching import match_paths

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
            problem = f"was asked at the pixel {_place(drawn[path])}"
        left_out.append(Entry(path, matched.labels[path], "", problem=problem))
    if not labels:
        raise UserError(
            f"{file} has no label of a drawn image.",
            f"To list the drawn images: workbench label measure {project.folder}",
        )
    return TakenLabels(project.labels.apply(labels, f"measured in {file.name}"), left_out)


def _other_points(file: Path, drawn: "dict[str, DrawnSample]") -> set[str]:
    """The paths whose pixel in the table is another one than the drawn one."""
    from workbench.core.csv_table import read_csv
    from workbench.data.label_tables import PATHS, TABLE_SUFFIXES

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


def _write_sheet(out: Path, pending: "list[DrawnSample]") -> None:
    """Write a table to fill in and to pass to --labels."""
    import csv

    from workbench.core.csv_cells import escaped_path
    from workbench.core.files import replacing

    points = any(sample.x is not None for sample in pending)
    try:
        with replacing(out) as temporary, temporary.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(("path", *(("x", "y") if points else ()), "label"))
            for sample in pending:
                writer.writerow((escaped_path(sample.path), *((sample.x, sample.y) if points else ()), ""))
    except OSError as error:
        raise UserError(f"The table cannot be written to {out} ({error}).", "Choose another place.") from error


def _tell(
    labels: "MeasuringLabels",
    pending: "list[DrawnSample]",
    drawn: list[str],
    taken: TakenLabels,
    arguments: argparse.Namespace,
) -> None:
    if taken.changed:
        print(f"{count(len(taken.changed), 'label')} stored.")
    for entry in taken.left_out[:SHOWN]:
        print(f"Left out: {entry.path or entry.where} {entry.problem}", file=sys.stderr)
    if len(taken.left_out) > SHOWN:
        print(f"… and {len(taken.left_out) - SHOWN:,} more; --json lists all.", file=sys.stderr)
    if drawn:
        print(f"{count(len(drawn), 'image')} drawn at random.")
    unsure = f", {len(labels.unsure):,} unsure" if labels.unsure else ""
    print(f"Measuring set: {len(labels.named):,} of {count(len(labels.drawn), 'image')} labelled{unsure}.")
    if pending and arguments.out is None:
        print(f"To label, in this order{', the class at the pixel x, y' if pending[0].x is not None else ''}:")
        for sample in pending:
            print(f"  {sample.path}" + (f"  {_place(sample)}" if sample.x is not None else ""))
    if pending:
        print(f"Then: workbench label measure {arguments.place} --labels FILE.csv")


def _spot(sample: "DrawnSample") -> dict[str, object]:
    return {"path": sample.path} | ({} if sample.x is None else {"x": sample.x, "y": sample.y})


def _place(sample: "DrawnSample") -> str:
    return f"{sample.x}, {sample.y}"
