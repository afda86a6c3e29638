"""Imports and exports label files of other programs and other people."""

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

from workbench.analysis.label_review import Merged, merge
from workbench.core.domain import Domain, Side
from workbench.core.errors import UserError
from workbench.data.digests import digests_of
from workbench.data.labels.class_folders import Link, write_class_folders
from workbench.data.labels.contract import (
    Entry,
    EntryChoice,
    LabelConflict,
    LabelFile,
    SeveralControlsError,
    formats,
    read_label_file,
    sized,
    write_labels,
)
from workbench.data.labels.path_matching import FindMoved, match_paths
from workbench.gui.kit.language import tr
from workbench.gui.kit.number_format import count, whole
from workbench.gui.session.background import Background
from workbench.gui.session.session import Session
from workbench.store.correction_table import write_beside
from workbench.store.project import Project

FOLDERS = {
    "copies": (tr("Folders by class, copies"), Link.COPY),
    "links": (tr("Folders by class, links"), Link.SYMBOLIC),
}
NO_CHOICE = EntryChoice()
REPEATED = tr("repeats an earlier entry")
METADATA = "metadata.jsonl"  # the required name of such a file


class Incoming(NamedTuple):
    """The labels of a file, and their comparison with the labels of the project, which come first in `merged`.

    `left_out`: the entries that cannot be imported, with the reason of each as `problem`; `conflicts`: images with
    several labels in the file. `content`: the whole file; `choice`: whose labels of it, and of which control.
    """

    path: Path
    labels: Mapping[str, str]
    merged: Merged
    left_out: Sequence[Entry]
    conflicts: Sequence[LabelConflict]
    content: LabelFile
    choice: EntryChoice

    @property
    def name(self) -> str:
        """The name of the file."""
        return self.path.name

    @property
    def same(self) -> int:
        """The number of labels that are equal to those of the project."""
        return self.merged.common - len(self.merged.conflicts)


class LabelFilesController(QObject):
    """Reads and writes label files in a thread. An import is one step of the history.

    Signals:
        reported(str, bool): the outcome of a file, and whether it was successful.
        offered(object): the user must decide on this Incoming; nothing is imported before `take`.
    """

    reported = Signal(str, bool)
    offered = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.session = session
        self.background = Background(self)

    def export_formats(self) -> list[tuple[str, str, str]]:
        """Return the name, the title and a default file name of each export format."""
        files = [(name, kind.TITLE, _default_name(name, kind.SUFFIX)) for name, kind in formats().items()]
        return files + [(name, title, "labelled") for name, (title, _) in FOLDERS.items()]

    def read(self, path: Path, choice: EntryChoice = NO_CHOICE) -> None:
        """Read a file. Emits `offered`, or `reported` if it cannot be read or has no label of an image.

        `choice`: whose labels, and of which control; without a control, the first one of the file.
        """
        project, domain = self.session.project, self.session.domains.by_side.get(Side.TARGET)
        if project is None or domain is None:
            self.reported.emit(tr("Labels can be imported once the target folder is read."), False)
            return
        self.background.do(partial(_read, path, choice), partial(self._find, project, domain, path), self._failed)

    def write(self, path: Path, name: str) -> None:
        """Write all labels in a format; those that measure only if it can say so. Emits `reported`."""
        domain, labels = self.session.domains.by_side.get(Side.TARGET), dict(self.session.labels.by_path)
        drawn = frozenset(self.session.labels.drawn)
        if domain is None or not labels:
            self.reported.emit(tr("There are no labels to export yet."), False)
        elif name in FOLDERS:
            teaching = {path: label for path, label in labels.items() if path not in drawn}
            present = {sample.path: teaching[sample.path] for sample in domain.samples if sample.path in teaching}
            work = partial(write_class_folders, path, domain.folder, present, FOLDERS[name][1])
            left_out = len(labels) - len(teaching)
            self.background.do(work, lambda filed: self._written(path, len(filed), left_out), self._failed)
        else:
            write = partial(write_labels, path, sized(labels, domain.samples, drawn), name)
            self.background.do(write, lambda done: self._written(path, done, len(labels) - done), self._failed)

    def take(self, incoming: Incoming, chosen: Mapping[str, str]) -> None:
        """Import the labels of a file in one step of the history. `chosen`: the labels of the conflicts, by path."""
        project = self.session.project
        if project is None:
            return
        labels = {**incoming.labels, **chosen}
        taken = self.session.labels.change(lambda: project.labels.apply(labels, f"from {incoming.name}"))
        parts = [tr("Imported {labels} from {name}.", labels=count(len(taken), "label"), name=incoming.name)]
        if incoming.same:
            parts.append(
                tr(
                    "{same} {verb} equal already.",
                    same=whole(incoming.same),
                    verb="was" if incoming.same == 1 else "were",
                )
            )
        if incoming.left_out or incoming.conflicts:
            parts.append(
                tr(
                    "{entries} left out.",
                    entries=count(len(incoming.left_out) + len(incoming.conflicts), "entry", "entries"),
                )
            )
        self.reported.emit(" ".join(parts), True)

    def _find(self, project: Project, domain: Domain, path: Path, read: tuple[LabelFile, EntryChoice]) -> None:
        """Match the entries with images; find moved images by their digests."""
        if project is not self.session.project:
            return  # it was closed meanwhile
        content, choice = read
        lost = [entry.path for entry in match_paths(content.entries, domain, path.parent).unknown]
        wanted = project.moved_files.to_digest(domain.samples, lost) if lost else []

        def offer(digests: Mapping[str, bytes]) -> None:
            if project is self.session.project:
                moved = partial(project.moved_files.find_moved, samples=domain.samples, digests=digests)
                self._offer(domain, path, content, choice, moved)

        self.background.do(partial(digests_of, domain.folder, wanted), offer, self._failed)

    def _offer(self, domain: Domain, path: Path, content: LabelFile, choice: EntryChoice, elsewhere: FindMoved) -> None:
        labels = self.session.labels
        matches = match_paths(content.entries, domain, path.parent, elsewhere, labels.drawn)
        left_out = (*matches.unknown, *(entry._replace(problem=REPEATED) for entry in matches.twice), *content.unusable)
        merged = merge(labels.by_path, matches.labels)
        self.offered.emit(Incoming(path, matches.labels, merged, left_out, matches.conflicts, content, choice))

    def _written(self, path: Path, number: int, left_out: int) -> None:
        measuring = (
            tr(" Left out: {labels} for measuring, which must not teach.", labels=count(left_out, "label"))
            if left_out
            else ""
        )
        try:
            beside = write_beside(path, self.session.domains.decided.values())
        except UserError as error:
            self._failed(error)
            return
        corrected = tr(" The corrected labels of the source are in {name}.", name=beside.name) if beside else ""
        self.reported.emit(
            tr(
                "Wrote {labels} to {name}.{measuring}{corrected}",
                labels=count(number, "label"),
                name=path.name,
                measuring=measuring,
                corrected=corrected,
            ),
            True,
        )

    def _failed(self, error: UserError) -> None:
        self.reported.emit(f"{error.message} {error.hint}".strip(), False)


def _read(path: Path, choice: EntryChoice) -> tuple[LabelFile, EntryChoice]:
    try:
        return read_label_file(path, choice=choice), choice
    except SeveralControlsError as several:
        choice = choice._replace(control=several.controls[0])
        return read_label_file(path, choice=choice), choice


def _default_name(name: str, suffix: str) -> str:
    return METADATA if name == "huggingface" else f"labels{suffix}"
