"""Runs side by side: their curves, what differs between their recipes, and their accuracy by class."""

import shlex
from collections.abc import Sequence

from workbench.analysis.comparison import by_class, differences, evaluation_labels
from workbench.core.domain import Side
from workbench.core.events import Evaluated, Scalars
from workbench.core.scores import Scores
from workbench.gui.kit.number_format import duration, percent
from workbench.gui.records.comparison import Comparison, Lines, Points, add, cells, offered, title_of
from workbench.gui.session.runs_controller import RunsController
from workbench.gui.session.session import Session
from workbench.store.project import RunRecord
from workbench.store.run_folder import RunFolder

TARGET, SOURCE = "Target accuracy", "Source accuracy"


def compare_runs(runs: RunsController, records: Sequence[RunRecord]) -> Comparison:
    """What the sheet shows of these runs."""
    session = runs.session
    assert runs.shelf is not None
    places = [RunFolder(runs.shelf.place(record.id)) for record in records]
    jobs = [place.job() if place.has_job() else one.job for place, one in zip(places, records, strict=True)]
    cards = {card.name: card for card in session.catalogue.methods} if session.catalogue else {}
    titles = {one.name: one.title.capitalize() for one in session.catalogue.validators} if session.catalogue else {}
    curves = [_points(place, titles) for place in places]
    rows = by_class(
        [{one.path: one.predicted for one in place.predictions()} for place in places],
        evaluation_labels(_labels(session), jobs),
    )
    told = {name: True for curve in curves for name in curve if name in titles.values()}
    return Comparison(
        title="Compare runs " + ", ".join(str(one.number) for one in records),
        names=[f"{one.number} {title_of(one.job.method, cards)}" for one in records],
        measures=offered({TARGET: True, SOURCE: True, **told}, curves),
        curves=curves,
        scores=_scores(records, {} if session.catalogue is None else titles),
        settings=[(row.name.replace("_", " "), *cells(row.values)) for row in differences(jobs, cards)],
        commands=[shlex.join(runs.command(record)) for record in records],
        classes=[(f"{one.name} ({one.samples:,})", *map(percent, one.shares)) for one in rows],
    )


def _labels(session: Session) -> dict[str, str]:
    known = {one.path: one.label for one in session.domains.samples(Side.TARGET) if one.label is not None}
    return known | dict(session.labels.by_path)


def _points(place: RunFolder, titles: dict[str, str]) -> Points:
    points: Points = {}
    for event in place.events():
        if isinstance(event, Scalars):
            add(points, event.step, {f"Loss: {name}": value for name, value in event.values.items()})
        elif isinstance(event, Evaluated) and not event.final:
            scores = event.scores
            shares = {TARGET: scores.target_accuracy, SOURCE: scores.source_accuracy}
            shares |= {titles[name]: one for name, one in scores.validators.items() if name in titles}
            add(points, event.step, {name: None if one is None else 100 * one for name, one in shares.items()})
    return points


def _scores(records: Sequence[RunRecord], titles: dict[str, str]) -> Lines:
    scores = [one.scores for one in records]
    return [
        ("status", *(one.status.value for one in records)),
        ("target accuracy", *(percent(one.target_accuracy if one else None) for one in scores)),
        ("held-out shots", *map(_held_out, scores)),
        *(
            (title, *(percent(one.validators.get(name) if one else None) for one in scores))
            for name, title in titles.items()
        ),
        ("time", *("–" if one.seconds is None else duration(one.seconds) for one in records)),
    ]


def _held_out(scores: Scores | None) -> str:
    found = scores.shot_accuracy if scores else None
    return "–" if found is None else f"{percent(found.value)} ({percent(found.low, 0)} to {percent(found.high, 0)})"
