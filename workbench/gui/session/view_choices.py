"""How the images of the open project are displayed; kept in the project."""

import msgspec
from PySide6.QtCore import QObject, Signal

from workbench.core.view_settings import AS_IS, ImageDisplay, RulerScale, ViewSettings
from workbench.gui.session.session import Session
from workbench.store.view_settings import read_view, write_view


class ViewChoices(QObject):
    """Holds the display and the scale of the ruler. They change no label, run or export.

    Signals:
        display_changed(): the display changed, or another project was opened.
        scale_changed(): the scale of the ruler changed, or another project was opened.
    """

    display_changed = Signal()
    scale_changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.session = session
        self.settings = ViewSettings()
        session.project_changed.connect(self._read)

    @property
    def display(self) -> ImageDisplay:
        """The display of the project's images."""
        return self.settings.display

    def set_display(self, display: ImageDisplay) -> None:
        """Change the display of the project's images."""
        if display != self.settings.display:
            self._keep(msgspec.structs.replace(self.settings, display=display))
            self.display_changed.emit()

    def reset(self) -> None:
        """Display images as they are."""
        self.set_display(AS_IS)

    def set_scale(self, scale: RulerScale) -> None:
        """Change the scale of the ruler."""
        if scale != self.settings.scale:
            self._keep(msgspec.structs.replace(self.settings, scale=scale))
            self.scale_changed.emit()

    def _keep(self, settings: ViewSettings) -> None:
        self.settings = settings
        project = self.session.project
        if project is not None and not project.read_only:
            write_view(project.folder, settings)

    def _read(self) -> None:
        project = self.session.project
        self.settings = read_view(project.folder) if project is not None else ViewSettings()
        self.display_changed.emit()
        self.scale_changed.emit()
