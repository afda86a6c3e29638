"""The chip in the header that says where runs are executed, with a menu to choose another place."""

from functools import partial

from workbench.core.errors import UserError
from workbench.core.places import HERE
from workbench.gui.kit.language import tr
from workbench.gui.kit.menu_chip import MenuChip
from workbench.gui.session.session import Session
from workbench.store.hosts import read_hosts

TIP = tr("Where the next run is executed. A run that was begun goes on where it is.")
NO_HOSTS = tr("To add another computer, type in a terminal: workbench hosts add NAME")


class DeviceChip(MenuChip):
    """Names the device of this computer, or the host that was chosen."""

    def __init__(self, session: Session) -> None:
        super().__init__(TIP, self._offer)
        self.session = session
        session.catalogue_changed.connect(self.refresh)
        session.place_changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show where the next run is executed."""
        place = self._here() if self.session.place == HERE else self.session.place
        self.setText(f"{place}  ▾")
        self.setAccessibleName(tr("Runs are executed on: {place}", place=place))

    def _here(self) -> str:
        catalogue = self.session.catalogue
        return tr("Starting the worker…") if catalogue is None else _device(catalogue.devices)

    def _offer(self) -> None:
        """List the places, as they are now: hosts are added in a terminal."""
        self._add(tr("This computer · {here}", here=self._here()), HERE)
        try:
            hosts = read_hosts()
        except UserError as error:
            self.session.failed.emit(error.message, error.hint)
            return
        for host in hosts:
            self._add(host.name, host.name)
        self.choices.addSeparator()
        self.choices.addAction(NO_HOSTS).setEnabled(False)

    def _add(self, text: str, place: str) -> None:
        self.add_choice(text, place == self.session.place, partial(self.session.run_at, place))


def _device(devices: tuple[str, ...]) -> str:
    return {"cpu": "CPU", "mps": tr("Apple GPU")}.get(devices[0], f"GPU {devices[0].partition(':')[2]}")
