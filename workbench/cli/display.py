"""A run as a person watches it in a terminal: a bar and the latest losses; plain lines where there is no terminal."""

import shlex
from pathlib import Path
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from workbench.core.events import (
    Compared,
    Evaluated,
    Event,
    Finished,
    Judged,
    Prepared,
    Progressed,
    Scalars,
    StageScores,
    StageStarted,
    Started,
    TranslationFinished,
    TranslationStarted,
    TranslatorKept,
    Warned,
)
from workbench.core.job import Job
from workbench.core.scores import Scores
from workbench.core.translation import Quality


class Display:
    """Shows events as they come. Use as a context manager: the bar lives as long as the block."""

    def __init__(self, to_stderr: bool = False) -> None:
        self.console = Console(stderr=to_stderr, highlight=False, markup=False, soft_wrap=True)
        self.progress = Progress(
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            TextColumn("{task.fields[detail]}", markup=False),
            console=self.console,
            disable=not self.console.is_terminal,
        )
        self.bar = self.progress.add_task("", total=None, detail="", visible=False)
        self.losses = ""
        self.rate = ""

    def __enter__(self) -> "Display":
        self.progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.progress.stop()

    def show(self, event: Event) -> None:
        """Bring one event to the screen."""
        match event:
            case Started():
                self._started(event)
            case Prepared(what=what, done=done, total=total):
                self.progress.update(
                    self.bar, description=what, completed=done, total=total or None, detail="", visible=True
                )
            case StageStarted(name=name, count=count) if count > 1:
                self.console.print(f"Stage: {name}")
            case Progressed():
                self.rate = f"{event.rate:.1f} steps/s"
                self.progress.update(
                    self.bar,
                    description="Training",
                    completed=event.step,
                    total=event.steps,
                    detail=f"{self.rate}  {self.losses}",
                    visible=True,
                )
            case Scalars(values=values):
                self.losses = "  ".join(f"{name} {value:.3f}" for name, value in values.items())
            case Evaluated(step=step, scores=scores, final=False) if step:
                self.console.print(f"step {step:>6,}  {_line(scores)}  {self.losses}  {self.rate}")
            case StageScores(title=title, scores=scores):
                self.console.print(f"{title}: {_line(scores)} on all samples")
            case TranslationStarted(job=job):
                self.console.print(
                    f"{job.translator} at {job.image_size} px · {event.source:,} source and {event.target:,} target "
                    f"images · {event.device}"
                )
            case Judged(step=step, quality=quality, final=False) if step:
                self.console.print(f"step {step:>6,}  {_judged(quality)}  {self.losses}  {self.rate}")
            case TranslatorKept(folder=folder, quality=quality):
                self.console.print(f"Its translator: {_judged(quality)}. Use it:")
                self.console.print(f"  workbench translate --model {shlex.quote(folder)} INPUT OUT")
            case Compared():
                self._compared(event)
            case Warned(message=message):
                self.console.print(Text("Note: ", "yellow").append(message, "default"))

    def stopped(self, step: int, folder: Path) -> None:
        """Say that the run was interrupted and how it can go on."""
        self.progress.stop()
        self.console.print(f"Stopped at step {step:,}; the checkpoint is kept. Go on with:")
        self.console.print(f"  workbench resume {shlex.quote(str(folder))}")

    def summary(self, job: Job, finished: Finished) -> None:
        """The final table, and what can be done next."""
        table = Table("method", "source accuracy", "target accuracy", "score", "seconds", box=None, pad_edge=False)
        scores = finished.scores
        table.add_row(
            job.method,
            _percent(scores.source_accuracy),
            _percent(scores.target_accuracy) if scores.target_accuracy is not None else "no labels",
            f"{scores.score:.3f}",
            f"{finished.seconds:.0f}",
        )
        self.console.print(table)
        if found := scores.open:
            known, star, os, unknown, h = map(_percent, (found.known, found.os_star, found.os, found.unknown, found.h))
            self.console.print(f"Known classes: {known} right (OS* {star}, OS {os}).")
            self.console.print(f"Unknown: {unknown} found (H-score {h}, AUROC {found.auroc:.3f}).")
        if scores.target_pixels or scores.source_pixels:
            self._pixels(scores, finished)
        for title, value in scores.others.items():
            self.console.print(f"{title}: {_percent(value)}.")
        if shots := scores.shot_accuracy:
            interval = f"{shots.low:.0%} to {shots.high:.0%}"
            self.console.print(f"Held-out shots: {shots.value:.0%} of {shots.count} are right ({interval}, at 95 %).")
        self.console.print(f"Run: {finished.run}")
        self.console.print(f"Take it away: workbench export {shlex.quote(finished.run)} --format onnx --out model.onnx")

    def _pixels(self, scores: Scores, finished: Finished) -> None:
        """IoU by class, where pixels are told."""
        from workbench.store.run_folder import RunFolder

        classes = RunFolder(Path(finished.run)).result().classes
        columns = (("source", scores.source_pixels), ("target", scores.target_pixels))
        sides = [(name, found) for name, found in columns if found]
        table = Table("class", *(f"{name} IoU" for name, _ in sides), box=None, pad_edge=False)
        for number, name in enumerate(classes):
            table.add_row(name, *(_percent(found.iou[number]) for _, found in sides))
        table.add_row("mean (mIoU)", *(_percent(found.miou) for _, found in sides))
        table.add_row("edges (F1)", *(_percent(found.boundary) for _, found in sides))
        self.console.print(table)

    def translated(self, finished: TranslationFinished) -> None:
        """What a translator's run came to, and what can be done next."""
        quality = finished.quality
        self.console.print(f"Fréchet distance to the target: {quality.fid_before:.1f} before, {quality.fid:.1f} now.")
        self.console.print(f"{_judged(quality)}  ({quality.images:,} images, {finished.seconds:.0f} s)")
        self.console.print(f"Run: {finished.run}")
        self.console.print(f"Use it: workbench translate --model {shlex.quote(finished.run)} FOLDER OUT")

    def _compared(self, event: Compared) -> None:
        table = Table("method", "source accuracy", "target accuracy", "score", "harm", box=None, pad_edge=False)
        for trial in event.trials:
            scores = trial.scores
            accuracies = (_percent(scores.source_accuracy), _percent(scores.target_accuracy))
            table.add_row(trial.title, *accuracies, f"{scores.score:.3f}", trial.harm)
        self.console.print(table)
        self.console.print(event.reason)

    def _started(self, event: Started) -> None:
        job = event.job
        trained = "head only" if job.tune == "head" else "all layers"
        size = f"{job.image_size} × {job.image_width}" if job.image_width else str(job.image_size)
        self.console.print(
            f"{job.method} · {job.backbone} at {size} px, {trained} · {event.source:,} source and "
            f"{event.target:,} target images, {len(event.classes)} classes · {event.device}"
        )


def _line(scores: Scores) -> str:
    target = "" if scores.target_accuracy is None else f"target {_percent(scores.target_accuracy)}  "
    pixels = f"mIoU {_percent(scores.target_pixels.miou)}  " if scores.target_pixels else ""
    others = "".join(f"{title} {_percent(value)}  " for title, value in scores.others.items())
    return f"source {_percent(scores.source_accuracy)}  {target}{pixels}{others}score {scores.score:.3f}"


def _judged(quality: Quality) -> str:
    kept = "" if quality.kept is None else f"labels kept {quality.kept:.0%}  "
    return (
        f"FID {quality.fid:.1f}  KID {quality.kid:.3f}  {kept}content {quality.content:.2f}  "
        f"diversity {quality.diversity:.2f}"
    )


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{share:.1%}"
