"""The comparison of runs: curves, differing settings, scores and accuracy by class."""

import shlex
from collections.abc import Callable, Sequence

import msgspec

from workbench.analysis.comparison import by_class, differences, evaluation_labels
from workbench.core.domain import Side
from workbench.core.events import Evaluated, Scalars
from workbench.core.job import Job
from workbench.core.scores import PixelScores, Scores
from workbench.core.target_quality import TargetQuality
from workbench.gui.kit.core_words import word
from workbench.gui.kit.language import tr
from workbench.gui.kit.number_format import duration, estimate_words, percent, whole, with_interval
from workbench.gui.records.comparison import Comparison, Lines, Points, add, available_measures, cells, title_of
from workbench.gui.session.runs_controller import RunsController
from workbench.gui.session.session import Session
from workbench.store.project import RunRecord
from workbench.store.run_folder import RunFolder

TARGET, SOURCE, MEAN_IOU = tr("Target accuracy"), tr("Source accuracy"), tr("Mean IoU on the target")


def compare_runs(runs: RunsController, records: Sequence[RunRecord]) -> Comparison:
    """Return the comparison of runs for the sheet."""
    session = runs.session
    assert runs.record_table is not None
    folders = [RunFolder(runs.record_table.place(record.id)) for record in records]
    jobs = [folder.job() if folder.has_job() else run.job for folder, run in zip(folders, records, strict=True)]
    cards = {card.name: card for card in session.catalogue.methods} if session.catalogue else {}
    titles = (
        {card.name: word(card.title.capitalize()) for card in session.catalogue.validators} if session.catalogue else {}
    )
    curves = [_points(folder, titles) for folder in folders]
    validators = {name: True for curve in curves for name in curve if name in titles.values()}
    return Comparison(
        title=tr("Compare runs ") + ", ".join(str(record.number) for record in records),
        names=[f"{record.number} {title_of(record.job.method, cards)}" for record in records],
        measures=available_measures({MEAN_IOU: True, TARGET: True, SOURCE: True, **validators}, curves),
        curves=curves,
        scores=_scores(records, {} if session.catalogue is None else titles, runs.quality.of_measured),
        settings=[(row.name.replace("_", " "), *cells(row.values)) for row in differences(jobs, cards)],
        commands=[shlex.join(runs.command(record)) for record in records],
        classes=_masks_by_class(runs, records) or _images_by_class(session, folders, jobs),
    )


def _images_by_class(session: Session, folders: Sequence[RunFolder], jobs: Sequence[Job]) -> Lines:
    """Return the accuracy of each run on the labelled images of each class."""
    predictions = [{row.path: row.predicted for row in folder.predictions()} for folder in folders]
    rows = by_class(predictions, evaluation_labels(_labels(session), jobs))
    return [(f"{row.name} ({whole(row.samples)})", *map(percent, row.shares)) for row in rows]


def _masks_by_class(runs: RunsController, records: Sequence[RunRecord]) -> Lines:
    """Return the IoU of each run by class of the target's masks; empty where no run was measured on masks."""
    measured = [runs.quality.of(record).by_class if record.scores else {} for record in records]
    ious = [{name: one.iou for name, one in classes.items() if one.iou is not None} for classes in measured]
    names = dict.fromkeys(name for classes in ious for name in classes)
    return [(name, *(percent(classes.get(name)) for classes in ious)) for name in names]


def _labels(session: Session) -> dict[str, str]:
    samples = session.domains.samples(Side.TARGET)
    known = {sample.path: sample.label for sample in samples if sample.label is not None}
    return known | dict(session.labels.by_path)


def _points(folder: RunFolder, titles: dict[str, str]) -> Points:
    points: Points = {}
    for event in folder.training_folder().events():
        if isinstance(event, Scalars):
            add(
                points,
                event.step,
                {tr("Loss: {name}", name=name): value for name, value in event.values.items()},
            )
        elif isinstance(event, Evaluated) and not event.final:
            scores = event.scores
            pixels = scores.target_pixels
            shares = {TARGET: scores.target_accuracy, SOURCE: scores.source_accuracy}
            shares[MEAN_IOU] = pixels.miou if pixels else None
            shares |= {titles[name]: score for name, score in scores.validators.items() if name in titles}
            add(points, event.step, {name: None if share is None else 100 * share for name, share in shares.items()})
    return points


def _scores(
    records: Sequence[RunRecord], titles: dict[str, str], measured: Callable[[RunRecord], TargetQuality | None]
) -> Lines:
    all_scores = [record.scores for record in records]
    ious = [scores.target_pixels if scores else None for scores in all_scores]
    return [
        (tr("Status"), *(word(record.status) for record in records)),
        *([(MEAN_IOU, *map(_mean_iou, ious))] if any(ious) else []),
        (TARGET, *(percent(each.value if each else None) for each in map(measured, records))),
        (tr("Held-out shots"), *map(_held_out, all_scores)),
        *(
            (title, *(percent(scores.validators.get(name) if scores else None) for scores in all_scores))
            for name, title in titles.items()
        ),
        (tr("Time"), *("–" if record.seconds is None else duration(record.seconds) for record in records)),
    ]


def _mean_iou(pixels: PixelScores | None) -> str:
    """Return the mean IoU with its interval, which runs of earlier versions lack."""
    if pixels is None or isinstance(pixels.bounds, msgspec.UnsetType):
        return percent(pixels.miou if pixels else None)
    return with_interval(pixels.miou, *pixels.bounds.miou)


def _held_out(scores: Scores | None) -> str:
    return estimate_words(scores.shot_accuracy if scores else None)
