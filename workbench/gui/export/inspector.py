"""The inspector of the Export step."""

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QCheckBox, QFileDialog, QProgressBar, QWidget

from workbench.core.manifest import AGREES, Cost, Precision
from workbench.core.model_formats import CARDS, FormatCard, ModelFormat, missing_extra
from workbench.gui.export.export_controller import ExportController
from workbench.gui.export.format_names import FIRST, IN_FOLDERS, PRECISIONS, cost_text
from workbench.gui.kit.combo_box import ComboBox
from workbench.gui.kit.core_words import word
from workbench.gui.kit.form import form
from workbench.gui.kit.inspector import answer_card
from workbench.gui.kit.language import tr
from workbench.gui.kit.number_format import whole
from workbench.gui.kit.plain_text import plain_tip
from workbench.gui.kit.widgets import button, column, label, row, set_role
from workbench.gui.session.runs_controller import RunsController
from workbench.gui.session.session import Session
from workbench.gui.tasks.contract import ExportOptions, TaskUi
from workbench.gui.tasks.current import Tasks
from workbench.worker.commands import Export, Predict, Watch


class ExportInspector(QWidget):
    """Exports the model of a finished run, predicts folders with it, and writes reports."""

    def __init__(self, session: Session, runs: RunsController, tasks: Tasks, exports: ExportController) -> None:
        super().__init__()
        self.session, self.runs, self.tasks, self.exports = session, runs, tasks, exports
        summary, self.figure, self.sentence = answer_card(tr("Where will it run?"))
        self.run, self.model, self.format, self.precision = (ComboBox() for _ in range(4))
        for place, (kind, card) in enumerate(CARDS.items()):
            self.format.addItem(word(card.title), kind)
            self.format.setItemData(place, card.summary, 3)  # Qt.ItemDataRole.ToolTipRole
        for precision, title in PRECISIONS.items():
            self.precision.addItem(title, precision)
        self.any_size = QCheckBox(tr("Takes images of any size"))
        self.any_size.setToolTip(tr("Allows any height and width, if the network supports this"))
        self.cost = label("", "dim", wrap=True)
        self.save = button(tr("Save…"), self._choose, accent=True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.cancel = button(tr("Cancel"), exports.call.stop)
        self.working = label("", "dim", wrap=True)
        self.outcome = label("", "dim", wrap=True)
        self.outcome.hide()
        self.show_folder = button(tr("Open folder"), self._open_folder)
        self.copy = button(tr("Copy path"), lambda: QGuiApplication.clipboard().setText(self.written))
        self.written = ""
        self.adapt = button(tr("Adapt a model first"), lambda: session.go_to("adapt"), accent=True)
        self.predict = button(tr("Predict…"), self._choose_images)
        self.sort = button(tr("Sort images…"), self._choose_sorting)
        self.sort.setToolTip(tr("Copies each image of a folder into a folder of its predicted class"))
        self.watch = button(tr("Watch a folder…"), self._choose_watched)
        self.watch.setToolTip(tr("Predicts images as they arrive, and warns if they drift away from the target"))
        self.html = button(tr("HTML…"), lambda: self._choose_report(".html"))
        self.pdf = button(tr("PDF…"), lambda: self._choose_report(".pdf"))
        self.more = QWidget()
        self.more.setLayout(
            column(
                8,
                label(tr("Predictions"), "heading"),
                label(tr("Of the model above, for all images of a folder."), "dim", wrap=True),
                row(self.predict, self.sort),
                self.watch,
                8,
                label(tr("Report"), "heading"),
                label(tr("The shift, all runs, and the reason for the recommended run."), "dim", wrap=True),
                row(self.html, self.pdf),
            )
        )
        titles = (tr("Run"), tr("Model"), tr("Format"), tr("Precision"))
        fields = zip(titles, (self.run, self.model, self.format, self.precision), strict=True)
        self.fields = QWidget()
        self.fields.setLayout(form(*fields))
        options = column(self.fields, self.any_size, self.cost, self.save, self.adapt, spacing=12)
        progress = column(row(self.bar, self.cancel), self.working, self.outcome, row(self.show_folder, self.copy))
        self.setLayout(column(summary, options, progress, self.more, -1, spacing=12))
        self._connect()
        self.refresh()

    def _connect(self) -> None:
        self.run.currentIndexChanged.connect(self._run_chosen)
        self.run.activated.connect(lambda _row: self.runs.show(self.run.currentData()))
        self.runs.model_changed.connect(self.refresh)
        for choice in (self.model, self.format, self.precision):
            choice.currentIndexChanged.connect(lambda _: self._chosen())
        self.runs.state_changed.connect(self.refresh)
        self.exports.changed.connect(self._show_state)
        self.exports.written.connect(self._written)
        self.exports.weighed.connect(self._show_state)
        self.exports.failed.connect(self._failed)
        self.exports.warned.connect(lambda words: self._say(words, "caution"))
        self.session.project_changed.connect(self._project_changed)
        self.session.catalogue_changed.connect(self.refresh)
        self.tasks.changed.connect(self._show_state)
        self.session.domains.changed.connect(lambda _side: self._show_state())

    # -- choices --------------------------------------------------------------------------------------------------

    @property
    def chosen_format(self) -> ModelFormat:
        """The chosen format of the model."""
        return ModelFormat(self.format.currentData())

    @property
    def _task(self) -> TaskUi:
        """The task of the chosen run, whose model is exported, also before the source is read."""
        chosen = (run.job.decided_task for run in self.runs.finished() if run.id == self.run.currentData())
        return self.tasks.named(next(chosen, ""))

    @property
    def _options(self) -> ExportOptions:
        return self._task.exports

    @property
    def _card(self) -> FormatCard:
        return CARDS[self.chosen_format]

    @property
    def chosen_precision(self) -> Precision:
        """The chosen precision; fp32 for formats without others."""
        choice = Precision(self.precision.currentData())
        return choice if choice in self._card.precisions else Precision.FP32

    @property
    def chosen_cost(self) -> Cost | None:
        """The cost of the chosen precision; None before it is measured."""
        costs = self.exports.cost(self.run.currentData() or "", bool(self.model.currentData()))
        return next((cost for cost in costs if self._card.weighed and cost.precision is self.chosen_precision), None)

    def refresh(self) -> None:
        """Offer the finished runs."""
        finished = self.runs.finished()
        self.run.clear()
        for record in finished:
            title, figure = self.runs.title(record), self.runs.quality.figure(record)
            self.run.addItem(f"{record.number} · {title}  {figure}", record.id)
        self.run.setCurrentIndex(max(self.run.findData(self.runs.model_id), 0))
        self._show_state()

    def _run_chosen(self) -> None:
        chosen = self.model.currentData()
        self.model.clear()
        self.model.addItem(tr("Last step"), False)
        best = self.runs.best_step(self.run.currentData()) if self.run.currentData() else 0
        if best:
            self.model.addItem(tr("Best by validator (step {best})", best=whole(best)), True)
        self.model.setCurrentIndex(max(self.model.findData(chosen), 0))

    def _chosen(self) -> None:
        """Measure the cost of the chosen precision, unless it is known."""
        plain = self.chosen_precision is Precision.FP32
        if (
            self._card.weighed
            and not plain
            and self.chosen_cost is None
            and self.run.currentData()
            and self.exports.can_start
        ):
            self.exports.weigh(self.run.currentData(), bool(self.model.currentData()))
        self._show_state()

    def _show_state(self) -> None:
        done, free = self.run.count() > 0, self.exports.can_start
        self.figure.setText(word(self._card.title))
        self.figure.setVisible(done)
        self.sentence.setText(self._card.summary if done else self.session.domains.limits or FIRST)
        self.fields.setVisible(done)
        self.any_size.setVisible(done and self._card.any_size and self._options.any_size)
        self.precision.setEnabled(len(self._card.precisions) > 1)
        self.save.setVisible(done)
        self.more.setVisible(done)
        self.adapt.setVisible(not done and not self.session.domains.limits)
        self._show_cost()
        for action in (self.predict, self.sort, self.watch, self.html, self.pdf):
            action.setEnabled(free)
        self.sort.setVisible(self._options.folders)
        self.watch.setVisible(self._options.arriving)
        self.predict.setToolTip(plain_tip(self._options.predictions))
        progress, busy = self.exports.call.progress, self.exports.call.busy
        self.bar.setVisible(busy)
        self.cancel.setVisible(busy)
        self.cancel.setEnabled(not self.exports.call.stopping)
        self.bar.setRange(0, progress.total if progress else 0)
        self.bar.setValue(progress.done if progress else 0)
        self.show_folder.setVisible(bool(self.written) and not busy)
        self.copy.setVisible(bool(self.written) and not busy)
        self.working.setText(f"{progress.what if progress else self.exports.doing}…" if busy else "")
        self.working.setVisible(busy)

    def _show_cost(self) -> None:
        cost, plain = self.chosen_cost, self.chosen_precision is Precision.FP32
        extra = missing_extra(self.chosen_format, self.chosen_precision)
        self.cost.setVisible(not plain or bool(extra))
        bad = cost is not None and cost.agreement < AGREES
        ready = plain or cost is not None or not self._card.weighed
        self.save.setEnabled(self.exports.can_start and ready and not extra)
        self.save.setText(tr("Save anyway…") if bad and not plain else tr("Save…"))
        set_role(self.cost, "caution" if extra else "bad" if bad else "dim")
        self.cost.setText(cost_text(self.chosen_format, self.chosen_precision, extra, cost))

    # -- actions --------------------------------------------------------------------------------------------------

    def save_to(self, path: Path) -> None:
        """Write the model of the chosen run."""
        if self.run.currentData():
            self._forget()
            command = Export(
                run="",
                out=str(path),
                format=self.chosen_format,
                best=bool(self.model.currentData()),
                precisions=(self.chosen_precision,),
                accept=self.chosen_cost is not None,  # the cost is shown above the button
                any_size=self._card.any_size and self._options.any_size and self.any_size.isChecked(),
            )
            self.exports.export(self.run.currentData(), command)

    def predict_to(self, folder: Path, out: Path, kind: str) -> None:
        """Predict a folder with the model of the chosen run."""
        if self.run.currentData():
            self._forget()
            command = Predict("", str(folder), str(out), kind, bool(self.model.currentData()))
            self.exports.predict(self.run.currentData(), command)

    def watch_to(self, folder: Path, out: Path) -> None:
        """Predict the images that arrive in a folder with the model of the chosen run, until cancelled."""
        if self.run.currentData():
            self._forget()
            command = Watch("", str(folder), str(out), bool(self.model.currentData()))
            self.exports.watch(self.run.currentData(), command)

    def report_to(self, path: Path) -> None:
        """Write a report on all finished runs that recommends the chosen one."""
        self._forget()
        self.exports.report(path, [run.id for run in reversed(self.runs.finished())], self.run.currentData() or "")

    def _choose(self) -> None:
        card = self._card
        start, ending = Path.home() / f"{self.run.currentData()}{card.ending}", card.ending
        title, kinds = tr("Save as {title}", title=word(card.title)), f"{card.title} (*{ending})" if ending else ""
        if name := QFileDialog.getSaveFileName(self, title, str(start), kinds)[0]:
            self.save_to(Path(name))

    def _choose_images(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, tr("Images to predict"))
        if folder and (choice := self._task.predictions_file(self)) is not None:
            out, kind = choice
            self.predict_to(Path(folder), out, kind)

    def _choose_sorting(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, tr("Images to sort"))
        name = QFileDialog.getSaveFileName(self, IN_FOLDERS, str(Path.home() / "sorted"))[0] if folder else ""
        if name:
            self.predict_to(Path(folder), Path(name), "folders")

    def _choose_watched(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, tr("Folder to watch"))
        start = str(Path.home() / "watched.csv")
        title, kinds = tr("Table of predictions"), tr("Table (*.csv)")
        if folder and (name := QFileDialog.getSaveFileName(self, title, start, kinds)[0]):
            self.watch_to(Path(folder), Path(name))

    def _choose_report(self, ending: str) -> None:
        start, kinds = str(Path.home() / f"report{ending}"), tr("Report (*{ending})", ending=ending)
        if name := QFileDialog.getSaveFileName(self, tr("Save the report"), start, kinds)[0]:
            self.report_to(Path(name))

    def _open_folder(self) -> None:
        path = Path(self.written)
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path if path.is_dir() else path.parent)))

    # -- outcome --------------------------------------------------------------------------------------------------

    def _written(self, path: str) -> None:
        self.written = path
        self._show_state()
        outcome = self.exports.call.outcome
        self._say(tr("Saved {path}. {text}", path=path, text=outcome.text if outcome else "").strip(), "good")

    def _failed(self, message: str, hint: str) -> None:
        self._say(f"{message} {hint}".strip(), "bad")

    def _forget(self) -> None:
        self.written = ""
        self._say("", "dim")

    def _project_changed(self) -> None:
        self._forget()
        self.refresh()

    def _say(self, text: str, role: str) -> None:
        self.outcome.setText(text)
        self.outcome.setVisible(bool(text))
        set_role(self.outcome, role)
