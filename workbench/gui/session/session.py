"""What the window is about: the open project, its domains, its labels, and what is selected."""

from collections import Counter
from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from workbench.core.catalogue import Catalogue
from workbench.core.compatibility import check_source, check_target
from workbench.core.domain import UNKNOWN, Domain, Sample, Side, with_named
from workbench.core.errors import UserError
from workbench.core.masks import ClassTable
from workbench.gui.kit.sample_ids import NONE, Id, Ids
from workbench.gui.session.class_keys import class_keys
from workbench.gui.session.workers import Workers
from workbench.store.label_value import Mark, Said
from workbench.store.project import Project
from workbench.store.run_folder import Prediction
from workbench.store.user_paths import new_project_folder, remember_project
from workbench.worker.commands import Scan
from workbench.worker.replies import AnyReply, Ready, Refused, Scanned, ScanProgress


class Session(QObject):
    """The only place where panels meet: they change it by its methods and hear of changes by its signals.

    Signals:
        project_changed(): a project was opened or closed.
        scanning(Side, int): a folder is being read; so many files were looked at.
        domain_changed(Side): a domain was read, or `domains` lost it.
        labels_changed(object): the paths of target samples of which something else is said than before.
        classes_changed(): there are other classes, or other keys for them, than before.
        selection_changed(object): who changed it; `selection` holds it.
        predictions_changed(): a finished run said what the target shows.
        catalogue_changed(): the worker said what it can do.
        step_changed(str): another step of the rail was chosen.
        failed(str, str): something could not be done: a sentence and the way out.
    """

    project_changed = Signal()
    scanning = Signal(object, int)
    domain_changed = Signal(object)
    labels_changed = Signal(object)
    classes_changed = Signal()
    selection_changed = Signal(object)
    predictions_changed = Signal()
    catalogue_changed = Signal()
    step_changed = Signal(str)
    failed = Signal(str, str)

    def __init__(self, workers: Workers, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.workers = workers
        self.project: Project | None = None
        self.catalogue: Catalogue | None = None
        self.domains: dict[Side, Domain] = {}
        self.counts: dict[str, int] = {}  # of the source's samples, by class, in the order of the model's outputs
        self.labels: dict[str, str] = {}
        self.unsure: set[str] = set()  # the paths of target samples that were marked so
        self.painted: set[str] = set()  # the paths of those on which pixels are labelled
        self.shots: Counter[str] = Counter()  # of the labels, by class
        self.keys: dict[str, str] = {}  # of the classes
        self._classes: list[str] = []
        self.selection = NONE
        self.predictions: dict[str, Prediction] = {}
        self.rejected = 0  # of the target samples, predicted to be unknown
        self.wanted: dict[Side, str] = {}  # the folder of each domain that is to be read, or is read
        self.trouble: dict[Side, str] = {}  # why one could not be read
        self.step = "data"
        workers.received.connect(self._take)
        workers.failed.connect(self.failed)

    # -- folders and projects --------------------------------------------------------------------------------------

    def read_folder(self, side: Side, folder: Path) -> None:
        """Have a folder read; `domain_changed` or `failed` follows."""
        self.wanted[side] = str(folder)
        self.trouble.pop(side, None)
        self.domains.pop(side, None)
        self._classes_changed()
        self.scanning.emit(side, 0)
        self.workers.ask(Scan(side, str(folder)))

    def read_again(self, side: Side) -> None:
        """Read a folder that may have changed; what is known of it stays until then."""
        self.workers.ask(Scan(side, self.wanted[side]))

    def create_project(self, folder: Path | None = None) -> None:
        """Make a project of the two domains read. Raises UserError when they do not fit each other."""
        source, target = self.domains[Side.SOURCE], self.domains[Side.TARGET]
        check_source(source)
        check_target(target, source.classes)
        name = f"{Path(source.root).stem} to {Path(target.root).stem}"
        project = Project.create(folder or new_project_folder(name))
        for side, domain in self.domains.items():
            project.set_domain_folder(side, Path(domain.root))
        self._show(project)

    def open_project(self, folder: Path) -> None:
        """Open a project and have its folders read. Raises UserError when it can not be opened."""
        project = Project.open(folder)
        self._forget()
        self._show(project)
        for side in Side:
            if (place := project.domain_folder(side)) is not None:
                self.read_folder(side, place)

    def close_project(self) -> None:
        """Back to the start page."""
        self._forget()
        self._show(None)

    def change_folder(self, side: Side, folder: Path) -> None:
        """Give the open project another folder for a domain."""
        project = self.project
        if project is not None and self._saved(lambda: project.set_domain_folder(side, folder)):
            self.read_folder(side, folder)

    def _forget(self) -> None:
        self.domains.clear()
        self.wanted.clear()
        self.trouble.clear()

    def _show(self, project: Project | None) -> None:
        if self.project is not None:
            self.project.close()
        self.project, labels = project, project.labels if project else None
        self.labels, self.unsure = (labels.current(), labels.unsure()) if labels else ({}, set())
        self.painted = labels.strokes.painted() if labels else set()
        self.shots = Counter(self.labels.values())
        self.predictions, self.rejected, self.selection = {}, 0, NONE
        if project is not None:
            remember_project(project.folder)
        self.project_changed.emit()
        self._classes_changed()

    # -- samples ---------------------------------------------------------------------------------------------------

    @property
    def classes(self) -> list[str]:
        """The classes of the source, in the order of the model's outputs, then those that a person named."""
        return list(self._classes)

    @property
    def table(self) -> ClassTable | None:
        """The classes of the source's pixels; None where its labels are of whole images, or it is not read."""
        return self.domains[Side.SOURCE].table if Side.SOURCE in self.domains else None

    @property
    def teaching(self) -> dict[str, str]:
        """The labels that name a class: what a run learns from."""
        known = set(self._classes)
        return {path: name for path, name in self.labels.items() if name in known}

    @property
    def shot_count(self) -> int:
        """How many labels name a class, quicker than to count `teaching`; or how many images are painted."""
        return len(self.painted) if self.table else sum(self.shots[name] for name in self._classes)

    @property
    def complete(self) -> bool:
        """Whether both domains are read."""
        return len(self.domains) == len(Side)

    def samples(self, side: Side) -> list[Sample]:
        """The samples of a domain; none before it is read."""
        return self.domains[side].samples if side in self.domains else []

    def file(self, one: Id) -> Path:
        """The image file of a sample."""
        return self.domains[one[0]].folder / one[1]

    def select(self, selection: AbstractSet[Id], who: QObject | None = None) -> None:
        """Select samples, in every view. `who` changed it and need not be told."""
        chosen = Ids.of(selection)
        if chosen != self.selection:
            self.selection = chosen
            self.selection_changed.emit(who)

    def set_predictions(self, predictions: list[Prediction]) -> None:
        """What a model says of the target."""
        self.predictions = {one.path: one for one in predictions}
        self.rejected = sum(one.predicted == UNKNOWN for one in predictions)
        self.predictions_changed.emit()

    def go_to(self, step: str) -> None:
        """Choose a step of the rail."""
        if step != self.step:
            self.step = step
            self.step_changed.emit(step)

    # -- labels ----------------------------------------------------------------------------------------------------

    def label_selection(self, label: Said) -> bool:
        """Name or mark the selected target samples, committed before anything is drawn; whether there were any."""
        return self.say(dict.fromkeys(self.selection.target, label))

    def accept_predictions(self) -> bool:
        """Name the selected target samples as the model does; whether any was named."""
        paths = [path for path in self.selection.target if path in self.predictions]
        said = {path: self.predictions[path].predicted for path in paths}
        return self.say({path: name for path, name in said.items() if name != UNKNOWN or name in self.classes})

    def undo(self) -> None:
        """Take the last labelling back."""
        self.relabel(lambda: self.project.labels.undo() if self.project else [])

    def redo(self) -> None:
        """Do again what was undone."""
        self.relabel(lambda: self.project.labels.redo() if self.project else [])

    def relabel(self, change: Callable[[], list[str]]) -> list[str]:
        """Let something change the project's labels, and tell the paths that it answers; none where it failed."""
        changed: list[str] = []
        self._saved(lambda: changed.extend(change()))
        self._changed(changed)
        return changed

    def say(self, labels: Mapping[str, Said]) -> bool:
        """Name or mark target samples, as one step of the history; whether there were any."""
        project = self.project
        if project is None or not labels or not self._saved(lambda: project.labels.apply(labels)):
            return False
        self._changed(list(labels))
        return True

    def keep_keys(self, keys: Mapping[str, str]) -> None:
        """Give classes other keys, for good; without any, all get back those that they have by themselves."""
        kept = self.project.class_keys if self.project else None
        if kept is not None and self._saved(lambda: kept.keep(keys) if keys else kept.forget()):
            self._classes_changed(anew=True)

    def _saved(self, write: Callable[[], object]) -> bool:
        """Whether the project took it; where it did not, `failed` says why."""
        try:
            write()
        except UserError as error:
            self.failed.emit(error.message, error.hint)
            return False
        return True

    def _changed(self, paths: list[str]) -> None:
        if paths and self.project is not None:
            now = self.project.labels.said(paths)
            self.painted = (self.painted - set(paths)) | self.project.strokes.painted(paths)
            for path in paths:
                if (old := self.labels.pop(path, None)) is not None:
                    self.shots[old] -= 1
                self.unsure.discard(path)
                said = now.get(path)
                if said is Mark.UNSURE:
                    self.unsure.add(path)
                elif said is not None:
                    self.labels[path] = said
                    self.shots[said] += 1
            self._classes_changed()
            self.labels_changed.emit(paths)

    def _classes_changed(self, anew: bool = False) -> None:
        named = (name for name, count in self.shots.items() if count)
        classes = with_named(self.counts, named) if Side.SOURCE in self.domains else []
        if classes != self._classes or anew:
            self._classes, known, project = classes, len(self.counts), self.project
            kept = project.class_keys.current() if project else {}
            self.keys = class_keys(classes[:known], classes[known:], kept, self.table is not None)
            new = {name: self.keys[name] for name in classes[known:] if name not in kept and name in self.keys}
            if project is not None and new:  # they would depend on the order in which classes are named
                self._saved(lambda: project.class_keys.keep(new))
            self.classes_changed.emit()

    # -- replies ---------------------------------------------------------------------------------------------------

    def _take(self, reply: AnyReply) -> None:
        match reply:
            case Ready(catalogue=catalogue):
                if catalogue != self.catalogue:  # each new worker brings it
                    self.catalogue = catalogue
                    self.catalogue_changed.emit()
            case ScanProgress(side=side, folder=folder, files=files) if self.wanted.get(side) == folder:
                self.scanning.emit(side, files)
            case Scanned(side=side, folder=folder, domain=domain) if self.wanted.get(side) == folder:
                if domain == self.domains.get(side):
                    return
                self.domains[side] = domain
                if side is Side.SOURCE:
                    self.counts = domain.counts()
                    self._classes_changed()
                self.domain_changed.emit(side)
            case Refused(command="Scan", message=message, hint=hint, subject=subject):
                for side, folder in self.wanted.items():
                    if folder == subject:
                        self.domains.pop(side, None)
                        self._classes_changed()
                        self.trouble[side] = f"{message} {hint}".strip()
                        self.domain_changed.emit(side)
                self.failed.emit(message, hint)
            case Refused(command="Ready", message=message, hint=hint):
                self.failed.emit(message, hint)
