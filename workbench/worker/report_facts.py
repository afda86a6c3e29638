"""Gathers what a report tells: the shift, the runs, which was chosen and why, and what became of the target."""

import contextlib
from collections import Counter
from collections.abc import Generator, Sequence
from pathlib import Path

import msgspec

from workbench.analysis.inspection import inspect
from workbench.analysis.run_evaluation import outcome_of
from workbench.core.domain import Side
from workbench.core.errors import UserError
from workbench.core.events import Prepared
from workbench.core.files import write_atomically
from workbench.core.job import Job
from workbench.core.run_selection import choose, harm
from workbench.core.shift_report import Inspection, InspectionRequest
from workbench.engine.registry import methods, translators
from workbench.engine.tasks.registry import task
from workbench.engine.validators import validator
from workbench.export.report_page import ReportContents, ReportRun, report_page
from workbench.export.translated_examples import Translated
from workbench.store.run_folder import RunFolder
from workbench.store.translation_folder import TranslationFolder
from workbench.worker.run_lookup import runs_at, translations_at

IMAGES = 500  # of each domain, where the shift is looked at for the report
TRANSLATIONS = 3  # that are shown


class _KeptInspection(msgspec.Struct, frozen=True):
    """The inspection that the window keeps beside a project."""

    request: InspectionRequest
    inspection: Inspection


def report(
    places: Sequence[Path], out: Path, *, chosen: Path | None = None, shift: bool = True
) -> Generator[Prepared, None, Path]:
    """Write a page about the finished runs and translations of projects, or of these folders; the recommended run.

    `chosen` is recommended where it is given, else the run that its validator scores highest without harm.
    `shift`: whether to look at the domains where no inspection is kept. Raises UserError when no run is finished.
    """
    runs = runs_at(places)
    if not runs:
        raise UserError("No finished run is there to report on.", "“workbench adapt SOURCE TARGET” makes one.")
    first = RunFolder(chosen.absolute()) if chosen else None
    if first is not None and all(one.path != first.path for one in runs):
        first.result()
        runs.append(first)
    job = (first or runs[-1]).job()
    alike = [one for one in runs if _domains(one.job()) == _domains(job)]
    plain = task(job.decided_task).card.reference
    reference = next((one for one in reversed(alike) if one.job().method == plain), None)
    best, reason = _chosen(alike, reference, first)
    yield Prepared("Reading what the runs came to", 0, 3)
    before = outcome_of(reference) if reference else None
    after = outcome_of(best, before=reference)
    yield Prepared("Looking at the shift", 1, 3)
    found = _kept(places, job)
    if found is None and shift:
        found = yield from _looked(job)
    yield Prepared("Writing the page", 2, 3)
    names = _names(alike)
    story = ReportContents(
        runs=[ReportRun(names[one.path], one, one.job(), one.result(), _title(one.job().method)) for one in alike],
        chosen=names[best.path],
        reason=reason,
        reference=names[reference.path] if reference else "",
        before=before,
        after=after,
        inspection=found,
        folders={Side.SOURCE: _folder(job.source), Side.TARGET: _folder(job.target)},
        left_out=len(runs) - len(alike),
        translations=[_translated(one) for one in _newest(translations_at(places), job)],
    )
    try:
        write_atomically(out, report_page(story))
    except OSError as error:
        raise UserError(f"The report could not be written to {out} ({error}).", "Choose another --out.") from error
    return best.path


def _names(runs: Sequence[RunFolder]) -> dict[Path, str]:
    """What the page calls each run: its folder's name, with its project's where two have the same."""
    often = Counter(one.path.name for one in runs)
    names = {one.path: "/".join(one.path.parts[-1 if often[one.path.name] == 1 else -3 :]) for one in runs}
    again = Counter(names.values())
    return {path: name if again[name] == 1 else str(path) for path, name in names.items()}


def _domains(job: Job) -> tuple[str, str]:
    return job.source, job.target


def _chosen(runs: Sequence[RunFolder], reference: RunFolder | None, first: RunFolder | None) -> tuple[RunFolder, str]:
    scores = {str(one.path): one.result().finished.scores for one in runs}
    if first is not None:
        trouble = harm(scores[str(first.path)], scores[str(reference.path)]) if reference else ""
        return first, f"It was chosen by hand. {trouble}".strip()
    validators = {one.job().validator for one in runs}
    if len(validators) > 1:
        return runs[-1], "It is the latest: the runs were scored by different validators, which can not be compared."
    if len(runs) == 1:
        return runs[0], "It is the only finished run on these domains."
    by = f"the validator “{validator(validators.pop()).title}”, which needs no label of the target"
    if reference is None:
        name = max(scores, key=lambda one: scores[one].score)
        reason = f"It has the highest score by {by}. No run without adaptation is there to compare with."
    else:
        name = choose(scores, str(reference.path))
        if name == str(reference.path):
            reason = f"No adaptation scored higher than going without, by {by}, and left the source unharmed."
        else:
            reason = f"It has the highest score by {by}, of the runs that did no harm."
    return next(one for one in runs if str(one.path) == name), reason


def _title(method: str) -> str:
    known = methods().get(method)
    return known.title if known is not None else method


def _newest(translations: Sequence[TranslationFolder], job: Job) -> list[TranslationFolder]:
    """The latest translations to the look of the job's target."""
    alike = [one for one in translations if one.job().target == job.target]
    return sorted(alike, key=lambda one: one.result_file.stat().st_mtime, reverse=True)[:TRANSLATIONS]


def _translated(place: TranslationFolder) -> Translated:
    job = place.job()
    known = translators().get(job.translator)
    title = known.title if known is not None else job.translator
    return Translated(place.path.name, title, job, place.result().quality, place.preview())


def _kept(places: Sequence[Path], job: Job) -> Inspection | None:
    projects = {project for place in places for project in (place.absolute(), place.absolute().parent.parent)}
    for project in projects:
        with contextlib.suppress(OSError, msgspec.MsgspecError):
            kept = msgspec.msgpack.decode((project / "cache" / "inspection.msgpack").read_bytes(), type=_KeptInspection)
            if (kept.request.source, kept.request.target) == _domains(job) and not kept.request.model:
                return kept.inspection
    return None


def _looked(job: Job) -> Generator[Prepared, None, Inspection | None]:
    """A look at both folders; None where they are no longer there, or the source is a model."""
    request = InspectionRequest(source=job.source, target=job.target, images=IMAGES, cache=job.cache)
    if not all(Path(place).exists() for place in _domains(job)) or Path(job.source).suffix == ".safetensors":
        return None
    return (yield from inspect(request))


def _folder(place: str) -> Path:
    return Path(place).parent if Path(place).is_file() else Path(place)
