"""The comparison of runs: curves, differing settings, scores and accuracy by class."""

import shlex
from collections.abc import Callable, Sequence

from workbench.analysis.comparison import by_class, differences, evaluation_labels
from workbench.core.domain import Side
from workbench.core.events import Evaluated, Scalars
from workbench.core.scores import Scores
from workbench.core.target_quality import TargetQuality
from workbench.gui.kit.number_format import duration, percent
from workbench.gui.records.comparison import Comparison, Lines, Points, add, available_measures, cells, title_of
from workbench.gui.session.runs_controller import RunsController
from workbench.gui.session.session import Session
from workbench.store.project import RunRecord
from workbench.store.run_folder import RunFolder

TARGET, SOURCE = "Target accuracy", "Source accuracy"


def compare_runs(runs: RunsController, records: Sequence[RunRecord]) -> Comparison:
    """Return the comparison of runs for the sheet."""
    session = runs.session
    assert runs.record_table is not None
    folders = [RunFolder(runs.record_table.place(record.id)) for record in records]
    jobs = [folder.job() if folder.has_job() else run.job for folder, run in zip(folders, records, strict=True)]
    cards = {card.name: card for card in session.catalogue.methods} if session.catalogue else {}
    titles = {card.name: card.title.capitalize() for card in session.catalogue.validators} if session.catalogue else {}
    curves = [_points(folder, titles) for folder in folders]
    rows = by_class(
        [{row.path: row.predicted for row in folder.predictions()} for folder in folders],
        evaluation_labels(_labels(session), jobs),
    )
    validators = {name: True for curve in curves for name in curve if name in titles.values()}
    return Comparison(
        title="Compare runs " + ", ".join(str(record.number) for record in records),
        names=[f"{record.number} {title_of(record.job.method, cards)}" for record in records],
        measures=available_measures({TARGET: True, SOURCE: True, **validators}, curves),
        curves=curves,
        scores=_scores(records, {} if session.catalogue is None else titles, runs.quality.of_measured),
        settings=[(row.name.replace("_", " "), *cells(row.values)) for row in differences(jobs, cards)],
        commands=[shlex.join(runs.command(record)) for record in records],
        classes=[(f"{row.name} ({row.samples:,})", *map(percent, row.shares)) for row in rows],
    )


def _labels(session: Session) -> dict[str, str]:
    samples = session.domains.samples(Side.TARGET)
    known = {sample.path: sample.label for sample in samples if sample.label is not None}
    return known | dict(session.labels.by_path)


def _points(folder: RunFolder, titles: dict[str, str]) -> Points:
    points: Points = {}
    for event in folder.training_folder().events():
        if isinstance(event, Scalars):
            add(points, event.step, {f"Loss: {name}": value for name, value in event.values.items()})
        elif isinstance(event, Evaluated) and not event.final:
            scores = event.scores
            shares = {TARGET: scores.target_accuracy, SOURCE: scores.source_accuracy}
            shares |= {titles[name]: score for name, score in scores.validators.items() if name in titles}
            add(points, event.step, {name: None if share is None else 100 * share for name, share in shares.items()})
    return points


def _scores(
    records: Sequence[RunRecord], titles: dict[str, str], measured: Callable[[RunRecord], TargetQuality | None]
) -> Lines:
    all_scores = [record.scores for record in records]
    return [
        ("Status", *(record.status.value for record in records)),
        ("Target accuracy", *(percent(each.value if each else None) for each in map(measured, records))),
        ("Held-out shots", *map(_held_out, all_scores)),
        *(
            (title, *(percent(scores.validators.get(name) if scores else None) for scores in all_scores))
            for name, title in titles.items()
        ),
        ("Time", *("–" if record.seconds is None else duration(record.seconds) for record in records)),
    ]


def _held_out(scores: Scores | None) -> str:
    share = scores.shot_accuracy if scores else None
    return "–" if share is None else f"{percent(share.value)} ({percent(share.low, 0)} to {percent(share.high, 0)})"
