"""The bottom panel of the Label step while it measures: the drawn images that are to be labelled."""

import os

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from workbench.core.domain import Side
from workbench.data.cache_paths import default_cache
from workbench.gui.kit.empty_state import EmptyState
from workbench.gui.kit.language import tr
from workbench.gui.kit.number_format import count
from workbench.gui.kit.widgets import Elided, column, label, panel, row
from workbench.gui.session.session import Session
from workbench.gui.tasks.measuring_controller import MeasuringController, MeasuringState
from workbench.gui.theme import Tokens
from workbench.gui.views.grid.suggestion_strip import SuggestionStrip
from workbench.gui.views.grid.thumbnail_grid import GridItem
from workbench.gui.views.grid.thumbnail_store import ThumbnailStore

SHOWN = 10  # images in the strip


class MeasuringPanel(QWidget):
    """A strip of the next images, without any prediction.

    Signals: opened((Side, path)): the user asked to open an image.
    """

    opened = Signal(object)

    def __init__(self, session: Session, measuring: MeasuringController) -> None:
        super().__init__()
        self.session, self.measuring = session, measuring
        self.title, self.words = label(tr("Label to measure"), "heading"), Elided()
        self.strip = SuggestionStrip(store=ThumbnailStore(default_cache() / "thumbnails.sqlite"))
        self.strip.setAccessibleName(tr("Images that measure"))
        self.nothing = EmptyState("")
        self.body = QStackedWidget()
        for page in (self.strip, self.nothing):
            self.body.addWidget(page)
        head = row(self.title, self.words)
        head.setStretch(1, 1)
        head.setContentsMargins(12, 8, 12, 0)
        self.setLayout(column(panel(column(head, self.body, spacing=4))))
        self.strip.selection_changed.connect(lambda ids: session.selection.choose(ids, self.strip))
        self.strip.opened.connect(self.opened)
        self.nothing.acted.connect(measuring.draw)
        session.selection.changed.connect(self._selection_changed)
        measuring.changed.connect(self.refresh)
        measuring.led.connect(self.strip.setFocus)
        self.refresh()

    def set_theme(self, tokens: Tokens) -> None:
        """Apply the colours of a theme."""
        self.strip.set_theme(tokens)

    def refresh(self) -> None:
        """Show the next images, or why there are none, while the step measures."""
        if not self.measuring.on:
            return
        pending = self.measuring.pending
        target = self.session.domains.by_side.get(Side.TARGET)
        root = str(target.folder) if target else ""
        items = [GridItem(Side.TARGET, path, os.path.join(root, path), measures=True) for path in pending[:SHOWN]]
        if [item.id for item in items] != self.strip.ids():
            self.strip.show_batch(items, {})
            self.strip.set_selection(self.session.selection.ids)
        self.body.setCurrentWidget(self.strip if items else self.nothing)
        self.words.setText(
            tr("{images} to go · class key · Tab next · X unsure", images=count(len(pending), "image")) if items else ""
        )
        self._say_nothing()

    def _say_nothing(self) -> None:
        more = self.measuring.more
        match self.measuring.state:
            case MeasuringState.NO_TARGET:
                self.nothing.set_text(tr("The target has not been read yet."))
            case MeasuringState.NOTHING:
                self.nothing.set_text(
                    tr("No image is drawn yet. Each is shown without the model's opinion; press the key of its class."),
                    tr("Draw {images}", images=count(more, "image")) if more else "",
                )
            case _:
                self.nothing.set_text(
                    tr("All drawn images are labelled."), tr("Draw {more} more", more=more) if more else ""
                )

    def _selection_changed(self, who: object) -> None:
        if who is not self.strip:
            self.strip.set_selection(self.session.selection.ids)
            if len(self.session.selection.ids) == 1:
                self.strip.show_current(next(iter(self.session.selection.ids)))
