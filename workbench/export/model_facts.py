"""Collects the contents of model.json from a run folder."""

import shlex
from importlib.metadata import version
from pathlib import Path

import msgspec

from workbench import __version__
from workbench.core.command_line import command_line
from workbench.core.errors import UserError
from workbench.core.events import Evaluated, Started
from workbench.core.job import Job
from workbench.core.manifest import FORMAT, DomainFacts, Manifest, MeasuredScore, Outcome, UnknownRule, UnknownScore
from workbench.core.miss_costs import MissCosts
from workbench.engine.adapted_model import Adapted
from workbench.engine.open_set import unknown_rule
from workbench.engine.validators import VALIDATORS
from workbench.export.decision import costs_of
from workbench.export.tasks.registry import exporter
from workbench.nets.backbones import card
from workbench.nets.cosine import CosineHead
from workbench.store.run_folder import RunFolder

LICENCE_HINT = "not known; see where its weights come from"


def run_manifest(
    run_folder: RunFolder, adapted: Adapted, *, best: bool, outcome: Outcome, any_size: bool, opset: int
) -> Manifest:
    """The manifest of a run's model, without `files` and `costs`, which the export adds."""
    job, result = adapted.job, run_folder.result()
    started = next((event for event in run_folder.events() if isinstance(event, Started)), None)
    names = Path(job.source).name, Path(job.target).name
    counts = (started.source, started.target) if started else (0, 0)
    fingerprints = result.fingerprints or ("", "")
    domains = [DomainFacts(*facts) for facts in zip(names, counts, fingerprints, strict=True)]
    head = next((module for module in adapted.model.modules() if isinstance(module, CosineHead)), None)
    versions = {name: version(name) for name in ("torch", "onnx", "onnxruntime")}
    rule = unknown_rule(job)
    costs = costs_of(run_folder.path, adapted)
    return Manifest(
        classes=adapted.classes,
        preprocessing=exporter(job.decided_task).tracing().preprocessing(job, any_size=any_size),
        files={},
        format=_format(rule, costs),
        task=job.decided_task,
        table=adapted.table,
        method=job.method,
        settings=dict(job.settings),
        backbone=job.backbone,
        backbone_licence=_licence(job.backbone),
        checkpoint=f"best by validator, step {result.best_step:,}"
        if best
        else f"last, step {result.ended or job.steps:,}",
        head_temperature=head.temperature if head else None,
        calibration_temperature=_calibration(adapted),
        calibrated_on=outcome.calibrated_on,
        unknown=rule,
        miss_costs=costs,
        source=domains[0],
        source_corrections=len(job.corrections),
        target=domains[1],
        scores=_scores(run_folder, adapted, best, outcome),
        target_quality=outcome.quality,
        versions={"workbench": __version__, **versions, "opset": str(opset)},
        command=shlex.join(command_line(_without_paths(job), "shots.csv", "shot-masks", "corrections.csv")),
    )


def _format(rule: UnknownRule | None, costs: MissCosts) -> int:
    """The oldest version of the format that says all of it."""
    if costs:
        return FORMAT
    return 2 if rule and rule.score is not UnknownScore.ENTROPY else 1


def _calibration(adapted: Adapted) -> float | None:
    temperature = getattr(adapted.model, "temperature", 1.0)  # models of pixels have none
    return None if temperature == 1 else float(temperature)


def _without_paths(job: Job) -> Job:
    """The job with folder names instead of paths, so that an exported model does not reveal them."""
    names = {name: Path(getattr(job, name)).name for name in ("source", "target", "weights")}
    return msgspec.structs.replace(job, **names)


def _licence(backbone: str) -> str:
    try:
        return card(backbone).licence or LICENCE_HINT
    except UserError:  # the package with this backbone is no longer installed
        return LICENCE_HINT


def _scores(run_folder: RunFolder, adapted: Adapted, best: bool, outcome: Outcome) -> tuple[MeasuredScore, ...]:
    result = run_folder.result()
    scores, images = result.finished.scores, "target images"
    task_export = exporter(adapted.job.decided_task)
    performance = outcome.performance
    if best:  # it was evaluated on a sample of both domains
        evaluations = [
            event for event in run_folder.events() if isinstance(event, Evaluated) and event.step == result.best_step
        ]
        scores, performance = (evaluations[0].scores, None) if evaluations else (scores, None)
        images = "a sample of target images"
    measured = []
    if scores.source_accuracy is not None:
        measured.append(MeasuredScore("source accuracy", scores.source_accuracy, "held-out source images"))
    if scores.target_accuracy is not None:
        accuracy = performance.accuracy if performance and scores.open is None else None
        on = f"{accuracy.count:,} labelled {images}" if accuracy else f"labelled {images}"
        measured.append(
            MeasuredScore(task_export.accuracy, scores.target_accuracy, f"{on} that were not shots", accuracy)
        )
    if scores.shot_accuracy is not None:
        shots = scores.shot_accuracy
        measured.append(MeasuredScore("held-out shots", shots.value, f"{shots.count:,} target images", shots))
    measured += task_export.measured_scores(scores, adapted.classes)
    titles = {validator.name: validator.title for validator in VALIDATORS}
    return (
        *measured,
        *(
            MeasuredScore(f"validator: {titles.get(name, name)}", value, "both domains, without target labels")
            for name, value in scores.validators.items()
        ),
    )
