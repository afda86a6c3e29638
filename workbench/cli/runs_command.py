"""`workbench runs`: runs and translations, with their results and commands; or several of a kind side by side."""

import argparse
import shlex
from pathlib import Path

import msgspec

from workbench.cli.runs_comparison import UNKNOWN, compare, percent
from workbench.core.command_line import translation_line
from workbench.core.errors import UserError
from workbench.core.scores import Scores
from workbench.core.shot_gain import ScoredRun, ShotGain, shot_gains
from workbench.core.translation import Quality, TranslationJob
from workbench.store.project import Project, is_project
from workbench.store.record_table import Status
from workbench.store.run_folder import RunFolder
from workbench.store.translation_folder import TranslationFolder
from workbench.store.translations import Translations


class RecordSummary(msgspec.Struct):
    """A run or translation as it is listed; `scores`, or `quality` of a translation, is None before it is finished."""

    run: str
    method: str
    status: str
    scores: Scores | None
    tags: tuple[str, ...]
    command: str
    shots: int = 0
    bought: str = ""  # what the shots bought, in a sentence
    points: float | None = None  # the same as a number, in percentage points
    kind: str = "run"  # or "translation": its method is a translator
    quality: Quality | None = None


def configure(parser: argparse.ArgumentParser) -> None:
    """Where to look, or what to compare."""
    parser.add_argument(
        "folder", type=Path, nargs="?", default=Path("runs"), help="a project, or a folder of runs (default: runs)"
    )
    parser.add_argument(
        "--compare", type=Path, nargs="+", metavar="RUN", help="folders of two runs or translations, or more"
    )
    parser.add_argument("--json", action="store_true", help="one JSON array or object on one line")


def run(arguments: argparse.Namespace) -> int:
    """Print and return 0."""
    from rich.console import Console

    console = Console(highlight=False, markup=False, soft_wrap=True)
    if arguments.compare:
        return compare([path.absolute() for path in arguments.compare], console, arguments.json)
    found = _in_project(arguments.folder) if is_project(arguments.folder) else _below(arguments.folder)
    if arguments.json:
        print(msgspec.json.encode(found).decode())
        return 0
    if not found:
        console.print(f"There is no run in {arguments.folder} yet. “workbench adapt SOURCE TARGET” makes one.")
    for one in found:
        tags = "".join(f"  #{tag}" for tag in one.tags)
        told = _quality(one.quality) if one.kind == "translation" else _scores(one.scores)
        console.print(f"{one.run}  {one.method}  {one.status}  {told}{tags}")
        if one.shots:
            console.print(f"  {one.shots:,} shots: {one.bought or UNKNOWN}")
        console.print(f"  {one.command}", style="dim")
    return 0


def _in_project(folder: Path) -> list[RecordSummary]:
    project = Project.open(folder, settle=False)
    try:
        records = project.runs()
        places = [RunFolder(project.run_folder(one.id)) for one in records]
        ran = [ScoredRun(f"run {one.number}", one.job, one.scores) for one in records]
        kept = Translations(project)
        translations = [(kept.files(one.id).path, one.job, one.status, one.quality, one.tags) for one in kept.all()]
        return [
            *(
                _listed(place, one.status, one.scores, one.tags, got)
                for place, one, got in zip(places, records, shot_gains(ran), strict=True)
            ),
            *(_translation(*one) for one in translations),
        ]
    finally:
        project.close()


def _below(folder: Path) -> list[RecordSummary]:
    if not folder.is_dir():
        raise UserError(f"There is no folder {folder}.", "Give a project, or a folder that holds runs.")
    places = [RunFolder(path.parent.absolute()) for path in sorted(folder.glob("**/job.json"))]
    places = [place for place in places if place.path.parent.name != "trials"]  # parts of a comparison under way
    done = sorted((one for one in places if one.result_file.is_file()), key=lambda one: one.result_file.stat().st_mtime)
    ran = [ScoredRun(one.path.name, one.job(), one.result().finished.scores) for one in done]
    found = {place.path: (one.scores, got) for place, one, got in zip(done, ran, shot_gains(ran), strict=True)}
    listed = [
        _listed(place, Status.FINISHED, found[place.path][0], (), found[place.path][1])
        if place.path in found
        else _listed(place, Status.STOPPED, None, (), None)
        for place in places
    ]
    translations = [TranslationFolder(path.parent.absolute()) for path in sorted(folder.glob("**/translation.json"))]
    return listed + [
        _translation(one.path, one.job(), Status.FINISHED, one.result().quality)
        if one.result_file.is_file()
        else _translation(one.path, one.job(), Status.STOPPED, None)
        for one in translations
    ]


def _listed(
    place: RunFolder, status: Status, scores: Scores | None, tags: tuple[str, ...], got: ShotGain | None
) -> RecordSummary:
    job = place.job()
    command = shlex.join(place.command(job))
    bought, points = (got.sentence, got.points) if got else ("", None)
    return RecordSummary(
        str(place.path), job.method, status.value, scores, tags, command, len(job.shots), bought, points
    )


def _translation(
    place: Path, job: TranslationJob, status: Status, quality: Quality | None, tags: tuple[str, ...] = ()
) -> RecordSummary:
    command = shlex.join(translation_line(job))
    return RecordSummary(
        str(place), job.translator, status.value, None, tags, command, kind="translation", quality=quality
    )


def _scores(scores: Scores | None) -> str:
    if scores is None:
        return ""
    return f"source {percent(scores.source_accuracy)}  target {percent(scores.target_accuracy)}"


def _quality(quality: Quality | None) -> str:
    if quality is None:
        return ""
    kept = "" if quality.kept is None else f"  labels kept {quality.kept:.1%}"
    return f"FID {quality.fid_before:,.1f} → {quality.fid:,.1f}{kept}"
