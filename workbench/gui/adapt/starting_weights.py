"""The choice of a file with weights for the backbone, and the check that they fit."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from workbench.gui.kit.file_field import FileField
from workbench.gui.kit.form import form
from workbench.gui.kit.language import tr
from workbench.gui.kit.number_format import count, whole
from workbench.gui.kit.plain_text import plain_tip
from workbench.gui.kit.widgets import column, label, set_role
from workbench.gui.session.session import Session
from workbench.gui.session.single_call import SingleCall
from workbench.worker.commands import MatchWeights
from workbench.worker.replies import WeightsMatched

KINDS = tr("Weights (*.safetensors *.pth *.pt *.bin)")
TIP = tr("Start from your own weights: .safetensors, or a state dict in .pth; no code in the file is executed")
LISTED = 3  # names below the form
LISTED_IN_TOOLTIP = 30


class StartingWeights(QWidget):
    """A field for the file, and a text that says which tensors fit the backbone.

    Signals: changed(): the file or the result of the check changed.
    """

    changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session, self.backbone = session, "auto"
        self.file = FileField(tr("From a file…"), tr("Weights to start from"), KINDS, TIP)
        self.words = label("", "dim", wrap=True)
        self.call = SingleCall(session.workers, self)
        self.match: WeightsMatched | None = None
        self.setLayout(column(form((tr("Weights"), self.file)), self.words, spacing=4))
        self.file.changed.connect(self._ask)
        self.call.changed.connect(self._show)
        session.project_changed.connect(self._project_changed)
        self._show()

    @property
    def path(self) -> str:
        """The chosen file; empty for the default weights of the backbone."""
        return self.file.path

    @property
    def problem(self) -> str:
        """Why a run cannot start with this file; empty if it can."""
        if not self.path:
            return ""
        if self.backbone == "auto":
            return tr("Choose the backbone of these weights.")
        if self.match is None:
            return self.call.problem or tr("The weights are being read.")
        return (
            ""
            if self.match.complete
            else tr("These weights do not fit the backbone. Choose another file or another backbone.")
        )

    def set_backbone(self, name: str) -> None:
        """Set the backbone that the weights must fit."""
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
        """Repeat the check, if that of the previous project was dropped."""
        if self.match is None:
            self._ask()

    def _show(self) -> None:
        match, problem = self.match, self.problem
        text = _summary(match, LISTED) if match is not None else problem
        set_role(self.words, "bad" if problem and (match is not None or self.call.problem) else "dim")
        self.words.setText(text)
        self.words.setToolTip(plain_tip(_summary(match, LISTED_IN_TOOLTIP) if match is not None else ""))
        self.words.setVisible(bool(text))
        self.changed.emit()


def _summary(match: WeightsMatched, listed: int) -> str:
    """Return how many tensors fit, and the first names of those that do not."""
    fit = tr(
        "{tensors} of {numbers} numbers fit.", tensors=count(match.tensors, "tensor"), numbers=whole(match.numbers)
    )
    lines = [fit if match.tensors else tr("No tensor in the file fits.")]
    unused = (tr("Not used"), match.left_over if match.complete else ())
    for title, names in ((tr("Missing"), match.missing), (tr("Different shape"), match.misfit), unused):
        if names:
            more = tr(" and {names} more", names=whole(len(names) - listed)) if len(names) > listed else ""
            lines.append(f"{title}: {', '.join(names[:listed])}{more}.")
    return "\n".join(lines)
