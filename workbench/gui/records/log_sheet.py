"""The sheet with the log of a run: its events and the output of its worker."""

from pathlib import Path

from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from workbench.core.counting import count
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
from workbench.gui.kit.number_format import duration, percent
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
        super().__init__(over, "Log", self.text)

    def show_run(self, folder: str, title: str) -> None:
        """Show the log of the run in a folder. `title`: the name of the run on screen."""
        run_folder = RunFolder(Path(folder))
        self.title.setText(f"Log of {title}")
        lines = [line for event in run_folder.training_folder().events() if (line := _line(event))]
        printed = run_folder.log.read_text(errors="replace").splitlines()[-PRINTED:] if run_folder.log.is_file() else []
        self.text.setPlainText("\n".join([*lines, "", *(printed or ["The worker printed no output."])]))
        self.open()


def _line(event: Event) -> str:
    match event:
        case Started(job=job, device=device):
            return f"{job.method} on {job.backbone} at {job.image_size} px, seed {job.seed}, {device}"
        case StageStarted(name=name, start=start, steps=steps):
            return f"step {start:,}: {name}, {count(steps, 'step')}"
        case StageScores(step=step, title=title, scores=scores):
            return f"step {step:,}: {title}: target {percent(scores.target_accuracy)}"
        case Saved(step=step):
            return f"step {step:,}: checkpoint"
        case TranslationStarted(job=job, device=device):
            return f"{job.translator} at {job.image_size} px, seed {job.seed}, {device}"
        case TranslatorKept(quality=quality):
            return f"translator: FID {quality.fid:.1f}, before {quality.fid_before:.1f}"
        case Judged(step=step, quality=quality):
            return f"step {step:,}: FID {quality.fid:.1f}, before {quality.fid_before:.1f}"
        case TranslationFinished(seconds=seconds, rate=rate):
            pace = f": {rate:.0f} images/s" if rate else ""
            return f"finished after {duration(seconds)}{pace}"
        case Warned(message=message) | PrecisionChosen(reason=message):
            return message
        case Finished(scores=scores, seconds=seconds):
            known = scores.target_accuracy is not None
            target = f", target {percent(scores.target_accuracy)}" if known else ""
            return f"finished after {duration(seconds)}: source {percent(scores.source_accuracy)}{target}"
    return ""
