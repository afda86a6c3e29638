"""Runs inspections of the open project and keeps the last one."""

import contextlib
from functools import partial
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from workbench.core.domain import Side
from workbench.core.files import write_atomically
from workbench.core.shift_report import NEAREST, Inspection, InspectionRequest, SampleColumn, SampleTable, SuspectLabel
from workbench.gui.kit.core_words import word
from workbench.gui.kit.sample_ids import Id
from workbench.gui.session.session import Session
from workbench.gui.session.single_call import SingleCall
from workbench.gui.views.scatter.colour_scales import Shade
from workbench.worker.commands import ComputeLayout, Inspect
from workbench.worker.replies import LayoutFrame

PCA = "PCA"


class KeptInspection(msgspec.Struct, frozen=True):
    """The file in the project's cache: an inspection and its request."""

    request: InspectionRequest
    inspection: Inspection


class InspectionController(QObject):
    """Requests inspections from a worker, and holds the last one.

    Signals:
        changed(): an inspection began, progressed, ended or failed.
        inspected(): `inspection` changed; it may be None.
        placed(str, object, object): the layout, and the positions of source (N, 2) and target samples (M, 2).
    """

    changed = Signal()
    inspected = Signal()
    placed = Signal(str, object, object)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.session = session
        self.kept: KeptInspection | None = None
        self._others: dict[tuple[str, str], KeptInspection] = {}  # of other folders of the project, which may come back
        self.call = SingleCall(session.workers, self)
        self.layout = PCA
        self.place_of = b""  # the current positions of the points, source first
        self.call.changed.connect(self.changed)
        session.project_changed.connect(self._project_changed)
        session.domains.changed.connect(self._domain_changed)

    @property
    def inspection(self) -> Inspection | None:
        """The last inspection."""
        return self.kept.inspection if self.kept else None

    @property
    def can_start(self) -> bool:
        """Whether both domains have been read and no request is in progress."""
        return self.session.domains.complete and self.call.free

    @property
    def listed_suspects(self) -> list[SuspectLabel]:
        """The suspected label errors of the source, the strongest evidence first."""
        troubles = self.inspection.troubles if self.inspection else ()
        return [suspect for problem in troubles for suspect in problem.suspects]

    def suspects(self) -> dict[str, SuspectLabel]:
        """Return the suspected label errors that the user has not decided yet, by path, in the same order."""
        decided = self.session.domains.decided
        return {suspect.path: suspect for suspect in self.listed_suspects if suspect.path not in decided}

    def named(self, side: Side) -> dict[str, list[str | None]]:
        """Return the columns with names in a domain's table, by column; None for a sample without a name."""
        return {
            column.name: [
                column.names[number] if number >= 0 else None for number in numbers(column).astype(int).tolist()
            ]
            for column in self.columns(side)
            if column.names
        }

    def numbers(self, side: Side) -> dict[str, NDArray[np.float32]]:
        """Return the columns with measured numbers in a domain's table, by column."""
        return {column.name: numbers(column) for column in self.columns(side) if not column.names}

    def columns(self, side: Side) -> tuple[SampleColumn, ...]:
        """Return the columns of a domain's table."""
        return self.table(side).columns

    def table(self, side: Side) -> SampleTable:
        """Return a domain's table; empty before the first inspection."""
        if self.inspection is None:
            return SampleTable()
        return self.inspection.source_table if side is Side.SOURCE else self.inspection.target_table

    def likely(self, sample: Id) -> list[tuple[str, float]]:
        """Return the most probable classes of a sample in descending order; empty if it was not inspected."""
        inspection, table = self.inspection, self.table(sample[0])
        row = self._row(sample)
        if inspection is None or row is None or not table.likely:
            return []
        count = len(table.paths)
        classes = np.frombuffer(table.likely, "<i2").reshape(count, -1)[row]
        chances = np.frombuffer(table.chances, "<f4").reshape(count, -1)[row]
        return [(inspection.class_names[k], float(p)) for k, p in zip(classes, chances, strict=True)]

    def nearest(self, path: str) -> list[str]:
        """Return the source samples nearest to a target sample; empty if it was not inspected."""
        inspection, row = self.inspection, self._row((Side.TARGET, path))
        if inspection is None or row is None:
            return []
        rows = np.frombuffer(inspection.nearest, "<i4").reshape(-1, NEAREST)[row]
        return [inspection.source_table.paths[near] for near in rows.tolist() if near >= 0]

    def _row(self, sample: Id) -> int | None:
        paths = self.table(sample[0]).paths
        return paths.index(sample[1]) if sample[1] in paths else None

    def shades(self) -> list[Shade]:
        """Return a shade for each column. Points of a domain without the column have no value."""
        titles = {column.name: column for side in Side for column in self.columns(side)}
        shades = []
        for name, column in titles.items():
            values = {}
            for side in Side:
                own = next((candidate for candidate in self.columns(side) if candidate.name == name), None)
                missing = np.full(len(self.table(side).paths), -1 if column.names else np.nan, np.float32)
                values[side] = missing if own is None else _renumbered(own, column.names)
                if side is Side.TARGET and (blind := self.session.labels.blind):
                    hidden = np.isin(self.table(side).paths, list(blind))
                    values[side] = np.where(hidden, missing[0], values[side]).astype(np.float32)
            shades.append(Shade(name, word(column.title), values, column.names))
        return shades

    def start(self, request: InspectionRequest) -> None:
        """Inspect the project's domains. The folders, labels, corrections and cache of the request are replaced."""
        project = self.session.project
        if project is None or not self.can_start:
            return
        source, target = (self.session.domains.by_side[side].root for side in (Side.SOURCE, Side.TARGET))
        request = msgspec.structs.replace(
            request,
            source=source,
            target=target,
            labels=dict(self.session.labels.by_path),
            corrections=tuple(self.session.domains.decided.values()),
            cache=str(project.cache),
        )
        if not request.model:  # a model takes the ranges that it was trained with
            request = msgspec.structs.replace(request, **self.session.domains.deep_ranges())
        call = self.call.begin(Inspect(request))
        call.finished.connect(lambda inspected: self._keep(KeptInspection(request, inspected.inspection)))

    def choose_layout(self, layout: str) -> None:
        """Compute another layout. Emits `placed` repeatedly as the layout improves."""
        kept = self.kept
        if kept is None or (not self.call.free and layout != PCA):
            return
        self.layout = layout
        if layout == PCA:
            self._show(kept.inspection.source_table.xy, kept.inspection.target_table.xy)
        else:
            call = self.call.begin(ComputeLayout(kept.request, layout, self.place_of))
            for signal in (call.progressed, call.finished):
                signal.connect(partial(self._show_frame, layout))
            call.stopped.connect(lambda _: self.call.forget())  # the points keep their positions

    def _show_frame(self, layout: str, frame: LayoutFrame) -> None:
        if layout == self.layout and frame.source and self.kept is not None:
            self._show(frame.source, frame.target)

    def _keep(self, kept: KeptInspection) -> None:
        self.kept, self.layout = kept, PCA
        if self.session.project is not None:
            with contextlib.suppress(OSError):  # the inspection can be repeated
                content = msgspec.msgpack.encode(kept)
                write_atomically(self._file(self.session.project.cache), content, durable=False)
        self._announce()

    def _announce(self) -> None:
        self.inspected.emit()
        if self.kept is not None:
            self._show(self.kept.inspection.source_table.xy, self.kept.inspection.target_table.xy)
        self.changed.emit()

    def _show(self, source: bytes, target: bytes) -> None:
        self.place_of = source + target
        self.placed.emit(self.layout, *(np.frombuffer(xy, "<f4").reshape(-1, 2) for xy in (source, target)))

    def _file(self, cache: Path) -> Path:
        return cache / "inspection.msgpack"

    def _project_changed(self) -> None:
        self.kept, self.layout = None, PCA
        self._others.clear()
        project = self.session.project
        if project is not None:
            with contextlib.suppress(OSError, msgspec.MsgspecError):
                kept = msgspec.msgpack.decode(self._file(project.cache).read_bytes(), type=KeptInspection)
                self.kept = kept
        self._announce()

    def _domain_changed(self, side: Side) -> None:
        """Set an inspection of other folders aside, and take up that of the folders that are shown now."""
        kept, domain, domains = self.kept, self.session.domains.by_side.get(side), self.session.domains
        if kept is not None and domain is not None:
            inspected = kept.request.source if side is Side.SOURCE else kept.request.target
            if inspected != domain.root:
                self._others[kept.request.source, kept.request.target] = kept
                self.kept = None
                self._announce()
        if self.kept is None and domains.complete:
            self.kept = self._others.pop((domains.by_side[Side.SOURCE].root, domains.by_side[Side.TARGET].root), None)
            if self.kept is not None:
                self.layout = PCA
                self._announce()
        self.changed.emit()


def numbers(column: SampleColumn) -> NDArray[np.float32]:
    """Return the values of a column, (N,)."""
    return np.frombuffer(column.values, "<f4")


def _renumbered(column: SampleColumn, names: tuple[str, ...]) -> NDArray[np.float32]:
    """Return the values of a column as indices into `names`, (N,)."""
    if column.names == names:
        return numbers(column)
    place = {name: index for index, name in enumerate(names)}
    moved = np.array([*(place.get(name, -1) for name in column.names), -1], np.float32)
    return moved[numbers(column).astype(np.int64)]
