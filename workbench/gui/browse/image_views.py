"""The view of the step above the grid of images: either of them, or both."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from workbench.gui.kit.grip_splitter import NONE_FOLDED, GripSplitter
from workbench.gui.kit.language import tr
from workbench.gui.kit.plain_text import plain_tip
from workbench.gui.kit.widgets import stack

VIEW_KEY, IMAGES_KEY = "F7", "F8"


class ImageViews(GripSplitter):
    """Two actions show and hide the view and the images; at least one of them is always shown.

    Signals:
        wanted(bool, bool): the user chose whether the view and the images are shown.
        brought(bool, bool): images were chosen elsewhere and are to be seen, with the view or without it.
    """

    wanted = Signal(bool, bool)
    brought = Signal(bool, bool)

    def __init__(self, view: QWidget, images: QWidget) -> None:
        self.above, self.images = stack(view), images
        super().__init__(Qt.Orientation.Vertical, self.above, images)
        self.view_action, self.images_action = QAction(self), QAction(tr("Images"), self)
        self.images_action.setToolTip(plain_tip(tr("Show or hide the images ({images_key})", images_key=IMAGES_KEY)))
        for action in (self.view_action, self.images_action):
            action.setCheckable(True)
            action.triggered.connect(self._chosen)
        self.show_parts(view, True, True)

    @property
    def shown(self) -> tuple[bool, bool]:
        """Whether the view and the images are shown."""
        return self.view_action.isChecked(), self.images_action.isChecked()

    def offer(self, *views: QWidget) -> None:
        """Add views that can replace the first one."""
        for view in views:
            self.above.addWidget(view)

    def show_parts(self, view: QWidget, view_shown: bool, images_shown: bool) -> None:
        """Choose the view, and what is shown."""
        title = view.accessibleName() or tr("View")
        self.view_action.setText(title)
        self.view_action.setToolTip(plain_tip(tr("Show or hide: {title} ({view_key})", title=title, view_key=VIEW_KEY)))
        self.above.setCurrentWidget(view)
        self.view_action.setChecked(view_shown)
        self.images_action.setChecked(images_shown)
        for part, shown in sorted(((self.above, view_shown), (self.images, images_shown)), key=lambda one: not one[1]):
            self.show_part(part, shown)  # what is shown first, so that it can take the keys of what is hidden
        self.view_action.setEnabled(images_shown)
        self.images_action.setEnabled(view_shown)

    def show_images(self, alone: bool = False) -> None:
        """Show the images if they are hidden. If `alone`, they replace the view."""
        if not self.images_action.isChecked() or self.folded != NONE_FOLDED:
            self.brought.emit(not alone, True)

    def _chosen(self) -> None:
        self.wanted.emit(self.view_action.isChecked(), self.images_action.isChecked())
