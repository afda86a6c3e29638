"""Collects the contents of a report: the shift, the runs, the recommended run with its reason, and its evaluation."""

import contextlib
from collections import Counter
from collections.abc import Generator, Sequence
from pathlib import Path

import msgspec

from workbench.analysis.inspection import inspect
from workbench.analysis.measured_runs import on_measuring_sets, right_on_labels
from workbench.analysis.run_evaluation import outcome_of
from workbench.core.counting import count
from workbench.core.domain import Side
from workbench.core.errors import UserError
from workbench.core.events import Prepared
from workbench.core.files import write_atomically
from workbench.core.job import Job
from workbench.core.run_selection import degradation, select, select_by_labels, standing
from workbench.core.scores import AccuracySignals
from workbench.core.shift_report import Inspection, InspectionRequest
from workbench.engine.registry import methods, translators
from workbench.engine.tasks.registry import task
from workbench.engine.validators import validator
from workbench.export.report_page import ReportContents, ReportRun, report_page
from workbench.export.translated_examples import Translated
from workbench.store.run_folder import RunFolder
from workbench.store.translation_folder import TranslationFolder
from workbench.worker.run_lookup import runs_at, translations_at

IMAGES = 500  # of each domain, if the report needs an inspection
TRANSLATIONS = 3  # largest number of translations in a report


class _KeptInspection(msgspec.Struct, frozen=True):
    """The inspection that the window saves in a project."""

    request: InspectionRequest
    inspection: Inspection


def write_report(
    places: Sequence[Path], out: Path, *, chosen: Path | None = None, shift: bool = True
) -> Generator[Prepared, None, Path]:
    """Write a report about the finished runs and translations of projects or folders. Return the recommended run.

    `chosen`: the run to recommend; None selects the run with the highest validator score that is not worse than no
    adaptation. `shift`: inspect the domains if no inspection is saved. Raises UserError if no run is finished.
    """
    runs = runs_at(places)
    if not runs:
        raise UserError("There is no finished run to report on.", "Create one with “workbench adapt SOURCE TARGET”.")
    requested = RunFolder(chosen.absolute()) if chosen else None
    if requested is not None and all(run.path != requested.path for run in runs):
        requested.result()
        runs.append(requested)
    job = (requested or runs[-1]).job()
    comparable = [run for run in runs if _domains(run.job()) == _domains(job)]
    reference_method = task(job.decided_task).card.reference
    reference = next((run for run in reversed(comparable) if run.job().method == reference_method), None)
    best, reason = _chosen(comparable, reference, requested)
    yield Prepared("Reading the runs' results", 0, 3)
    before = outcome_of(reference) if reference else None
    after = outcome_of(best, before=reference)
    yield Prepared("Inspecting the domains", 1, 3)
    inspection = _saved_inspection(places, job)
    if inspection is None and shift:
        inspection = yield from _inspect(job)
    yield Prepared("Writing the page", 2, 3)
    names, measured = _names(comparable), on_measuring_sets(comparable)
    contents = ReportContents(
        runs=[ReportRun(names[run.path], run, run.job(), run.result(), _title(run.job().method)) for run in comparable],
        chosen=names[best.path],
        reason=reason,
        reference=names[reference.path] if reference else "",
        before=before,
        after=after,
        inspection=inspection,
        folders={Side.SOURCE: _folder(job.source), Side.TARGET: _folder(job.target)},
        measured={names[run.path]: found.quality for run in comparable if (found := measured.get(run.path.absolute()))},
        difference=found.reference if (found := measured.get(best.path.absolute())) else None,
        left_out=len(runs) - len(comparable),
        translations=[_translated(run) for run in _newest(translations_at(places), job)],
    )
    try:
        write_atomically(out, report_page(contents))
    except OSError as error:
        raise UserError(f"The report could not be written to {out} ({error}).", "Choose another --out.") from error
    return best.path


def _names(runs: Sequence[RunFolder]) -> dict[Path, str]:
    """The name of each run on the page: its folder's name, with the project's name if two are equal."""
    name_counts = Counter(run.path.name for run in runs)
    names = {run.path: "/".join(run.path.parts[-1 if name_counts[run.path.name] == 1 else -3 :]) for run in runs}
    label_counts = Counter(names.values())
    return {path: name if label_counts[name] == 1 else str(path) for path, name in names.items()}


def _domains(job: Job) -> tuple[str, str]:
    return job.source, job.target


