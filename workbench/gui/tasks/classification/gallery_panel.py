"""The review of predictions as pictures: the gallery with its bar, the counts by class, and the confirmation."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QWidget

from workbench.data.cache_paths import default_cache
from workbench.gui.kit.combo_box import ComboBox
from workbench.gui.kit.empty_state import EmptyState
from workbench.gui.kit.keyboard import Keyboard
from workbench.gui.kit.language import tr
from workbench.gui.kit.number_format import count, whole
from workbench.gui.kit.plain_text import plain_tip
from workbench.gui.kit.widgets import Elided, button, card, column, label, row
from workbench.gui.session.session import Session
from workbench.gui.tasks.classification.gallery_controller import GalleryController, GalleryState
from workbench.gui.tasks.classification.section_list import SectionList
from workbench.gui.tasks.contract import Keys
from workbench.gui.theme import Tokens
from workbench.gui.views.grid.gallery_view import GalleryView
from workbench.gui.views.grid.thumbnail_store import ThumbnailStore

GALLERY_KEYS: Keys = (
    ("Shift+Enter", tr("In the review: accept the predictions of the line of images")),
    ("Ctrl+Enter", tr("In the review: accept the predictions of all images in view")),
    ("Ctrl+Shift+Enter", tr("In the review: accept the rest of the class; asks first")),
)
NOTHING = {
    GalleryState.NO_MODEL: tr(
        "The predictions of a finished run are shown here as pictures, to accept or correct them."
    ),
    GalleryState.COMPUTING: tr("The first run is under way. Its predictions are shown here when it has finished."),
}
ROW_TIP = tr("Accept the line of the current image (Shift+Enter)")
SEEN_TIP = tr("Accept all images in view (Ctrl+Enter)")
REST_TIP = tr("Accept what is left of this class and part (Ctrl+Shift+Enter); asks first")


class GalleryPanel(QWidget):
    """The keys of `view` accept a line, what is in view, or the rest of a section; class keys are handled elsewhere.

    Signals: opened((Side, path)): the user opened an image.
    """

    opened = Signal(object)

    def __init__(self, session: Session, gallery: GalleryController) -> None:
        super().__init__()
        self._asked: list[str] = []  # the images that a confirmation is about
        self.session, self.gallery = session, gallery
        self._before: NDArray[np.int64] = gallery.places  # what was shown before the last change
        self.view = GalleryView(ThumbnailStore(default_cache() / "thumbnails.sqlite"))
        self.words = Elided()
        self.breakdown, self.order = ComboBox(), ComboBox()
        self.breakdown.setAccessibleName(tr("Breakdown"))
        self.order.setAccessibleName(tr("Order of confidence"))
        self.order.addItems([tr("Most certain first"), tr("Least certain first")])
        self.row = button(tr("⇧↵  row"), lambda: self._accept(self.view.line()))
        self.seen = button(tr("Ctrl ↵  page"), lambda: self._accept(self.view.seen()))
        self.rest = button("", self._ask)
        for widget, tip in ((self.row, ROW_TIP), (self.seen, SEEN_TIP), (self.rest, REST_TIP)):
            widget.setToolTip(plain_tip(tip))
            widget.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the keyboard focus with the images
        self.question = label("", wrap=True)
        self.yes, self.no = button("", self._confirm, accent=True), button(tr("Esc  cancel"), self._cancel)
        asked = row(self.question, self.yes, self.no)
        asked.setStretch(0, 1)
        self.confirmation = card(asked, margin=8)
        self.parts = SectionList()
        self.nothing = EmptyState("")
        self.pages = QStackedWidget()
        self.body = QSplitter(Qt.Orientation.Horizontal)
        self.body.setChildrenCollapsible(False)
        for part in (self.parts, self.view):
            self.body.addWidget(part)
        self.body.setStretchFactor(1, 1)
        self.body.setSizes((150, 700))
        for page in (self.body, self.nothing):
            self.pages.addWidget(page)
        head = row(self.words, self.breakdown, self.order, self.row, self.seen, self.rest)
        head.setStretch(0, 1)
        head.setContentsMargins(12, 4, 12, 0)
        self.setFocusProxy(self.view)
        self.setLayout(column(head, self.confirmation, self.pages, spacing=4))
        self._connect()
        self.refresh()

    def _connect(self) -> None:
        session, gallery, view = self.session, self.gallery, self.view
        gallery.changed.connect(self.refresh)
        gallery.passed.connect(lambda: view.choose(view.current + 1))
        session.predictions.changed.connect(self._show_predictions)
        gallery.pictures.relabelled.connect(self._labels_changed)
        gallery.pictures.bar.size_changed.connect(view.set_side)
        session.selection.changed.connect(self._selection_changed)
        view.selection_changed.connect(lambda ids: session.selection.choose(ids, view))
        view.moved.connect(self._tell)
        view.opened.connect(self.opened)
        enter, ctrl, shift = Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
        self.keys = {
            (enter, shift): self.row.click,
            (enter, ctrl): self.seen.click,
            (enter, ctrl | shift): self.rest.click,
        }
        for asked in (self.yes, self.no):
            Keyboard(asked, {enter: asked.click, Qt.Key.Key_Enter: asked.click, Qt.Key.Key_Escape: self._cancel})
        self.breakdown.activated.connect(lambda _row: gallery.break_down(self.breakdown.currentData()))
        self.order.activated.connect(lambda row: gallery.order(row == 1))
        self.parts.chosen.connect(self._go_to)
        self.nothing.acted.connect(self._act)

    def set_theme(self, tokens: Tokens) -> None:
        """Apply the colours of a theme."""
        self.view.set_theme(tokens)

    def take_keys(self) -> None:
        """Give the keyboard to the gallery, and select its first image if none of it is selected."""
        self.view.setFocus()
        if self.view.current >= 0 and self.view.id_at(self.view.current) not in self.session.selection.ids:
            self.view.choose(self.view.current)

    def refresh(self) -> None:
        """Show what is left. The next image becomes the current one where the current one was decided."""
        gallery = self.gallery
        before, self._before = self._before, gallery.places
        if not gallery.on:
            self.view.show_items([], [], -1)
            return
        current = _following(before, gallery.places, self.view.current)
        focused = self.view.hasFocus() or self._lost(before)
        self.view.show_items(gallery.items(), gallery.sections, current)
        if focused and current >= 0 and not np.array_equal(before, gallery.places):
            self.view.choose(current)
        self.confirmation.hide()
        self.parts.show_sections(gallery.sections)
        self._offer()
        self._show_state()
        self._tell()

    def _lost(self, before: NDArray[np.int64]) -> bool:
        """Return whether a selected image was shown before, and is decided now."""
        places, chosen = self.gallery.samples.table.places, self.session.selection.ids.target
        rows = np.array([places[path] for path in chosen if path in places], np.int64)
        return bool((np.isin(rows, before) & ~np.isin(rows, self.gallery.places)).any())

    # -- what is shown -----------------------------------------------------------------------------------------------

    def _show_predictions(self) -> None:
        every = self.session.predictions.by_path.values()
        self.view.set_predictions({one.path: (one.predicted, one.confidence) for one in every})

    def _show_state(self) -> None:
        gallery, state = self.gallery, self.gallery.state
        ready = state is GalleryState.READY
        self.pages.setCurrentWidget(self.body if ready else self.nothing)
        for widget in (self.breakdown, self.order, self.row, self.seen, self.rest):
            widget.setVisible(ready)
        if state is GalleryState.EMPTY:
            hidden = gallery.hidden
            left = tr(
                "The filter hides {predictions} that nobody has decided.", predictions=count(hidden, "prediction")
            )
            done = tr(
                "Every prediction of {model} is decided, or its image is in the measuring set.",
                model=gallery.model or tr("the model"),
            )
            self.nothing.set_text(left if hidden else done, tr("Show all") if hidden else "")
        elif not ready:
            self.nothing.set_text(NOTHING[state], tr("Adapt a model") if state is GalleryState.NO_MODEL else "")
        self.words.setText(self._words())

    def _words(self) -> str:
        gallery = self.gallery
        if gallery.state is not GalleryState.READY:
            return gallery.model
        hidden = tr(", {hidden} hidden by the filter", hidden=whole(gallery.hidden)) if gallery.hidden else ""
        return tr(
            "{places} left of {model}{hidden}", places=whole(len(gallery.places)), model=gallery.model, hidden=hidden
        )

    def _offer(self) -> None:
        with QSignalBlocker(self.breakdown):
            self.breakdown.clear()
            for name, title in self.gallery.breakdowns():
                self.breakdown.addItem(title, name)
            self.breakdown.setCurrentIndex(max(self.breakdown.findData(self.gallery.breakdown), 0))
        self.order.setCurrentIndex(int(self.gallery.doubtful_first))

    def _tell(self) -> None:
        """Show on the buttons what they accept."""
        if not self.gallery.on or self.view.current < 0:
            return
        section = self.view.rows.sections[self.view.rows.section(self.view.current)]
        self.seen.setEnabled(bool(len(self.view.seen())))
        self.rest.setText(tr("All {number} “{name}”…", number=whole(section.number), name=_short(section.name)))
        whose = f"{section.name} {section.part}".strip()
        self.rest.setAccessibleName(
            tr("Accept all {number} predicted {whose}", number=whole(section.number), whose=whose)
        )
        self.parts.show_current(self.view.rows.section(self.view.current))

    # -- what the user does ------------------------------------------------------------------------------------------

    def _accept(self, places: Sequence[int]) -> None:
        items = self.view.samples.items
        self.gallery.accept([items[place].path for place in places])

    def _ask(self) -> None:
        """Ask before accepting the rest of a section."""
        places = self.view.section()
        self._asked = [self.view.samples.items[place].path for place in places]
        section = self.view.rows.sections[self.view.rows.section(self.view.current)] if places else None
        if section is not None:
            part = tr(" of “{part}”", part=section.part) if section.part else ""
            self.question.setText(
                tr(
                    "Accept “{name}” for the {images}{part} left, seen or not? Ctrl+Z takes it back at once.",
                    name=section.name,
                    images=count(section.number, "image"),
                    part=part,
                )
            )
            self.yes.setText(tr("Accept {number}", number=whole(section.number)))
            self.confirmation.show()
            self.yes.setFocus()

    def _confirm(self) -> None:
        self._cancel()
        labelled = self.gallery.session.labels.by_path
        self.gallery.accept([path for path in self._asked if path not in labelled])

    def _cancel(self) -> None:
        self.confirmation.hide()
        self.view.setFocus()

    def _go_to(self, section: int) -> None:
        if section >= 0:
            self.view.setFocus()
            self.view.choose(int(self.view.rows.starts[section]))

    def _act(self) -> None:
        if self.gallery.state is GalleryState.EMPTY:
            self.gallery.pictures.show_all()
        else:
            self.session.go_to("adapt")

    def _labels_changed(self, paths: Sequence[str], shown: bool) -> None:
        """Show what is left, unless it is `shown` with the grid; after an undo, return to the image of the label."""
        if not self.gallery.on:
            return
        focused, places = self.view.hasFocus(), self.gallery.samples.table.places
        if not shown:
            self.gallery.refresh()
        returned = {row for path in paths if (row := places.get(path)) is not None}
        if focused and returned:
            back = np.flatnonzero(np.isin(self.gallery.places, list(returned)))
            if len(back):
                self.view.choose(int(back[0]))

    def _selection_changed(self, who: object) -> None:
        if who is self.view:
            return
        chosen = self.session.selection.ids
        self.view.set_selection(chosen)
        if self.gallery.shown and len(chosen) == len(chosen.target) == 1:
            row = self.gallery.samples.table.places.get(next(iter(chosen.target)), -1)
            self.view.make_current(next(iter(np.flatnonzero(self.gallery.places == row).tolist()), -1))

    # -- Qt --------------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key.Key_Return if event.key() == Qt.Key.Key_Enter else Qt.Key(event.key())
        act = self.keys.get((key, event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier))
        if act is not None and self.gallery.state is GalleryState.READY:
            act()
        else:
            super().keyPressEvent(event)


def _following(before: NDArray[np.int64], after: NDArray[np.int64], current: int) -> int:
    """Return where the current image, or the first after it that is left, is now; −1 without images.

    `before`, `after`: the rows of the images in the table of samples, (N,) and (M,).
    """
    if not len(after):
        return -1
    rest = before[current:] if 0 <= current < len(before) else before[:0]
    left = rest[np.isin(rest, after)]
    if len(left):
        return int(np.flatnonzero(after == left[0])[0])
    return len(after) - 1 if len(rest) else 0


def _short(name: str) -> str:
    return name if len(name) <= 16 else f"{name[:15]}…"
