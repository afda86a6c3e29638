"""The bottom panel of the Label step: ten suggested images, and the button for the next run."""

import os

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QProgressBar, QPushButton, QStackedWidget, QWidget

from workbench.core.domain import Side
from workbench.data.cache_paths import default_cache
from workbench.gui.kit.combo_box import ComboBox
from workbench.gui.kit.empty_state import EmptyState
from workbench.gui.kit.language import tr
from workbench.gui.kit.number_format import count, pace, whole
from workbench.gui.kit.plain_text import plain_tip
from workbench.gui.kit.terms import TermButton
from workbench.gui.kit.widgets import Elided, button, column, label, panel, row, set_role
from workbench.gui.session.learning_curve_controller import LearningCurveController
from workbench.gui.session.runs_controller import RunsController
from workbench.gui.session.session import Session
from workbench.gui.tasks.classification.suggestion_controller import SuggestionController, SuggestionState
from workbench.gui.theme import Tokens
from workbench.gui.views.grid.suggestion_strip import SuggestionStrip
from workbench.gui.views.grid.thumbnail_grid import GridItem
from workbench.gui.views.grid.thumbnail_store import ThumbnailStore

NOTHING = tr(
    "After a run or an inspection, the ten images whose labels help most are shown here. Until then, select target "
    "images above and press the key of their class."
)


