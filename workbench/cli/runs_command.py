"""`workbench runs`: lists runs and translations with their results and commands, or compares several."""

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
    """A listed run or translation. `scores`, or `quality` of a translation, is None until it is finished."""

    run: str
    method: str
    status: str
    scores: Scores | None
    tags: tuple[str, ...]
    command: str
    shots: int = 0
    bought: str = ""  # the gain by the shots, as a sentence
    points: float | None = None  # the gain by the shots, in percentage points
    kind: str = "run"  # or "translation", with a translator as its method
    quality: Quality | None = None


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the flags."""
    parser.add_argument(
        "folder", type=Path, nargs="?", default=Path("runs"), help="a project, or a folder of runs (default: runs)"
    )
    parser.add_argument(
        "--compare", type=Path, nargs="+", metavar="RUN", help="compare the runs or translations in these folders"
    )
    parser.add_argument("--json", action="store_true", help="one JSON array or object on one line")


def run(arguments: argparse.Namespace) -> int:
    """Print the list or the comparison. Return 0."""
    from rich.console import Console

    console = Console(highlight=False, markup=False, soft_wrap=True)
    if arguments.compare:
        return compare([path.absolute() for path in arguments.compare], console, arguments.json)
    records = _in_project(arguments.folder) if is_project(arguments.folder) else _below(arguments.folder)
    if arguments.json:
        print(msgspec.json.encode(records).decode())
        return 0
    if not records:
        console.print(f"{arguments.folder} contains no run. Create one with “workbench adapt SOURCE TARGET”.")
    for record in records:
        tags = "".join(f"  #{tag}" for tag in record.tags)
        results = _quality(record.quality) if record.kind == "translation" else _scores(record.scores)
        console.print(f"{record.run}  {record.method}  {record.status}  {results}{tags}")
        if record.shots:
            console.print(f"  {record.shots:,} shots: {record.bought or UNKNOWN}")
        console.print(f"  {record.command}", style="dim")
    return 0


def _in_project(folder: Path) -> list[RecordSummary]:
    project = Project.open(folder, settle=False)
    try:
        records = project.runs()
        run_folders = [RunFolder(project.run_folder(record.id)) for record in records]
        scored_runs = [ScoredRun(f"run {record.number}", record.job, record.scores) for record in records]
        translations_table = Translations(project)
        translations = [
            (translations_table.files(record.id).path, record.job, record.status, record.quality, record.tags)
            for record in translations_table.all()
        ]
        return [
            *(
                _run_summary(run_folder, record.status, record.scores, record.tags, gain)
                for run_folder, record, gain in zip(run_folders, records, shot_gains(scored_runs), strict=True)
            ),
            *(_translation_summary(*record) for record in translations),
        ]
    finally:
        project.close()


def _below(folder: Path) -> list[RecordSummary]:
    if not folder.is_dir():
        raise UserError(f"There is no folder {folder}.", "Give a project, or a folder of runs.")
    run_folders = [RunFolder(path.parent.absolute()) for path in sorted(folder.glob("**/job.json"))]
    run_folders = [
        run_folder for run_folder in run_folders if run_folder.path.parent.name != "trials"
    ]  # trials of an unfinished comparison
    finished = sorted(
        (record for record in run_folders if record.result_file.is_file()),
        key=lambda record: record.result_file.stat().st_mtime,
    )
    scored_runs = [ScoredRun(record.path.name, record.job(), record.result().finished.scores) for record in finished]
    results_by_path = {
        run_folder.path: (record.scores, gain)
        for run_folder, record, gain in zip(finished, scored_runs, shot_gains(scored_runs), strict=True)
    }
    listed = [
        _run_summary(
            run_folder, Status.FINISHED, results_by_path[run_folder.path][0], (), results_by_path[run_folder.path][1]
        )
        if run_folder.path in results_by_path
        else _run_summary(run_folder, Status.STOPPED, None, (), None)
        for run_folder in run_folders
    ]
    translations = [TranslationFolder(path.parent.absolute()) for path in sorted(folder.glob("**/translation.json"))]
    return listed + [
        _translation_summary(record.path, record.job(), Status.FINISHED, record.result().quality)
        if record.result_file.is_file()
        else _translation_summary(record.path, record.job(), Status.STOPPED, None)
        for record in translations
    ]


def _run_summary(
    run_folder: RunFolder, status: Status, scores: Scores | None, tags: tuple[str, ...], gain: ShotGain | None
) -> RecordSummary:
    job = run_folder.job()
    command = shlex.join(run_folder.command(job))
    bought, points = (gain.sentence, gain.points) if gain else ("", None)
    return RecordSummary(
        str(run_folder.path), job.method, status.value, scores, tags, command, len(job.shots), bought, points
    )


def _translation_summary(
    run_folder: Path, job: TranslationJob, status: Status, quality: Quality | None, tags: tuple[str, ...] = ()
) -> RecordSummary:
    command = shlex.join(translation_line(job))
    return RecordSummary(
        str(run_folder), job.translator, status.value, None, tags, command, kind="translation", quality=quality
    )


def _scores(scores: Scores | None) -> str:
    if scores is None:
        return ""
    return f"source {percent(scores.source_accuracy)}  target {percent(scores.target_accuracy)}"


def _quality(quality: Quality | None) -> str:
    if quality is None:
        return ""
    translations_table = "" if quality.kept is None else f"  labels kept {quality.kept:.1%}"
    return f"FID {quality.fid_before:,.1f} → {quality.fid:,.1f}{translations_table}"
