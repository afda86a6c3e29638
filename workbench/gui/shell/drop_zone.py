"""A drop zone of the start page: takes the folder of a domain by drag and drop, click or key."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QProgressBar

from workbench.core.domain import Domain, Side
from workbench.core.folder_outline import FolderOutline
from workbench.gui.kit.language import tr
from workbench.gui.kit.number_format import count, whole
from workbench.gui.kit.widgets import column, label, set_role

ASKS = {
    Side.SOURCE: (
        tr("Source: images with labels"),
        tr("Drop a folder with one subfolder for each class, or click to choose one."),
    ),
    Side.TARGET: (
        tr("Target: images to adapt to"),
        tr("Drop a folder of images, with or without labels, or click to choose one."),
    ),
}
WIDTH = 340  # pixels
RELEASE = tr("Release to read this folder")
ONLY_FOLDERS = tr("This is a file. Drop the folder that holds it.")


class DropZone(QFrame):
    """Lets the user choose a folder by drag and drop, click or key.

    Signals: chosen(str): the path of the folder.
    """

    chosen = Signal(str)

    def __init__(self, side: Side) -> None:
        super().__init__()
        self.side = side
        self.setProperty("card", True)
        self.setProperty("zone", True)  # with a ring while it has the focus
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFixedSize(WIDTH, 132)
        title, ask = ASKS[side]
        self.setAccessibleName(title)
        self.words = label(ask, "dim", wrap=True)
        self.before = ask
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 0)
        self.setLayout(column(label(title, "heading"), self.words, -1, self.bar, margin=16))
        self.show_empty()

    def show_empty(self) -> None:
        """Show that no folder is chosen."""
        self._say(ASKS[self.side][1], "dim")

    def show_reading(self, files: int, outline: FolderOutline | None = None) -> None:
        """Show that a folder is being read. `outline`: what its names say, once they are known."""
        if outline is None:
            self._say(tr("Reading… {files} so far", files=count(files, "file")), "dim", busy=True)
            return
        classes = f", {count(len(outline.classes), 'class', 'classes')}" if outline.classes else ""
        checked = tr("Checking the files: {files} of {images}", files=whole(files), images=whole(outline.images))
        self._say(f"{outline.root}\n{count(outline.images, 'image')}{classes}\n{checked}", "dim", busy=True)

    def show_domain(self, domain: Domain) -> None:
        """Show the contents of the folder."""
        classes = f", {count(len(domain.classes), 'class', 'classes')}" if domain.labelled else ""
        aside = tr("\n{files} set aside", files=count(len(domain.set_aside), "file")) if domain.set_aside else ""
        self._say(f"{domain.root}\n{count(len(domain.samples), 'image')}{classes}{aside}", "")

    def _say(self, words: str, role: str, *, busy: bool = False) -> None:
        self.words.setText(words)
        set_role(self.words, role)
        self.bar.setVisible(busy)

    def _choose(self) -> None:
        path = QFileDialog.getExistingDirectory(self, ASKS[self.side][0])
        if path:
            self.chosen.emit(path)

    # -- Qt --------------------------------------------------------------------------------------------------------

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        self._choose()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Space):
            self._choose()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        path = _local(event)
        if path is None:
            return
        self.before = self.words.text()
        if Path(path).is_dir():
            event.acceptProposedAction()
            self.words.setText(RELEASE)
        else:
            event.setDropAction(Qt.DropAction.IgnoreAction)
            event.accept()  # so that the drag is followed until it leaves
            self.words.setText(ONLY_FOLDERS)

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        self.words.setText(self.before)

    def dropEvent(self, event: QDropEvent) -> None:
        self.words.setText(self.before)
        path = _local(event)
        if path is not None and Path(path).is_dir():
            event.acceptProposedAction()
            self.chosen.emit(path)


def _local(event: QDropEvent) -> str | None:
    """Return the first local file or folder of a drag and drop."""
    return next((url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()), None)
