"""`workbench runs`: lists runs and translations with their results and commands, or compares several."""

import argparse
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from workbench.cli.quality_text import quality_cell
from workbench.cli.runs_comparison import UNKNOWN, compare, percent
from workbench.core.accuracy_range import estimated_quality
from workbench.core.command_line import translation_line
from workbench.core.counting import count
from workbench.core.errors import UserError
from workbench.core.scores import Scores
from workbench.core.shot_gain import FinishedRun, ShotGain, shot_gains
from workbench.core.target_quality import AccuracyDifference
from workbench.core.translation import Quality, TranslationJob
from workbench.core.translation_quality import kept_text, verdict
from workbench.store.project import Project, is_project
from workbench.store.record_table import Status
from workbench.store.run_folder import RunFolder
from workbench.store.translation_folder import TranslationFolder
from workbench.store.translations import Translations

if TYPE_CHECKING:
    from rich.console import Console


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
    parser.add_argument(
        "--mlflow", metavar="STORE", help="copy the finished runs to MLflow: a folder, or an address of a server"
    )
    parser.add_argument("--models", action="store_true", help="with --mlflow: also copy a model folder of each run")
    parser.add_argument("--json", action="store_true", help="one JSON array or object on one line")


def run(arguments: argparse.Namespace) -> int:
    """Print the list or the comparison. Return 0."""
    from rich.console import Console

    console = Console(highlight=False, markup=False, soft_wrap=True)
    if arguments.compare:
        return compare([path.absolute() for path in arguments.compare], console, arguments.json)
    records = _in_project(arguments.folder) if is_project(arguments.folder) else _below(arguments.folder)
    if arguments.mlflow:
        return _copy(records, arguments.mlflow, arguments.models, console)
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
            console.print(f"  {count(record.shots, 'shot')}: {record.bought or UNKNOWN}")
        console.print(f"  {record.command}", style="dim")
    return 0


def _copy(records: list[RecordSummary], store: str, models: bool, console: "Console") -> int:
    from workbench.cli.progress import run_with_progress
    from workbench.library.work import Work
    from workbench.worker.mlflow_copy import copy_to_mlflow

    runs = [Path(record.run) for record in records if record.kind == "run"]
    result = run_with_progress(Work(copy_to_mlflow(runs, store, models=models)), console)
    known = f" {count(result.known, 'run is', 'runs are')} there already." if result.known else ""
    unfinished = f" {count(result.unfinished, 'run is', 'runs are')} not finished." if result.unfinished else ""
    console.print(f"Copied {count(result.copied, 'run')} to {store}.{known}{unfinished}")
    return 0


def _in_project(folder: Path) -> list[RecordSummary]:
    project = Project.open(folder, settle=False)
    try:
        records = project.runs()
        run_folders = [RunFolder(project.run_folder(record.id)) for record in records]
        gains = _gains({f"run {r.number}": f for r, f in zip(records, run_folders, strict=True) if r.scores})
        translations_table = Translations(project)
        translations = [
            (translations_table.files(record.id).path, record.job, record.status, record.quality, record.tags)
            for record in translations_table.all()
        ]
        return [
            *(
                _run_summary(run_folder, record.status, record.scores, record.tags, gains)
                for run_folder, record in zip(run_folders, records, strict=True)
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
    gains = _gains({record.path.name: record for record in finished})
    listed = [
        _run_summary(run_folder, Status.FINISHED, run_folder.result().finished.scores, (), gains)
        if run_folder.result_file.is_file()
        else _run_summary(run_folder, Status.STOPPED, None, (), gains)
        for run_folder in run_folders
    ]
    translations = [TranslationFolder(path.parent.absolute()) for path in sorted(folder.glob("**/translation.json"))]
    return listed + [
        _translation_summary(record.path, record.job(), Status.FINISHED, record.result().quality)
        if record.result_file.is_file()
        else _translation_summary(record.path, record.job(), Status.STOPPED, None)
        for record in translations
    ]


def _gains(runs: dict[str, RunFolder]) -> dict[str, ShotGain | str]:
    """The gain from shots of each finished run, or why there is none, by folder. `runs`: by name, in order of time."""
    from workbench.analysis.target_quality import compare_runs, labels_of

    folders = {str(folder.path): folder for folder in runs.values()}
    labels: dict[str, dict[str, str]] = {}

    def measure(first: FinishedRun, second: FinishedRun) -> AccuracyDifference | None:
        target = second.job.target
        if target not in labels:
            labels[target] = labels_of(second.job)
        rows = [(folders[run.folder].predictions(), run.job) for run in (first, second)]
        before, after = (folders[run.folder].result().classes for run in (first, second))
        return compare_runs(rows[0], rows[1], labels[target], (before, after))

    finished = [FinishedRun(name, folder.job(), str(folder.path)) for name, folder in runs.items()]
    return shot_gains(finished, measure)


def _run_summary(
    run_folder: RunFolder,
    status: Status,
    scores: Scores | None,
    tags: tuple[str, ...],
    gains: dict[str, ShotGain | str],
) -> RecordSummary:
    job = run_folder.job()
    command = shlex.join(run_folder.command(job))
    gain = gains.get(str(run_folder.path), "")
    bought, points = (gain.sentence, gain.points) if isinstance(gain, ShotGain) else (gain if job.shots else "", None)
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
    if scores.target_accuracy is not None:
        target = percent(scores.target_accuracy)
    else:
        target = quality_cell(estimated_quality(scores))
    return f"source {percent(scores.source_accuracy)}  target {target}"


def _quality(quality: Quality | None) -> str:
    if quality is None:
        return ""
    kept = "" if quality.kept is None else f"  labels kept {kept_text(quality)}"
    return f"{verdict(quality).value}  FID {quality.fid_before:,.1f} → {quality.fid:,.1f}{kept}"
