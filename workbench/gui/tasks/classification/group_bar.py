"""The bar over the grid while groups of images are named: what the group is, and its keys."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QProgressBar, QPushButton, QWidget

from workbench.core.domain import Side
from workbench.core.image_groups import GroupKind
from workbench.gui.browse.samples_panel import SamplesPanel
from workbench.gui.kit.language import tr
from workbench.gui.kit.number_format import count, whole
from workbench.gui.kit.plain_text import plain_tip
from workbench.gui.kit.widgets import Elided, button, card, column, label, row, set_role
from workbench.gui.session.session import Session
from workbench.gui.tasks.classification.likely_share import LikelyShares
from workbench.gui.tasks.classification.naming_controller import NamingController
from workbench.gui.tasks.classification.naming_state import NamingState

LONGEST = 18  # characters of a class on a button
SIDES = (56, 160)  # smallest and largest size in pixels of the thumbnails of a group
TITLES = {
    GroupKind.ALIKE: tr("{} alike"),
    GroupKind.AGREED: tr("{} like those that you named"),
    GroupKind.DOUBTFUL: tr("{} in doubt"),
    GroupKind.SIMILAR: tr("{} most like the chosen ones"),
}
DONE = tr("Every image has a label or was passed over.")
ALIKE_DONE = tr("No image without a label is left that is like the chosen ones.")
NAME_TIP = tr(
    "Label the selected images “{}” (Enter). Ctrl+click takes an image out of the selection; what is left follows"
)
SPLIT_TIP = tr("Divide the group into two and show the larger part (−)")
LOOK_TIP = tr("Show the image under the cursor large (Space)")
NEXT_TIP = tr("Leave this group for later (Tab)")
LEAVE_TIP = tr("Show all images again (Esc). Labels stay")


class GroupBar(QWidget):
    """Shows the group of a NamingController in the grid, and offers its keys as buttons.

    Signals: accepted(): the user accepted the likely class for the selected images of the group.
    """

    accepted = Signal()

    def __init__(self, session: Session, naming: NamingController, pictures: SamplesPanel) -> None:
        super().__init__()
        self.session, self.naming, self.pictures = session, naming, pictures
        self.shares = LikelyShares(naming.suggestions.runs)
        self._side = 0  # the size of thumbnails before the groups
        self.title, self.words = label("", "heading"), Elided()
        self.all = button("", self.accepted.emit)
        self.look = button(tr("Space  look"), self._look)
        self.split = button(tr("−  split"), naming.split)
        self.next = button(tr("Tab  next"), naming.skip)
        self.again = button(tr("Try again"), naming.start)
        self.stop = button(tr("Stop"), naming.leave)
        self.leave = button(tr("Esc  done"), naming.leave, flat=True)
        tips = (self.look, LOOK_TIP), (self.split, SPLIT_TIP), (self.next, NEXT_TIP), (self.leave, LEAVE_TIP)
        for widget, tip in tips:
            widget.setToolTip(plain_tip(tip))
        for widget in self._buttons():
            widget.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the keyboard with the images
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        head = row(self.title, -1, *self._buttons())
        frame = column(card(head, self.words, self.progress, margin=8))
        frame.setContentsMargins(12, 4, 12, 4)
        self.setLayout(frame)
        pictures.rows.insertWidget(1, self)  # between the bar of the grid and the grid
        naming.changed.connect(self.refresh)
        naming.paged.connect(self._show_page)
        pictures.refreshed.connect(self._left)
        session.filter.changed.connect(naming.leave)
        session.selection.changed.connect(lambda _who: self._show_likely())
        self.refresh()

    def _buttons(self) -> tuple[QPushButton, ...]:
        return self.all, self.look, self.split, self.next, self.again, self.stop, self.leave

    def refresh(self) -> None:
        """Show the state and the group."""
        naming, state = self.naming, self.naming.state
        if state is NamingState.OFF:
            self._restore()
        self.setVisible(state is not NamingState.OFF)
        shown, working = state is NamingState.SHOWN, state is NamingState.WORKING
        for widget in (self.look, self.split, self.next):
            widget.setVisible(shown)
        self.split.setEnabled(shown and naming.page is not None and len(naming.page.paths) > 1)
        self.again.setVisible(state is NamingState.FAILED)
        self.stop.setVisible(working)
        self.leave.setVisible(not working)
        self.progress.setVisible(working)
        told = naming.indexing.progress
        self.progress.setRange(0, told.total if told else 0)
        self.progress.setValue(told.done if told else 0)
        self.title.setText(self._title(state))
        self.words.setText(self._words(state))
        self.words.setToolTip(plain_tip(self.words.text()))
        set_role(self.words, "bad" if state is NamingState.FAILED else "dim")
        self._show_likely()

    def _title(self, state: NamingState) -> str:
        page, naming = self.naming.page, self.naming
        if page is not None:
            return TITLES[page.kind].format(count(naming.size, "image"))
        return {NamingState.WORKING: tr("Forming groups"), NamingState.DONE: tr("No group is left")}.get(
            state, tr("No groups")
        )

    def _words(self, state: NamingState) -> str:
        naming, page = self.naming, self.naming.page
        if page is not None:
            likely = self.shares.words(page) if page.likely in self.session.labels.classes else ""
            part = tr("the {paths} purest are shown", paths=len(page.paths)) if naming.size > len(page.paths) else ""
            place = (
                ""
                if naming.similar
                else tr(
                    "group {number} of {all}",
                    number=whole(naming.number),
                    all=whole(naming.number + len(naming.left)),
                )
            )
            return " · ".join(filter(None, (place, part, likely)))
        if state is NamingState.WORKING:
            return naming.indexing.words if naming.indexing.busy else tr("Comparing images.")
        if state is NamingState.DONE:
            return ALIKE_DONE if naming.similar else DONE
        return naming.problem

    def _show_likely(self) -> None:
        """Offer the likely class for the selected images of the group."""
        page, labels = self.naming.page, self.session.labels
        known = page is not None and page.likely in labels.classes
        self.all.setVisible(known)
        if page is not None and known:
            chosen = len(self.session.selection.ids.target & frozenset(page.paths))
            every = tr("all") if chosen == len(page.paths) > 1 else whole(chosen)
            name = page.likely if len(page.likely) <= LONGEST else f"{page.likely[: LONGEST - 1]}…"
            self.all.setText(tr("Enter  {every} {name}", every=every, name=name))
            self.all.setToolTip(plain_tip(NAME_TIP.format(page.likely)))
            self.all.setEnabled(chosen > 0)

    def _show_page(self) -> None:
        page = self.naming.page
        if page is None:
            return
        why = tr("the purest first") if page.kind is GroupKind.ALIKE else tr("the nearest first")
        self._make_room()
        self.pictures.show_ranked(page.paths, why)
        self._fit(len(page.paths))
        if not self.pictures.grid.hasFocus() and not self.naming.looking():
            self.pictures.grid.setFocus()

    def _make_room(self) -> None:
        """Make sure that the grid is on the screen, the first time that a group is shown."""
        if not self._side:
            self._side = self.pictures.bar.size_.value()
            self.pictures.views.show_images()
            self.pictures.rows.activate()  # the size of the grid decides on that of the thumbnails

    def _fit(self, number: int) -> None:
        """Make the thumbnails as large as they can be while all are visible."""
        grid = self.pictures.grid
        width, height = grid.viewport().width(), grid.viewport().height()
        sides = range(SIDES[1], SIDES[0], -8)
        grid.set_thumbnail_size(
            next((s for s in sides if (width // (s + 8)) * (height // (s + 8)) >= number), SIDES[0])
        )

    def _restore(self) -> None:
        """Show all images again, as they were before the groups."""
        if self._side:
            self.pictures.grid.set_thumbnail_size(self._side)
            self._side = 0
            if self.pictures.samples.ranking:
                self.pictures.show_ranked((), "")

    def _look(self) -> None:
        current = self.pictures.grid.current()
        page = self.naming.page
        if page is not None:
            first = (Side.TARGET, page.paths[0])
            self.pictures.opened.emit(current if current and current[1] in page.paths else first)

    def _left(self) -> None:
        """Stop if the user restricted the grid to other images."""
        if self.naming.page is not None and self.pictures.samples.ranking != self.naming.page.paths:
            self.naming.leave()