def _chosen(
    runs: Sequence[RunFolder], reference: RunFolder | None, requested: RunFolder | None
) -> tuple[RunFolder, str]:
    scores = {str(run.path): run.result().finished.scores for run in runs}
    if requested is not None:
        problem = degradation(scores[str(requested.path)], scores[str(reference.path)]) if reference else ""
        return requested, f"It was selected by hand. {problem}".strip()
    if len(runs) == 1:
        return runs[0], "It is the only finished run on these domains."
    accuracies = {name: each.target_accuracy for name, each in scores.items() if each.target_accuracy is not None}
    if len(accuracies) == len(scores):
        name = max(accuracies, key=lambda run: accuracies[run])
        return next(run for run in runs if str(run.path) == name), "It has the highest accuracy on the target's labels."
    if (by_labels := _chosen_by_labels(runs, reference or runs[-1])) is not None:
        return by_labels
    validators = {run.job().validator for run in runs}
    evidence = all(isinstance(each.signals, AccuracySignals) for each in scores.values())
    if len(validators) > 1 and not evidence:
        return runs[-1], "It is the latest: the runs have scores of different validators, which cannot be compared."
    criterion = "agreement with evidence without labels" if evidence else f"“{validator(validators.pop()).title}”"
    if reference is None:
        name = max(scores, key=lambda run: standing(scores[run]))
        reason = f"It is best by {criterion}. There is no run without adaptation for comparison."
    else:
        choice = select(scores, str(reference.path))
        name = choice.chosen
        if name == str(reference.path):
            reason = f"No adapted model is better by {criterion} without a loss of source accuracy."
        else:
            reason = f"It is best by {criterion}, of the runs that are not worse than no adaptation."
        if choice.rivals:
            rivals = " and ".join(Path(run).name for run in choice.rivals)
            reason = f"{reason} Undecided: {rivals} came too close to tell; labels would decide."
    reason = f"The program chose it: {reason[0].lower()}{reason[1:]}"
    return next(run for run in runs if str(run.path) == name), reason


def _chosen_by_labels(runs: Sequence[RunFolder], reference: RunFolder) -> tuple[RunFolder, str] | None:
    """The run that the labels of the measuring set favour, and why; None without labels that all runs can answer."""
    right, population = right_on_labels(runs)
    answers = {str(place): row for place, row in right.items()}
    labels = len(next(iter(answers.values()), ()))
    if not labels:
        return None
    scores = {str(run.path.absolute()): run.result().finished.scores for run in runs}
    choice = select_by_labels(scores, str(reference.path.absolute()), answers, population)
    run = next(run for run in runs if str(run.path.absolute()) == choice.chosen)
    if not choice.rivals:
        return run, f"The program chose it: {count(labels, 'random label')} favoured it over all others."
    rivals = " and ".join(Path(rival).name for rival in choice.rivals)
    undecided = f"{count(labels, 'random label')} cannot tell it from {rivals}; more would."
    return run, f"The program chose it by labels and evidence. Undecided: {undecided}"


def _title(method: str) -> str:
    entry = methods().get(method)
    return entry.title if entry is not None else method


def _newest(translations: Sequence[TranslationFolder], job: Job) -> list[TranslationFolder]:
    """The latest translations to the job's target."""
    comparable = [run for run in translations if run.job().target == job.target]
    return sorted(comparable, key=lambda run: run.result_file.stat().st_mtime, reverse=True)[:TRANSLATIONS]


def _translated(place: TranslationFolder) -> Translated:
    job = place.job()
    entry = translators().get(job.translator)
    title = entry.title if entry is not None else job.translator
    return Translated(place.path.name, title, job, place.result().quality, place.preview())


def _saved_inspection(places: Sequence[Path], job: Job) -> Inspection | None:
    projects = {project for place in places for project in (place.absolute(), place.absolute().parent.parent)}
    for project in projects:
        with contextlib.suppress(OSError, msgspec.MsgspecError):
            saved = msgspec.msgpack.decode(
                (project / "cache" / "inspection.msgpack").read_bytes(), type=_KeptInspection
            )
            if (saved.request.source, saved.request.target) == _domains(job) and not saved.request.model:
                return saved.inspection
    return None


def _inspect(job: Job) -> Generator[Prepared, None, Inspection | None]:
    """Inspect both domains; None if a folder no longer exists or the source is a model."""
    request = InspectionRequest(
        source=job.source,
        target=job.target,
        images=IMAGES,
        corrections=job.corrections,
        cache=job.cache,
        source_range=job.source_range,
        target_range=job.target_range,
    )
    if not all(Path(place).exists() for place in _domains(job)) or Path(job.source).suffix == ".safetensors":
        return None
    return (yield from inspect(request))


def _folder(place: str) -> Path:
    return Path(place).parent if Path(place).is_file() else Path(place)
