"""The labels of target samples, the classes, and the keys of the classes."""

from collections import Counter
from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Signal

from workbench.core.domain import Side, with_new_classes
from workbench.core.errors import UserError
from workbench.gui.kit.sample_ids import Ids
from workbench.gui.session.class_keys import class_keys
from workbench.gui.session.domains import DomainPair
from workbench.store.draws import DrawnSample
from workbench.store.label_value import LabelMark, LabelValue
from workbench.store.project import Project


class TargetLabels(QObject):
    """The labels of the target samples of the open project. Each change is saved before it is drawn.

    Signals:
        changed(object): the paths of the target samples whose label, mark or strokes changed.
        classes_changed(): the classes or their keys changed.
        key_wanted(str): the user asked to change the key of this class.
        restored(object): an undo or a redo changed the labels of these samples, a set of ids.
        failed(str, str): a change could not be saved; a message and a hint.
    """

    changed = Signal(object)
    classes_changed = Signal()
    key_wanted = Signal(str)
    restored = Signal(object)
    failed = Signal(str, str)

    def __init__(self, domains: DomainPair, parent: QObject) -> None:
        super().__init__(parent)
        self.domains = domains
        self.by_path: dict[str, str] = {}  # the class of each target sample that has one
        self.unsure: set[str] = set()  # paths of the target samples that are marked as unsure
        self.painted: set[str] = set()  # paths of the target samples with painted pixels
        self.drawn: dict[str, DrawnSample] = {}  # the measuring set by path, in the order in which it is labelled
        self.shots: Counter[str] = Counter()  # number of labels by class, without those that measure
        self.measuring: Counter[str] = Counter()  # number of labels that measure, by class
        self.keys: dict[str, str] = {}  # the key of each class
        self._classes: list[str] = []
        self._project: Project | None = None
        domains.source_changed.connect(self.refresh_classes)
        domains.task_changed.connect(lambda: self.refresh_classes(anew=True))  # the task reserves other keys

    def show(self, project: Project | None) -> None:
        """Load the labels of a project without a signal. The caller calls `refresh_classes` afterwards."""
        self._project, labels = project, project.labels if project else None
        self.by_path, self.unsure = (labels.current(), labels.unsure()) if labels else ({}, set())
        self.painted = labels.strokes.painted() if labels else set()
        self.drawn = labels.draws.current() if labels else {}
        self.shots = Counter(label for path, label in self.by_path.items() if path not in self.drawn)
        self.measuring = Counter(self.by_path[path] for path in self.drawn if path in self.by_path)

    # -- labels for training ---------------------------------------------------------------------------------------

    @property
    def classes(self) -> list[str]:
        """The classes of the source, in the order of the model's outputs, then the classes that the user added."""
        return list(self._classes)

    @property
    def class_labels(self) -> dict[str, str]:
        """The labels that are classes and do not measure, and thus shots of a run."""
        known = set(self._classes)
        return {path: name for path, name in self.by_path.items() if name in known and path not in self.drawn}

    @property
    def shot_count(self) -> int:
        """The number of shots of a run."""
        return self.domains.task.shot_count(self)

    def is_blind(self, path: str) -> bool:
        """Return whether a target sample is drawn and has no value yet, so that no model's opinion may be shown."""
        return path in self.drawn and path not in self.by_path and path not in self.unsure

    @property
    def blind(self) -> set[str]:
        """The paths for which `is_blind` holds."""
        return {path for path in self.drawn if self.is_blind(path)}

    @property
    def labelled(self) -> int:
        """The number of target samples that have a class or are painted."""
        return len(self.by_path.keys() | self.painted)

    # -- changes ---------------------------------------------------------------------------------------------------

    def apply(self, labels: Mapping[str, LabelValue], why: str = "") -> bool:
        """Label or mark target samples in one step of the history. Returns whether the labels were saved.

        `why`: the origin of the labels, if each was not given by itself.
        """
        project = self._project
        if project is None or not labels or not self._saved(lambda: project.labels.apply(labels, why)):
            return False
        self._take(list(labels))
        return True

    def undo(self) -> None:
        """Undo the last step of the history."""
        if self._project is not None:
            self._turn(self._project, self._project.labels.undo)

    def redo(self) -> None:
        """Redo the step that was undone last."""
        if self._project is not None:
            self._turn(self._project, self._project.labels.redo)

    def change(self, change: Callable[[], list[str]]) -> list[str]:
        """Call a function that changes the project's labels. Returns the changed paths; empty if it failed."""
        paths: list[str] = []
        self._saved(lambda: paths.extend(change()))
        self._take(paths)
        return paths

    def _turn(self, project: Project, step: Callable[[], list[str]]) -> None:
        """Take a step back or forth in the history. Emits `restored`, unless only the measuring set changed."""
        drawn, corrected = self.drawn.keys(), project.labels.corrections.last_action()
        paths = self.change(step)
        if paths and self.drawn.keys() == drawn:
            side = Side.TARGET if project.labels.corrections.last_action() == corrected else Side.SOURCE
            self.restored.emit(Ids.of((side, path) for path in paths))

    def keep_keys(self, keys: Mapping[str, str]) -> None:
        """Save keys of classes; without keys, restore the default keys."""
        kept = self._project.class_keys if self._project else None
        if kept is not None and self._saved(lambda: kept.keep(keys) if keys else kept.forget()):
            self.refresh_classes(anew=True)

    def refresh_classes(self, anew: bool = False) -> None:
        """Update the classes. Emits `classes_changed` if they changed, or if `anew`."""
        domains = self.domains
        named = (name for counter in (self.shots, self.measuring) for name, count in counter.items() if count)
        classes = with_new_classes(domains.counts, named) if Side.SOURCE in domains.by_side else []
        if classes != self._classes or anew:
            self._classes, known, project = classes, len(domains.counts), self._project
            kept = project.class_keys.current() if project else {}
            self.keys = class_keys(classes[:known], classes[known:], kept, domains.task.keys)
            new = {name: self.keys[name] for name in classes[known:] if name not in kept and name in self.keys}
            # Keys that are not kept would depend on the order of the labels.
            if project is not None and new and not project.read_only:
                self._saved(lambda: project.class_keys.keep(new))
            self.classes_changed.emit()

    def _saved(self, write: Callable[[], object]) -> bool:
        """Return whether a write succeeded; emit `failed` if not."""
        try:
            write()
        except UserError as error:
            self.failed.emit(error.message, error.hint)
            return False
        return True

    def _take(self, paths: list[str]) -> None:
        if not paths or self._project is None:
            return
        labels = self._project.labels.values(paths)
        self.painted = (self.painted - set(paths)) | self._project.strokes.painted(paths)
        for path in paths:
            if (old := self.by_path.pop(path, None)) is not None:
                self._counter(path)[old] -= 1
            self.unsure.discard(path)
        self.drawn = self._project.labels.draws.current()
        for path in paths:
            label = labels.get(path)
            if label is LabelMark.UNSURE:
                self.unsure.add(path)
            elif label is not None:
                self.by_path[path] = label
                self._counter(path)[label] += 1
        self.refresh_classes()
        self.changed.emit(paths)

    def _counter(self, path: str) -> Counter[str]:
        return self.measuring if path in self.drawn else self.shots
