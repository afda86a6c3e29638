"""The choice of the backbone: what each is good for, its licence and size, and the download of its weights."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from workbench.core.catalogue import BackboneCard, WeightState
from workbench.core.defaults import JOB as DEFAULTS
from workbench.gui.kit.combo_box import ComboBox
from workbench.gui.kit.form import form
from workbench.gui.kit.language import tr
from workbench.gui.kit.number_format import whole
from workbench.gui.kit.plain_text import plain_tip
from workbench.gui.kit.widgets import button, column, label, row, set_role
from workbench.gui.session.session import Session
from workbench.gui.session.single_call import SingleCall
from workbench.worker.commands import FetchWeights
from workbench.worker.replies import WeightsFetched


class BackboneChoice(QWidget):
    """A list of the backbones of a task; below it, the facts of the chosen one and *Fetch*.

    A download goes on while another backbone is chosen. Signals: changed(): another backbone was chosen.
    """

    changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session, self.fetched = session, set[str]()
        self.box, self.facts = ComboBox(), label("", "dim", wrap=True)
        self.fetch, self.cancel = button(tr("Fetch"), self._fetch), button(tr("Cancel"), self._cancel)
        self.progress = label("", "dim", wrap=True)
        self.call, self.fetching = SingleCall(session.workers, self), ""  # the backbone of the last download
        self.progress.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)  # an address to copy
        buttons = row(self.fetch, self.cancel, -1)
        self.setLayout(column(form((tr("Backbone"), self.box)), self.facts, buttons, self.progress, spacing=4))
        self.box.currentIndexChanged.connect(self._chosen)
        self.call.changed.connect(self._show)
        self._show()

    @property
    def name(self) -> str:
        """The chosen backbone."""
        return self.box.currentData() or DEFAULTS.backbone

    def choose(self, name: str) -> None:
        """Choose a backbone; *Automatic* for one that is not offered."""
        self.box.setCurrentIndex(max(self.box.findData(name), 0))

    def offer(self, task: str) -> None:
        """Offer the backbones of a task; the chosen one stays if it is among them."""
        chosen = self.box.currentData()
        self.box.clear()
        self.box.addItem(tr("Automatic"), DEFAULTS.backbone)
        for card in self._cards().values():
            if card.task == task:
                self.box.addItem(card.title, card.name)
                text = facts(card, self._state(card.name))
                self.box.setItemData(self.box.count() - 1, plain_tip(text), Qt.ItemDataRole.ToolTipRole)
        self.choose(chosen)
        self._show()

    def _cards(self) -> dict[str, BackboneCard]:
        catalogue = self.session.catalogue
        return {card.name: card for card in catalogue.backbones} if catalogue else {}

    def _state(self, name: str) -> WeightState:
        known = self.session.catalogue.weights if self.session.catalogue else {}
        return WeightState.CACHED if name in self.fetched else known.get(name, WeightState.BUNDLED)

    def _chosen(self) -> None:
        self._show()
        self.changed.emit()

    def _fetch(self) -> None:
        self.fetching = self.name
        self.cancel.setEnabled(True)
        self.call.begin(FetchWeights(self.fetching)).finished.connect(self._take)

    def _cancel(self) -> None:
        self.call.stop()
        self.cancel.setEnabled(False)

    def _take(self, reply: WeightsFetched) -> None:
        self.fetched.add(reply.name)
        self.call.end_with_success("")

    def _show(self) -> None:
        card, state, busy = self._cards().get(self.name), self._state(self.name), self.call.busy
        self.facts.setText(facts(card, state) if card else "")
        self.facts.setVisible(card is not None)
        missing = card is not None and state is WeightState.MISSING
        here = busy and self.fetching == self.name
        self.fetch.setVisible(missing and not here)
        self.fetch.setEnabled(not busy)
        self.cancel.setVisible(here)
        problem = self.call.problem if missing and self.fetching == self.name and not busy else ""
        set_role(self.progress, "bad" if problem else "dim")
        self.progress.setText(self._told(here, missing and busy) or problem)
        self.progress.setVisible(bool(self.progress.text()))

    def _told(self, here: bool, elsewhere: bool) -> str:
        if elsewhere and not here:
            return tr("{title} is being fetched.", title=self._cards()[self.fetching].title)
        if not here:
            return ""
        done = self.call.progress
        return tr("Fetching: {done}", done=f"{done.done / done.total:.0%}") if done and done.total else tr("Fetching …")


def facts(card: BackboneCard, state: WeightState) -> str:
    """When to choose a backbone; below, where its weights are, their size, its licence, and the package it needs."""
    weights = {
        WeightState.SCRATCH: tr("Not pretrained"),
        WeightState.BUNDLED: tr("Installed"),
        WeightState.CACHED: tr("Ready"),
        WeightState.MISSING: tr("{megabytes} MB to fetch", megabytes=whole(card.megabytes)),
    }
    return "\n".join([card.summary, " · ".join(filter(None, (weights[state], card.licence, card.needs)))])
