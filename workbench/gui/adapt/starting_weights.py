"""Weights that were trained elsewhere, from which a run starts: chosen, and checked against the backbone."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from workbench.gui.kit.file_field import FileField
from workbench.gui.kit.number_format import count
from workbench.gui.kit.widgets import column, label, row, set_role
from workbench.gui.session.session import Session
from workbench.gui.session.single_call import SingleCall
from workbench.worker.commands import MatchWeights
from workbench.worker.replies import WeightsMatched

KINDS = "Weights (*.safetensors *.pth *.pt *.bin)"
TIP = "A model of your own to start from: .safetensors, or a state dict in .pth; nothing in the file is executed"
LISTED = 3  # names below the form; a tool tip has more
TIPPED = 30


class StartingWeights(QWidget):
    """A file, and below it how much of it fits the backbone.

    Signals: changed(): whether a run can start from it may be otherwise now.
    """

    changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session, self.backbone = session, "auto"
        self.file = FileField("From a file…", "Weights to start from", KINDS, TIP)
        self.words = label("", "dim", wrap=True)
        self.call = SingleCall(session.workers, self)
        self.match: WeightsMatched | None = None
        self.setLayout(column(row(label("Weights", "dim"), self.file), self.words, spacing=4))
        self.file.changed.connect(self._ask)
        self.call.changed.connect(self._show)
        session.project_changed.connect(self._project_changed)
        self._show()

    @property
    def path(self) -> str:
        """The chosen file; empty for the backbone's own weights."""
        return self.file.path

    @property
    def trouble(self) -> str:
        """Why no run can start as things stand; empty where one can."""
        if not self.path:
            return ""
        if self.backbone == "auto":
            return "Choose the backbone that the weights are for."
        if self.match is None:
            return self.call.trouble or "The weights are being read."
        return "" if self.match.complete else "These weights do not fit the backbone; choose another of the two."

    def set_backbone(self, name: str) -> None:
        """The backbone that the weights are to fit."""
        if name != self.backbone:
            self.backbone = name
            self._ask()

    def _ask(self) -> None:
        self.match = None
        self.call.forget()
        if self.path and self.backbone != "auto":
            self.call.begin(MatchWeights(self.path, self.backbone)).finished.connect(self._take)
        self._show()

    def _take(self, match: WeightsMatched) -> None:
        self.match = match

    def _project_changed(self) -> None:
        """What was asked for the last project is dropped, and the file is still chosen."""
        if self.match is None:
            self._ask()

    def _show(self) -> None:
        found, trouble = self.match, self.trouble
        told = _told(found, LISTED) if found is not None else trouble
        set_role(self.words, "bad" if trouble and (found is not None or self.call.trouble) else "dim")
        self.words.setText(told)
        self.words.setToolTip(_told(found, TIPPED) if found is not None else "")
        self.words.setVisible(bool(told))
        self.changed.emit()


def _told(found: WeightsMatched, listed: int) -> str:
    """What fits, and the first names of what does not."""
    fit = f"{count(found.tensors, 'tensor')} of {found.numbers:,} numbers fit."
    lines = [fit if found.tensors else "Nothing in the file fits."]
    unused = ("Not used", found.left_over if found.complete else ())
    for title, names in (("Missing", found.missing), ("Another shape", found.misfit), unused):
        if names:
            more = f" and {len(names) - listed:,} more" if len(names) > listed else ""
            lines.append(f"{title}: {', '.join(names[:listed])}{more}.")
    return "\n".join(lines)
