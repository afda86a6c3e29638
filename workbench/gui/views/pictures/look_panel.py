"""The panel beside the image of the viewer: probabilities, and tools that unfold."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QToolButton, QVBoxLayout, QWidget

from workbench.gui.kit.inspector import fold_button
from workbench.gui.kit.language import tr
from workbench.gui.kit.widgets import column
from workbench.gui.theme import DARK, Tokens
from workbench.gui.views.pictures.contrast_panel import ContrastPanel
from workbench.gui.views.pictures.facts import WIDTH, Facts
from workbench.gui.views.pictures.file_facts import FileFacts

CONTRAST, FILE = tr("Contrast"), tr("File")
SCROLL_BAR = 12  # pixels beside the contents


class LookPanel(QScrollArea):
    """Scrolls where the window is low. What a person unfolded stays unfolded from image to image.

    Signals: unfolded(str, bool): a tool was unfolded or folded; its title.
    """

    unfolded = Signal(str, bool)

    def __init__(self, tokens: Tokens = DARK) -> None:
        super().__init__()
        self.facts = Facts(tokens)
        self.contrast, self.file_facts = ContrastPanel(), FileFacts()
        self.folds: dict[str, QToolButton] = {}
        self.tools = QVBoxLayout()
        self.tools.setSpacing(8)
        for title, tool in ((CONTRAST, self.contrast), (FILE, self.file_facts)):
            self.add_tool(title, tool)
        inside = QWidget()
        inside.setLayout(column(self.facts, self.tools, -1, spacing=12))
        inside.setFixedWidth(WIDTH)
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFixedWidth(WIDTH + SCROLL_BAR)

    def add_tool(self, title: str, tool: QWidget) -> None:
        """Add a tool below the others, folded."""
        fold = self.folds[title] = fold_button(title)
        tool.hide()
        fold.toggled.connect(self._fold_of(title, tool))
        self.tools.addWidget(fold)
        self.tools.addWidget(tool)

    def set_theme(self, tokens: Tokens) -> None:
        """Apply the colours of a theme."""
        self.facts.set_theme(tokens)
        self.contrast.set_theme(tokens)

    def _fold_of(self, title: str, tool: QWidget) -> Callable[[bool], None]:
        def change(open_: bool) -> None:
            arrow = Qt.ArrowType.DownArrow if open_ else Qt.ArrowType.RightArrow
            self.folds[title].setArrowType(arrow)
            tool.setVisible(open_)
            self.unfolded.emit(title, open_)

        return change