class SuggestionsPanel(QWidget):
    """A strip with the batch, its strategy, and the progress of the current run.

    Signals: opened((Side, path)): the user asked to open an image.
    """

    opened = Signal(object)

    def __init__(
        self,
        session: Session,
        runs: RunsController,
        suggestions: SuggestionController,
        learning_curve: LearningCurveController,
    ) -> None:
        super().__init__()
        self.session, self.runs, self.suggestions, self.learning_curve = session, runs, suggestions, learning_curve
        self.title = label(tr("Label next"), "heading")
        self.words = Elided()
        self.strategy = ComboBox()
        self.strategy.setAccessibleName(tr("Strategy"))
        self.others = button(tr("Ten others"), self._ask)
        self.others.setToolTip(tr("Tab does this too, once these are labelled"))
        self.groups = QPushButton(tr("Name groups"))
        self.groups.setToolTip(tr("Show images that look alike together, to name them with one key"))
        self.again = button("", self._adapt, accent=True)
        self.again.setToolTip(tr("With the method and settings of the last run"))
        self.cancel = button(tr("Cancel"), suggestions.call.stop)
        self.cancel.setToolTip(tr("Stops the search for images; the images that are shown stay"))
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.strip = SuggestionStrip(store=ThumbnailStore(default_cache() / "thumbnails.sqlite"))
        self.nothing = EmptyState(NOTHING, tr("Adapt a model"))
        self.body = QStackedWidget()
        for page in (self.strip, self.nothing):
            self.body.addWidget(page)
        self.terms = TermButton(lambda: [self.strategy.currentText(), self.again.text(), "strategy"], tr("Strategy"))
        head = row(self.title, self.words, self.strategy, self.terms, self.others)
        for part in (self.groups, self.cancel, self.again):
            head.addWidget(part)
        head.setStretch(1, 1)
        head.setContentsMargins(12, 8, 12, 0)
        self.setLayout(column(panel(column(head, self.bar, self.body, spacing=4))))
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.strategy.activated.connect(lambda _row: self._choose())
        self.strip.selection_changed.connect(lambda ids: session.selection.choose(ids, self.strip))
        self.strip.opened.connect(self.opened)
        self.nothing.acted.connect(lambda: session.go_to("adapt"))
        session.catalogue_changed.connect(self._offer)
        session.selection.changed.connect(self._selection_changed)
        session.labels.changed.connect(lambda _paths: self._show_labels())
        session.predictions.changed.connect(self._show_predictions)
        runs.event_received.connect(lambda _event: self._tell())
        suggestions.changed.connect(self.refresh)
        learning_curve.changed.connect(self._tell)
        self._offer()
        self.refresh()

    def set_theme(self, tokens: Tokens) -> None:
        """Apply the colours of a theme."""
        self.strip.set_theme(tokens)

    def take_keys(self) -> None:
        """Give the keyboard to the suggested images, or to the panel until there are some."""
        (self.strip if self.suggestions.batch else self).setFocus()

    def refresh(self) -> None:
        """Show the current batch."""
        batch = self.suggestions.batch
        target = self.session.domains.by_side.get(Side.TARGET)
        root = str(target.folder) if target else ""
        paths = [suggestion.path for suggestion in batch] if root else []
        items = [GridItem(Side.TARGET, path, os.path.join(root, path)) for path in paths]
        if [item.id for item in items] != self.strip.ids():
            self.strip.show_batch(items, {suggestion.path: suggestion.why for suggestion in batch})
            self.strip.set_selection(self.session.selection.ids)
        self._show_predictions()
        self._show_labels()

    def _show_predictions(self) -> None:
        """Show the predictions that Enter accepts: those of the current model, or of the inspection before a run."""
        known = self.session.predictions.by_path
        shown = {}
        for suggestion in self.suggestions.batch:
            source = known.get(suggestion.path, suggestion)
            shown[suggestion.path] = source.predicted, source.confidence
        self.strip.set_predictions(shown)

    def _show_labels(self) -> None:
        session, batch = self.session, [suggestion.path for suggestion in self.suggestions.batch]
        labels = {path: session.labels.by_path[path] for path in batch if path in session.labels.by_path}
        self.strip.set_labels(labels, {path for path in batch if path in session.labels.unsure})
        self._tell()

    def _tell(self) -> None:
        """Update the text and the buttons."""
        state, busy = self.suggestions.state, self.runs.busy
        self.body.setCurrentWidget(self.strip if self.suggestions.batch else self.nothing)
        if self.suggestions.batch and self.hasFocus():
            self.strip.setFocus()
        self.nothing.set_text(
            self._nothing(state), tr("Adapt a model") if state is SuggestionState.NOTHING and not busy else ""
        )
        self.words.setText(self._words(state))
        self.words.setToolTip(plain_tip(self.words.text()))
        set_role(self.words, "bad" if state is SuggestionState.FAILED else "dim")
        self.others.setEnabled(
            state in (SuggestionState.OPEN, SuggestionState.READY, SuggestionState.DONE, SuggestionState.FAILED)
        )
        self.others.setText(tr("Try again") if state is SuggestionState.FAILED else tr("Ten others"))
        self.others.setVisible(state is not SuggestionState.NOTHING and not busy)
        for part in (self.strategy, self.terms, self.groups):
            part.setVisible(state is not SuggestionState.NOTHING and not busy)
        self.again.setText(tr("Adapt again with {shots}", shots=count(self.session.labels.shot_count, "shot")))
        self.again.setVisible(self.learning_curve.waiting)
        self.cancel.setVisible(not busy and state is SuggestionState.ASKING)
        self.cancel.setEnabled(not self.suggestions.call.stopping)
        self._show_bar(state)

    def _show_bar(self, state: SuggestionState) -> None:
        progress, asking = self.runs.progress, state is SuggestionState.ASKING
        self.bar.setVisible(self.runs.busy or asking)
        search = self.suggestions.call.progress
        done, total = (search.done, search.total) if search else (0, 0)
        if progress is not None and self.runs.busy:
            done, total = progress.step, progress.steps
        self.bar.setRange(0, total)
        self.bar.setValue(done)

    def _words(self, state: SuggestionState) -> str:
        if self.runs.busy:
            progress, preparing = self.runs.progress, self.runs.preparing
            if progress is None:
                return f"{preparing.what}: {whole(preparing.done)}" if preparing else tr("The run is starting.")
            return tr("Adapting · {pace}", pace=pace(progress))
        match state:
            case SuggestionState.ASKING:
                return tr("Searching for the images whose labels help most…")
            case SuggestionState.FAILED:
                return self.suggestions.call.problem
            case SuggestionState.DONE:
                again = tr("Adapt a model with them") if self.suggestions.request() is not None else tr("Adapt again")
                return tr("All are labelled. {again}, or press Tab for others.", again=again)
            case SuggestionState.READY:
                left = sum(not self.suggestions.is_labelled(suggestion.path) for suggestion in self.suggestions.batch)
                if self.suggestions.request() is not None:  # there is no run, and thus no prediction to accept
                    return tr("{left} to go, chosen by the inspection · Tab next · X unsure", left=left)
                return tr("{left} to go · Tab next · Enter accepts · X unsure", left=left)
        return ""

    def _nothing(self, state: SuggestionState) -> str:
        match state:
            case SuggestionState.ASKING:
                return tr("Searching the target for the images whose labels help most.")
            case SuggestionState.FAILED:
                return self.suggestions.call.problem
            case SuggestionState.OPEN:
                return tr("Press Tab for the ten images whose labels help most.")
        return NOTHING

    def _offer(self) -> None:
        cards = self.session.catalogue.strategies if self.session.catalogue else ()
        with QSignalBlocker(self.strategy):
            self.strategy.clear()
            for card in cards:
                self.strategy.addItem(card.title, card.name)
                self.strategy.setItemData(
                    self.strategy.count() - 1, plain_tip(card.summary), Qt.ItemDataRole.ToolTipRole
                )
            self.strategy.setCurrentIndex(max(self.strategy.findData(self.suggestions.strategy), 0))
        self._explain()
        self._tell()

    def _selection_changed(self, who: object) -> None:
        if who is not self.strip:
            self.strip.set_selection(self.session.selection.ids)
            if len(self.session.selection.ids) == 1:
                self.strip.show_current(next(iter(self.session.selection.ids)))

    def _ask(self) -> None:
        self.strip.setFocus()  # keys now act on the strip
        self.suggestions.ask(show=True)

    def _choose(self) -> None:
        self.strip.setFocus()
        self._explain()
        self.suggestions.choose(self.strategy.currentData())

    def _explain(self) -> None:
        """Show the summary of the strategy as its tooltip."""
        self.strategy.setToolTip(self.strategy.currentData(Qt.ItemDataRole.ToolTipRole) or "")

    def _adapt(self) -> None:
        self.strip.setFocus()
        self.learning_curve.again()
