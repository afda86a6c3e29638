"""Leads through groups of target images that are named with one key each."""

from collections.abc import Callable, Collection

import msgspec
from PySide6.QtCore import QObject, Signal

from workbench.core.domain import Side
from workbench.core.image_groups import PAGE, PROPAGATED, SHOWN, GroupKind, ImageGroup
from workbench.gui.kit.sample_ids import Id, Ids
from workbench.gui.session.session import Session
from workbench.gui.session.single_call import SingleCall
from workbench.gui.tasks.classification.likeness import Likeness
from workbench.gui.tasks.classification.naming_state import MEASURES, NO_MODEL, ORIGINS, RUNNING, NamingState
from workbench.gui.tasks.classification.suggestion_controller import SuggestionController
from workbench.store.label_value import LabelValue
from workbench.worker.labelling_commands import DivideGroup, FindSimilar, GroupImages, IndexTarget
from workbench.worker.replies import ImagesGrouped, TargetIndexed

SIMILAR = 2 * SHOWN  # images like the chosen ones that are offered at once


class NamingController(QObject):
    """Requests groups from a worker, shows one at a time, and goes on when its images have labels.

    Attributes:
        on: whether groups are shown.
        page: the shown group, as far as its images are shown; None while there is none.
        size: the number of images of the whole group.
        number: the number of the shown group, from 1.
        left: the groups that follow.

    Signals:
        changed(): the state, the progress or the group changed.
        paged(): another group is shown.
    """

    changed = Signal()
    paged = Signal()

    def __init__(self, session: Session, suggestions: SuggestionController) -> None:
        super().__init__(session)
        self.session, self.suggestions = session, suggestions
        self.indexing, self.finding = SingleCall(session.workers, self), SingleCall(session.workers, self)
        self.on, self.page, self.size, self.number = False, None, 0, 0
        self.left: list[ImageGroup] = []
        self._index, self._basis, self._fresh = "", "", False
        self._skipped: set[str] = set()
        self._past: list[ImageGroup] = []
        self._likeness = Likeness()
        self.looking: Callable[[], bool] = bool  # whether an image is shown large, over the group
        for call in (self.indexing, self.finding):
            call.changed.connect(self.changed)
            call.unsuccessful.connect(lambda _outcome: self.changed.emit())
        session.project_changed.connect(self._forget)
        session.domains.changed.connect(self._domain_changed)
        session.step_changed.connect(lambda _step: self.leave())
        session.labels.changed.connect(self._labels_changed)
        suggestions.changed.connect(self._basis_changed)

    page: ImageGroup | None

    @property
    def state(self) -> NamingState:
        """The state of the groups."""
        if not self.on:
            return NamingState.OFF
        if self.page is not None:
            return NamingState.SHOWN
        if self.indexing.busy or self.finding.busy:
            return NamingState.WORKING
        return NamingState.FAILED if self.problem else NamingState.DONE

    @property
    def problem(self) -> str:
        """Why there are no groups; empty if there are some."""
        return self.indexing.problem or self.finding.problem

    @property
    def similar(self) -> bool:
        """Whether the images are shown because they are like some that the user chose."""
        return bool(self._likeness)

    @property
    def open(self) -> list[str]:
        """The images of the shown group without a label or mark."""
        return [path for path in self.page.paths if not self.suggestions.is_labelled(path)] if self.page else []

    # -- what the user does ----------------------------------------------------------------------------------------

    def start(self) -> None:
        """Show the groups, the most useful first."""
        self._begin(Likeness())

    def more_like(self, paths: Collection[str]) -> None:
        """Show the images that are most like these."""
        drawn = self.session.labels.drawn
        if likeness := Likeness(path for path in sorted(paths) if path not in drawn):
            self._begin(likeness)
        elif paths:
            self.session.failed.emit(*MEASURES)

    def leave(self) -> None:
        """Show no groups."""
        if self.on:
            self.on, self.page, self.left, self._past = False, None, [], []
            self.indexing.stop()
            self.finding.forget()
            self.changed.emit()

    def split(self) -> None:
        """Divide the shown group into two, and show the larger part."""
        if self.page is None or len(self.page.paths) < 2 or self.finding.busy:
            return
        whole = self.page
        call = self.finding.begin(DivideGroup(self._index, whole))
        call.finished.connect(lambda reply: self._split(whole, reply))

    def select_again(self, chosen: Collection[Id]) -> None:
        """Select those of the chosen images that are still without a label; the whole group if there are none."""
        paths = [path for path in self.open if (Side.TARGET, path) in chosen]
        if paths:
            self.session.selection.choose(Ids((), paths))
        else:
            self.select()

    def skip(self) -> None:
        """Leave the shown group for later, and show the next one."""
        self._skipped.update(self.open)
        if self.page is not None:
            self._past.append(self.page)
        self._next()

    def go_back(self) -> None:
        """Show the group before, and select its images."""
        if self._past:
            self._return(self._past[-1])
            self.session.selection.choose(Ids((), self.open or self._shown()))
            self.changed.emit()

    def accepted(self, paths: Collection[str]) -> dict[str, LabelValue]:
        """Return the likely class for those of the paths that belong to the shown group; none if it is not known."""
        page = self.page
        if page is None or page.likely not in self.session.labels.classes:
            return {}
        return {path: page.likely for path in page.paths if path in paths}

    def origin(self, paths: Collection[str], value: LabelValue) -> str:
        """Return the origin of labels for the history: how these images came to be named together."""
        page = self.page
        if not self.on or page is None or not set(paths) <= set(page.paths):
            return ""
        if page.kind is GroupKind.AGREED:
            return PROPAGATED if value == page.likely else ""
        return ORIGINS.get(page.kind, "") if len(paths) > 1 else ""

    def go_on(self, paths: Collection[str], value: LabelValue) -> None:
        """Go to the rest of the group after some images were named, and then to the next group."""
        if self.similar and isinstance(value, str):
            self._likeness.add(paths)
        if self.open:
            self.select()
        elif self.page is not None:
            self._past.append(self.page)
            self._fresh = False
            self._next()

    def select(self) -> None:
        """Select the images of the shown group without a label; only the first if they are doubtful or hidden."""
        paths = self.open
        if self.looking() or (self.page is not None and self.page.kind is GroupKind.DOUBTFUL):
            paths = paths[:1]
        self.session.selection.choose(Ids((), paths))

    # -- groups ----------------------------------------------------------------------------------------------------

    def _begin(self, likeness: Likeness) -> None:
        self.session.go_to("label")
        self.on, self.page, self.left, self.number = True, None, [], 0
        self._likeness, self._skipped, self._past = likeness, set(), []
        self._fresh = False
        self._ask()

    def _ask(self) -> None:
        """Request an index of the current model, or else groups."""
        basis, request = self.suggestions.basis(), self.suggestions.request()
        if self._index and basis == self._basis:
            self._find()
        elif not basis or self.suggestions.runs.busy:
            self.indexing.end_with_error(RUNNING if basis else NO_MODEL)
        else:
            self._basis, self._index = basis, ""
            call = self.indexing.begin(IndexTarget("" if request else basis, request=request))
            call.finished.connect(self._indexed)

    def _indexed(self, reply: TargetIndexed) -> None:
        self._index = reply.index
        self.indexing.end_with_success("")
        self._find()

    def _find(self) -> None:
        """Request groups of the images that have no label now."""
        if not self.on:
            return
        labels = self.session.labels
        passed = (*labels.unsure, *labels.drawn)
        if self.similar:
            hidden = (*passed, *labels.by_path, *self._skipped)
            liked, rejected = self._likeness.divided(labels.by_path)
            call = self.finding.begin(FindSimilar(self._index, liked, rejected, hidden, SIMILAR))
        else:
            teaching = {path: name for path, name in labels.by_path.items() if path not in labels.drawn}
            call = self.finding.begin(GroupImages(self._index, teaching, passed))
        call.finished.connect(self._found)

    def _found(self, reply: ImagesGrouped) -> None:
        self.finding.end_with_success("")
        shown = set(self._shown())
        groups = [group for group in reply.groups if group.paths and shown.isdisjoint(group.paths)]
        first = [group for group in groups if self._skipped.isdisjoint(group.paths[:SHOWN])]
        self.left, self._fresh = first + [group for group in groups if group not in first], True
        if self.page is None:
            self._next()
        self.changed.emit()

    def _next(self) -> None:
        """Show the next group, and request others if labels were given since the last request."""
        self.page = None
        while self.left and self.page is None:
            self._show(self.left.pop(0))
        if not self._fresh and self._index:
            self._find()
        if self.page is None:
            self.session.selection.choose(Ids())
        self.changed.emit()

    def _show(self, group: ImageGroup) -> None:
        paths = [path for path in group.paths if not self.suggestions.is_labelled(path)]
        shown = paths[: SHOWN if group.kind in (GroupKind.ALIKE, GroupKind.DOUBTFUL) else PAGE]
        if shown:
            self.page = msgspec.structs.replace(group, paths=tuple(shown))
            self.size, self.number = len(paths), self.number + 1
            self.paged.emit()
            self.select()

    def _return(self, page: ImageGroup) -> None:
        """Show a group again that was shown before."""
        if self.page is not None and not self.similar:
            self.left.insert(0, self.page)
        self._past.remove(page)
        self.page, self.size, self.number = page, len(page.paths), max(self.number - 1, 1)
        self.paged.emit()

    def _shown(self) -> tuple[str, ...]:
        return self.page.paths if self.page is not None else ()

    def _split(self, whole: ImageGroup, reply: ImagesGrouped) -> None:
        self.finding.end_with_success("")
        if self.page is whole and len(reply.groups) > 1:
            self.left[:0] = reply.groups
            self.page, self.number = None, self.number - 1
            self._show(self.left.pop(0))
        self.changed.emit()

    # -- changes elsewhere -----------------------------------------------------------------------------------------

    def _labels_changed(self, paths: list[str]) -> None:
        """After an undo, return to the images that lost their labels."""
        if not self.on:
            return
        lost = {path for path in paths if not self.suggestions.is_labelled(path)}
        if lost and self.similar:  # what was found is the answer to another question
            self.finding.forget()
            self.left, self._fresh = [], False
        pages = ([self.page] if self.page else []) + self._past[::-1]
        page = next((page for page in pages if lost and not lost.isdisjoint(page.paths)), None)
        if page is not None and page is not self.page:
            self._return(page)
        if page is not None:
            self.session.selection.choose(Ids((), lost & set(page.paths)))
        elif lost and self.page is None and self.similar and self._index:
            self._find()
        self.changed.emit()

    def _basis_changed(self) -> None:
        """Discard the index if the model changed."""
        if self._index and self.suggestions.basis() != self._basis:
            self._index = ""
            if self.on:
                self._ask()

    def _domain_changed(self, side: Side) -> None:
        if side is Side.TARGET:
            self._forget()

    def _forget(self) -> None:
        self._index = ""
        for call in (self.indexing, self.finding):
            call.forget()
        self.leave()
