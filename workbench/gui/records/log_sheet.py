"""The sheet with the log of a run: its events and the output of its worker."""

from pathlib import Path

from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from workbench.core.events import (
    Event,
    Finished,
    Judged,
    PrecisionChosen,
    Saved,
    StageScores,
    StageStarted,
    Started,
    TranslationFinished,
    TranslationStarted,
    TranslatorKept,
    Warned,
)
from workbench.gui.kit.language import tr
from workbench.gui.kit.number_format import count, decimal, duration, percent, whole
from workbench.gui.kit.sheet import Sheet
from workbench.store.run_folder import RunFolder

SIZE = (720, 360)  # pixels
PRINTED = 2000  # last lines of the output that are shown


class LogSheet(Sheet):
    """Shows text that can be selected and copied."""

    def __init__(self, over: QWidget) -> None:
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.text.setFixedSize(*SIZE)
        super().__init__(over, tr("Log"), self.text)

    def show_run(self, folder: str, title: str) -> None:
        """Show the log of the run in a folder. `title`: the name of the run on screen."""
        run_folder = RunFolder(Path(folder))
        self.title.setText(tr("Log of {title}", title=title))
        lines = [line for event in run_folder.training_folder().events() if (line := _line(event))]
        printed = run_folder.log.read_text(errors="replace").splitlines()[-PRINTED:] if run_folder.log.is_file() else []
        self.text.setPlainText("\n".join([*lines, "", *(printed or [tr("The worker printed no output.")])]))
        self.open()


def _line(event: Event) -> str:
    match event:
        case Started(job=job, device=device):
            return tr(
                "{method} on {backbone} at {image_size} px, seed {seed}, {device}",
                method=job.method,
                backbone=job.backbone,
                image_size=job.image_size,
                seed=job.seed,
                device=device,
            )
        case StageStarted(name=name, start=start, steps=steps):
            return tr("step {start}: {name}, {steps}", start=whole(start), name=name, steps=count(steps, "step"))
        case StageScores(step=step, title=title, scores=scores):
            return tr(
                "step {step}: {title}: target {target_accuracy}",
                step=whole(step),
                title=title,
                target_accuracy=percent(scores.target_accuracy),
            )
        case Saved(step=step):
            return tr("step {step}: checkpoint", step=whole(step))
        case TranslationStarted(job=job, device=device):
            return tr(
                "{translator} at {image_size} px, seed {seed}, {device}",
                translator=job.translator,
                image_size=job.image_size,
                seed=job.seed,
                device=device,
            )
        case TranslatorKept(quality=quality):
            return tr(
                "translator: FID {fid}, before {fid_before}",
                fid=decimal(quality.fid, 1),
                fid_before=decimal(quality.fid_before, 1),
            )
        case Judged(step=step, quality=quality):
            return tr(
                "step {step}: FID {fid}, before {fid_before}",
                step=whole(step),
                fid=decimal(quality.fid, 1),
                fid_before=decimal(quality.fid_before, 1),
            )
        case TranslationFinished(seconds=seconds, rate=rate):
            pace = tr(": {rate} images/s", rate=decimal(rate, 0)) if rate else ""
            return tr("finished after {seconds}{pace}", seconds=duration(seconds), pace=pace)
        case Warned(message=message) | PrecisionChosen(reason=message):
            return message
        case Finished(scores=scores, seconds=seconds):
            known = scores.target_accuracy is not None
            target = tr(", target {target_accuracy}", target_accuracy=percent(scores.target_accuracy)) if known else ""
            return tr(
                "finished after {seconds}: source {source_accuracy}{target}",
                seconds=duration(seconds),
                source_accuracy=percent(scores.source_accuracy),
                target=target,
            )
    return ""
