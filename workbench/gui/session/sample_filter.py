"""The filter of images, which the grid, the scatter plot and the Export step share, and the filters saved by name."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from workbench.core.errors import UserError
from workbench.store.project import Project


class SampleFilter(QObject):
    """The text of the current filter; empty: all images are shown. Another project starts without one.

    Signals:
        changed(): the text changed.
        saved_changed(): a saved filter was added, renamed or deleted.
        failed(str, str): a filter could not be saved; a message and a hint.
    """

    changed = Signal()
    saved_changed = Signal()
    failed = Signal(str, str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.text = ""
        self._project: Project | None = None

    def show(self, project: Project | None) -> None:
        """Start without a filter, in another project, without a signal."""
        self.text, self._project = "", project

    def choose(self, text: str) -> None:
        """Use another filter."""
        if text != self.text:
            self.text = text
            self.changed.emit()

    # -- saved filters ---------------------------------------------------------------------------------------------

    @property
    def saved(self) -> dict[str, str]:
        """The texts of the saved filters, by name."""
        return self._project.saved_filters.current() if self._project else {}

    @property
    def can_save(self) -> bool:
        """Whether filters can be saved: a project is open, and it can be written."""
        return self._project is not None and not self._project.read_only

    def save(self, name: str, text: str) -> None:
        """Save a filter by name."""
        if (project := self._project) is not None:
            self._change(lambda: project.saved_filters.keep(name, text))

    def rename(self, old: str, new: str) -> None:
        """Give a saved filter another name."""
        if (project := self._project) is not None:
            self._change(lambda: project.saved_filters.rename(old, new))

    def forget(self, name: str) -> None:
        """Delete a saved filter."""
        if (project := self._project) is not None:
            self._change(lambda: project.saved_filters.forget(name))

    def _change(self, write: Callable[[], None]) -> None:
        try:
            write()
        except UserError as error:
            self.failed.emit(error.message, error.hint)
        else:
            self.saved_changed.emit()
