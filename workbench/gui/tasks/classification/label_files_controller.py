"""Labels from and to files of other programs and other people."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

from workbench.analysis.label_review import Merged, merge
from workbench.core.domain import Domain, Side
from workbench.core.errors import UserError
from workbench.data.digests import digests_of
from workbench.data.labels.class_folders import Link, write_class_folders
from workbench.data.labels.contract import Entry, formats, read_labels, sized, write_labels
from workbench.data.labels.path_matching import FindMoved, match_paths
from workbench.gui.kit.number_format import count
from workbench.gui.session.background import Background
from workbench.gui.session.session import Session
from workbench.store.project import Project

FOLDERS = {"copies": ("Folders by class, copies", Link.COPY), "links": ("Folders by class, links", Link.SYMBOLIC)}
METADATA = "metadata.jsonl"  # the name that such a file has to have


class Incoming(NamedTuple):
    """What a file says of the target beside the labels here, how these go together (yours are the first), and how many
    of its entries are of no image of the target.
    """

    name: str
    labels: Mapping[str, str]
    merged: Merged
    unknown: int

    @property
    def same(self) -> int:
        """How many of its labels are here already."""
        return self.merged.common - len(self.merged.conflicts)


class LabelFilesController(QObject):
    """Reads and writes them in a thread; what is read becomes one step of the history.

    Signals:
        told(str, bool): what became of a file, and whether it went well.
        conflicting(object): the Incoming, of which a person has to choose.
    """

    told = Signal(str, bool)
    conflicting = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.session = session
        self.background = Background(self)

    def offered(self) -> list[tuple[str, str, str]]:
        """What can be written: names, titles, and how such a file may be called."""
        files = [(name, one.TITLE, _called(name, one.SUFFIX)) for name, one in formats().items()]
        return files + [(name, title, "labelled") for name, (title, _) in FOLDERS.items()]

    def read(self, path: Path) -> None:
        """Take the labels in a file over; `told` follows, or `conflicting` where some are others than here."""
        project, domain = self.session.project, self.session.domains.by_side.get(Side.TARGET)
        if project is None or domain is None:
            self.told.emit("Labels can be taken when the target folder is read.", False)
            return
        self.background.do(partial(read_labels, path), partial(self._find, project, domain, path), self._failed)

    def write(self, path: Path, name: str) -> None:
        """Write all labels in a format; `told` follows."""
        domain, labels = self.session.domains.by_side.get(Side.TARGET), dict(self.session.labels.by_path)
        if domain is None or not labels:
            self.told.emit("There is no label to write yet.", False)
        elif name in FOLDERS:
            here = {one.path: labels[one.path] for one in domain.samples if one.path in labels}
            work = partial(write_class_folders, path, domain.folder, here, FOLDERS[name][1])
            self.background.do(work, lambda filed: self._written(path, len(filed)), self._failed)
        else:
            write = partial(write_labels, path, sized(labels, domain.samples), name)
            self.background.do(write, lambda _none: self._written(path, len(labels)), self._failed)

    def take(self, incoming: Incoming, chosen: Mapping[str, str]) -> None:
        """Take a file's labels, and where they differ those chosen, as one step of the history."""
        project = self.session.project
        if project is None:
            return
        labels = {**incoming.labels, **chosen}
        taken = self.session.labels.change(lambda: project.labels.apply(labels, f"from {incoming.name}"))
        parts = [f"Took {count(len(taken), 'label')} from {incoming.name}."]
        if incoming.same:
            parts.append(f"{incoming.same:,} {'was' if incoming.same == 1 else 'were'} so already.")
        if incoming.unknown:
            are = "entry is" if incoming.unknown == 1 else "entries are"
            parts.append(f"{incoming.unknown:,} {are} of no image of the target.")
        self.told.emit(" ".join(parts), True)

    def _find(self, project: Project, domain: Domain, path: Path, entries: list[Entry]) -> None:
        """Which images they are of; where some were moved since, their contents say so."""
        if project is not self.session.project:
            return  # it was left meanwhile
        lost = [entry.path for entry in match_paths(entries, domain, path.parent).unknown]
        wanted = project.moved_files.to_digest(domain.samples, lost) if lost else []

        def place(digests: Mapping[str, bytes]) -> None:
            if project is self.session.project:
                self._offer(
                    domain, path, entries, lambda paths: project.moved_files.find_moved(paths, domain.samples, digests)
                )

        self.background.do(partial(digests_of, domain.folder, wanted), place, self._failed)

    def _offer(self, domain: Domain, path: Path, entries: list[Entry], elsewhere: FindMoved) -> None:
        found, now = match_paths(entries, domain, path.parent, elsewhere), self.session.labels.by_path
        merged = merge(now, found.labels)
        incoming = Incoming(path.name, found.labels, merged, len(found.unknown) + len(found.twice))
        if merged.conflicts:
            self.conflicting.emit(incoming)
        else:
            self.take(incoming, {})

    def _written(self, path: Path, number: int) -> None:
        self.told.emit(f"Wrote {count(number, 'label')} to {path.name}.", True)

    def _failed(self, error: UserError) -> None:
        self.told.emit(f"{error.message} {error.hint}".strip(), False)


def _called(name: str, suffix: str) -> str:
    return METADATA if name == "huggingface" else f"labels{suffix}"
