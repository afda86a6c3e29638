"""Displays a run: a progress bar and the latest losses in a terminal, plain lines elsewhere."""

import shlex
from pathlib import Path
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from workbench.cli.quality_text import quality_cell, quality_lines
from workbench.core.accuracy_range import estimated_quality
from workbench.core.counting import count
from workbench.core.events import (
    Compared,
    Evaluated,
    Event,
    Finished,
    Judged,
    PrecisionChosen,
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
from workbench.core.pace import rate_words
from workbench.core.run_selection import standing
from workbench.core.scores import Scores
from workbench.core.target_quality import TargetQuality
from workbench.core.translation import Quality
from workbench.core.translation_quality import kept_text, quality_sentence, verdict, yardstick


class Display:
    """Displays events. A context manager: it shows the progress bar inside the block."""

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
        self.step = 0
        self.losses = ""
        self.rate = ""
        self.trained = True  # whether the translator is trained

    def __enter__(self) -> "Display":
        self.progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.progress.stop()

    def show(self, event: Event) -> None:
        """Display one event."""
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
                self.step, self.rate = event.step, rate_words(event.rate)
                self.progress.update(
                    self.bar,
                    description=f"Trial {event.trial} of {event.trials}" if event.trials else "Training",
                    completed=event.step,
                    total=event.steps,
                    detail=f"{self.rate}  {self.losses}",
                    visible=True,
                )
            case Scalars(values=values):
                self.losses = "  ".join(f"{name} {value:.3f}" for name, value in values.items())
            case Evaluated(step=step, scores=scores, final=False) if step:
                self.console.print(f"step {step:>6,}  {_scores_line(scores)}  {self.losses}  {self.rate}")
            case StageScores(title=title, scores=scores):
                self.console.print(f"{title}: {_scores_line(scores)} on all samples")
            case TranslationStarted() | Judged() | TranslatorKept() | TranslationFinished():
                self._translation(event)
            case Compared():
                print_comparison(event, self.console)
            case PrecisionChosen(reason=reason):
                self.console.print(reason)
            case Warned(message=message):
                self.console.print(Text("Note: ", "yellow").append(message, "default"))

    def _translation(self, event: TranslationStarted | Judged | TranslatorKept | TranslationFinished) -> None:
        match event:
            case TranslationStarted(job=job):
                self.trained = job.steps > 1
                self.console.print(
                    f"{job.translator} at {job.image_size} px · {event.source:,} source and {event.target:,} target "
                    f"images · {event.device}"
                )
            case Judged(quality=quality, final=True):  # before its warnings and figures
                self.console.print(quality_sentence(quality, self.trained))
            case Judged(step=step, quality=quality) if step and self.trained:
                self.console.print(f"step {step:>6,}  {_quality_line(quality)}  {self.losses}  {self.rate}")
            case TranslatorKept(folder=folder, quality=quality):
                self.console.print(f"Its translator: {quality_sentence(quality)}")
                self.console.print(f"{_quality_line(quality)}. To use it:")
                self.console.print(f"  workbench translate --model {shlex.quote(folder)} INPUT OUT")
            case TranslationFinished():
                self._translation_summary(event)

    def goes_on(self, host: str, folder: Path) -> None:
        """Say that a run goes on elsewhere, and how to take it up."""
        self.progress.stop()
        self.console.print(f"{host} could not be told to stop; the run goes on there. To take it up:")
        self.console.print(f"  workbench resume {shlex.quote(str(folder))}")

    def stopped(self, folder: Path) -> None:
        """Print that the run was interrupted, and the command that resumes it."""
        self.progress.stop()
        self.console.print(f"Stopped at step {self.step:,}; the checkpoint is kept. Resume with:")
        self.console.print(f"  workbench resume {shlex.quote(str(folder))}")

    def summary(self, job: Job, finished: Finished, quality: TargetQuality) -> None:
        """Print the final scores, what may be said of the target, and the next commands."""
        table = Table("method", "source accuracy", "target accuracy", "score", "seconds", box=None, pad_edge=False)
        scores = finished.scores
        table.add_row(
            job.method,
            _percent(scores.source_accuracy),
            quality_cell(quality),
            f"{scores.score:.3f}",
            f"{finished.seconds:.0f}",
        )
        self.console.print(table)
        for line in quality_lines(quality):
            self.console.print(line)
        if open_scores := scores.open:
            known, os_star, os, unknown, h = map(
                _percent, (open_scores.known, open_scores.os_star, open_scores.os, open_scores.unknown, open_scores.h)
            )
            self.console.print(f"Known classes: {known} correct (OS* {os_star}, OS {os}).")
            self.console.print(f"Unknown: {unknown} detected (H-score {h}, AUROC {open_scores.auroc:.3f}).")
        if scores.target_pixels or scores.source_pixels:
            self._pixels(scores, finished)
        for title, value in scores.others.items():
            self.console.print(f"{title}: {_percent(value)}.")
        if shots := scores.shot_accuracy:
            interval = f"{shots.low:.0%} to {shots.high:.0%}"
            self.console.print(f"Held-out shots: {shots.value:.0%} of {shots.count} are correct ({interval}, at 95 %).")
        self.console.print(f"Run: {finished.run}")
        self.console.print(f"Export it: workbench export {shlex.quote(finished.run)} --format onnx --out model.onnx")

    def _pixels(self, scores: Scores, finished: Finished) -> None:
        """Print the IoU by class for segmentation."""
        from workbench.store.run_folder import RunFolder

        classes = RunFolder(Path(finished.run)).result().classes
        columns = (("source", scores.source_pixels), ("target", scores.target_pixels))
        sides = [(name, pixel_scores) for name, pixel_scores in columns if pixel_scores]
        table = Table("class", *(f"{name} IoU" for name, _ in sides), box=None, pad_edge=False)
        for number, name in enumerate(classes):
            table.add_row(name, *(_percent(pixel_scores.iou[number]) for _, pixel_scores in sides))
        table.add_row("mean (mIoU)", *(_percent(pixel_scores.miou) for _, pixel_scores in sides))
        table.add_row("edges (F1)", *(_percent(pixel_scores.boundary) for _, pixel_scores in sides))
        self.console.print(table)

    def _translation_summary(self, finished: TranslationFinished) -> None:
        """Print the figures of a finished translation and the next commands."""
        quality = finished.quality
        if read := yardstick(quality):
            self.console.print(read)
        self.console.print(f"Fréchet distance to the target: {quality.fid_before:.1f} before, {quality.fid:.1f} now.")
        self.console.print(f"{_quality_line(quality)}  ({count(quality.images, 'image')}, {finished.seconds:.0f} s)")
        self.console.print(f"Run: {finished.run}")
        self.console.print(f"Use it: workbench translate --model {shlex.quote(finished.run)} FOLDER OUT")

    def _started(self, event: Started) -> None:
        job = event.job
        layers = "head only" if job.tune == "head" else "all layers"
        size = f"{job.image_size} × {job.image_width}" if job.image_width else str(job.image_size)
        self.console.print(
            f"{job.method} · {job.backbone} at {size} px, {layers} · {event.source:,} source and "
            f"{count(event.target, 'target image')}, {count(len(event.classes), 'class', 'classes')} · {event.device}"
        )


def print_comparison(event: Compared, console: Console) -> None:
    """Print the candidates with their scores, and why one was chosen."""
    table = Table("method", "source accuracy", "target accuracy", "evidence", "problem", box=None, pad_edge=False)
    for trial in event.trials:
        scores = trial.scores
        known = scores.target_accuracy
        target = quality_cell(estimated_quality(scores)) if known is None else _percent(known)
        row = (trial.title, _percent(scores.source_accuracy), target, f"{standing(scores):.3f}", trial.harm)
        table.add_row(*row)
    console.print(table)
    console.print(event.reason)


def _scores_line(scores: Scores) -> str:
    target = "" if scores.target_accuracy is None else f"target {_percent(scores.target_accuracy)}  "
    pixels = f"mIoU {_percent(scores.target_pixels.miou)}  " if scores.target_pixels else ""
    others = "".join(f"{title} {_percent(value)}  " for title, value in scores.others.items())
    return f"source {_percent(scores.source_accuracy)}  {target}{pixels}{others}score {scores.score:.3f}"


def _quality_line(quality: Quality) -> str:
    labels_kept = "" if quality.kept is None else f"labels kept {kept_text(quality)}  "
    return (
        f"{verdict(quality)}  FID {quality.fid:.1f}  KID {quality.kid:.3f}  {labels_kept}"
        f"content {quality.content:.2f}  diversity {quality.diversity:.2f}"
    )


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{share:.1%}"
