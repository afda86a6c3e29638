"""What is to be said of a run's model where it goes: the facts of model.json, from what the run left."""

import shlex
from importlib.metadata import version
from pathlib import Path

import msgspec

from workbench import __version__
from workbench.core.command_line import command_line
from workbench.core.errors import UserError
from workbench.core.events import Evaluated, Started
from workbench.core.job import Job
from workbench.core.manifest import DomainFacts, Manifest, MeasuredScore, Outcome, UnknownRule
from workbench.engine.adapted_model import Adapted
from workbench.engine.open_set import OPEN
from workbench.engine.validators import VALIDATORS
from workbench.export.graph import OPSET
from workbench.export.tasks.registry import exporter
from workbench.nets.backbones import card
from workbench.nets.cosine import CosineHead
from workbench.store.run_folder import RunFolder

LICENCE_HINT = "not known; see where its weights come from"


def manifest_of(place: RunFolder, adapted: Adapted, *, best: bool, outcome: Outcome, any_size: bool) -> Manifest:
    """Without files and costs, which the export adds."""
    job, result = adapted.job, place.result()
    started = next((event for event in place.events() if isinstance(event, Started)), None)
    names = Path(job.source).name, Path(job.target).name
    counts = (started.source, started.target) if started else (0, 0)
    prints = result.fingerprints or ("", "")
    domains = [DomainFacts(*each) for each in zip(names, counts, prints, strict=True)]
    head = next((one for one in adapted.model.modules() if isinstance(one, CosineHead)), None)
    versions = {name: version(name) for name in ("torch", "onnx", "onnxruntime")}
    return Manifest(
        classes=adapted.classes,
        preprocessing=exporter(job.decided_task).tracing().preprocessing(job, any_size=any_size),
        files={},
        task=job.decided_task,
        table=adapted.table,
        method=job.method,
        settings=dict(job.settings),
        backbone=job.backbone,
        backbone_licence=_licence(job.backbone),
        checkpoint=f"best by validator, step {result.best_step:,}" if best else f"last, step {job.steps:,}",
        head_temperature=head.temperature if head else None,
        unknown=UnknownRule() if job.shift in OPEN else None,
        source=domains[0],
        target=domains[1],
        scores=_scores(place, adapted, best, outcome),
        versions={"workbench": __version__, **versions, "opset": str(OPSET)},
        command=shlex.join(command_line(_without_places(job), "shots.csv", "shot-masks")),
    )


def _without_places(job: Job) -> Job:
    """The recipe by the folders' names: where they lie is nobody's business elsewhere."""
    names = {name: Path(getattr(job, name)).name for name in ("source", "target", "weights")}
    return msgspec.structs.replace(job, **names)


def _licence(backbone: str) -> str:
    try:
        return card(backbone).licence or LICENCE_HINT
    except UserError:  # of a package that is not installed any more
        return LICENCE_HINT


def _scores(place: RunFolder, adapted: Adapted, best: bool, outcome: Outcome) -> tuple[MeasuredScore, ...]:
    result = place.result()
    scores, seen = result.finished.scores, "target images"
    leaves = exporter(adapted.job.decided_task)
    performance = outcome.performance
    if best:  # it was looked at on a sample of both domains
        looks = [one for one in place.events() if isinstance(one, Evaluated) and one.step == result.best_step]
        scores, performance = (looks[0].scores, None) if looks else (scores, None)
        seen = "a sample of target images"
    found = []
    if scores.source_accuracy is not None:
        found.append(MeasuredScore("source accuracy", scores.source_accuracy, "held-out source images"))
    if scores.target_accuracy is not None:
        known = performance.accuracy if performance and scores.open is None else None
        on = f"{known.count:,} labelled {seen}" if known else f"labelled {seen}"
        found.append(MeasuredScore(leaves.accuracy, scores.target_accuracy, f"{on} that were no shots", known))
    if scores.shot_accuracy is not None:
        shots = scores.shot_accuracy
        found.append(MeasuredScore("held-out shots", shots.value, f"{shots.count:,} target images", shots))
    found += leaves.measured_scores(scores, adapted.classes)
    titles = {one.name: one.title for one in VALIDATORS}
    return (
        *found,
        *(
            MeasuredScore(f"validator: {titles.get(name, name)}", value, "both domains, no label of the target")
            for name, value in scores.validators.items()
        ),
    )
