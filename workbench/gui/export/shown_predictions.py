"""The part of the Export step that saves the predictions of the images that the grid shows."""

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from workbench.core.csv_cells import escaped_path, escaped_text
from workbench.core.errors import UserError
from workbench.gui.browse.samples_panel import SamplesPanel
from workbench.gui.kit.language import tr
from workbench.gui.kit.number_format import count, whole
from workbench.gui.kit.widgets import button, column, label, set_role
from workbench.gui.session.background import Background
from workbench.gui.session.session import Session
from workbench.gui.views.grid.filter_words import filter_words
from workbench.store.event_folder import write_table
from workbench.store.run_tables import Prediction

COLUMNS = ("path", "predicted", "confidence")


class ShownPredictions(QWidget):
    """Says how many target images are shown, and by which filter, and saves their predictions as a table."""

    def __init__(self, session: Session, pictures: SamplesPanel) -> None:
        super().__init__()
        self.session, self.pictures = session, pictures
        self.background = Background(self)
        self.words, self.outcome = label("", "dim", wrap=True), label("", "dim", wrap=True)
        self.save = button("", self._choose)
        self.save.setToolTip(tr("A table with path, class and confidence; the filter above the images chooses them"))
        self.setLayout(column(8, label(tr("Predictions shown"), "heading"), self.words, self.save, self.outcome))
        self.outcome.hide()
        session.step_changed.connect(lambda _step: self.refresh())
        session.project_changed.connect(partial(self._say, "", "dim"))
        pictures.refreshed.connect(self.refresh)
        self.refresh()

    def predictions(self) -> list[Prediction]:
        """Return the predictions of the shown target images, without those whose label is awaited to measure."""
        known, labels = self.session.predictions.by_path, self.session.labels
        shown = (path for path in self.pictures.samples.target_paths() if path in known and not labels.is_blind(path))
        return [known[path] for path in shown]

    def refresh(self) -> None:
        """Update the numbers, in the Export step."""
        if self.session.step != "export":
            return
        images = self.session.domains.task.names_images
        every, shown = len(self.session.predictions.by_path), len(self.predictions()) if images else 0
        self.setVisible(images and every > 0)
        chosen = filter_words(self.pictures.samples.arrangement.clauses)
        which = (
            tr(
                "{shown} of {predictions} of the target shown",
                shown=whole(shown),
                predictions=count(every, "prediction"),
            )
            if shown < every
            else tr("All are shown")
        )
        self.words.setText(tr("{which}{chosen}.", which=which, chosen=f" ({chosen})" if chosen else ""))
        self.save.setText(tr("Save {predictions}…", predictions=count(shown, "shown prediction")))
        self.save.setEnabled(shown > 0)

    def save_to(self, path: Path) -> None:
        """Write the predictions of the shown images to a table."""
        rows = self.predictions()
        self.background.do(partial(_write, path, rows), lambda _: self._written(path, len(rows)), self._failed)

    def close_thread(self) -> None:
        """Wait for a table that is being written."""
        self.background.close()

    def _choose(self) -> None:
        start = str(Path.home() / "shown-predictions.csv")
        name, _ = QFileDialog.getSaveFileName(self, tr("Save the shown predictions"), start, tr("Table (*.csv)"))
        if name:
            self.save_to(Path(name))

    def _written(self, path: Path, number: int) -> None:
        self._say(tr("Saved {predictions} to {path}.", predictions=count(number, "prediction"), path=path), "good")

    def _failed(self, error: UserError) -> None:
        self._say(f"{error.message} {error.hint}".strip(), "bad")

    def _say(self, text: str, role: str) -> None:
        self.outcome.setText(text)
        self.outcome.setVisible(bool(text))
        set_role(self.outcome, role)


def _write(path: Path, rows: list[Prediction]) -> None:
    try:
        cells = ((escaped_path(row.path), escaped_text(row.predicted), f"{row.confidence:.6f}") for row in rows)
        write_table(path, COLUMNS, cells)
    except OSError as error:
        raise UserError(
            tr("{path} cannot be written ({error}).", path=path, error=error), tr("Choose another place.")
        ) from error
