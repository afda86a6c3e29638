"""The state of the window: the open project and the parts that all panels share."""

from collections.abc import Mapping
from pathlib import Path

import msgspec
from PySide6.QtCore import QObject, Signal

from workbench.core.catalogue import Catalogue
from workbench.core.compatibility import check_readable
from workbench.core.deep_range import DeepRange
from workbench.core.domain import Side
from workbench.core.errors import UserError
from workbench.core.places import HERE
from workbench.gui.session.corrections import SourceCorrections
from workbench.gui.session.domains import DomainPair
from workbench.gui.session.labels import TargetLabels
from workbench.gui.session.predictions import TargetPredictions
from workbench.gui.session.sample_filter import SampleFilter
from workbench.gui.session.selection import Selection
from workbench.gui.session.task_rules import TaskRules
from workbench.gui.session.workers import Workers
from workbench.store.project import Project
from workbench.store.recent_projects import remember_project


class Session(QObject):
    """The object through which panels communicate: they call its methods and connect to its signals.

    Parts:
        domains: the two domains and their folders.
        labels: the labels of target samples, the classes, and the keys of the classes.
        corrections: the corrections of source labels.
        selection: the selected samples.
        predictions: the predictions of the current model for target samples.
        filter: the filter of images that all views share, and the saved filters.

    Signals:
        project_changed(): a project was opened or closed. The parts have been updated.
        catalogue_changed(): a worker sent another catalogue.
        place_changed(): another place for the next run was chosen: this computer or a host.
        step_changed(str): another step was chosen in the rail.
        failed(str, str): an operation failed, here or in a part; a message and a hint.
    """

    project_changed = Signal()
    catalogue_changed = Signal()
    place_changed = Signal()
    step_changed = Signal(str)
    failed = Signal(str, str)

    def __init__(self, workers: Workers, tasks: Mapping[str, TaskRules], parent: QObject | None = None) -> None:
        """`tasks`: the rules of each task, by name."""
        super().__init__(parent)
        self.workers = workers
        self.project: Project | None = None
        self.catalogue: Catalogue | None = None
        self.step = "data"
        self.place = HERE  # where the next run is executed
        self.domains = DomainPair(workers, tasks, self)
        self.labels = TargetLabels(self.domains, self)
        self.corrections = SourceCorrections(self.domains, self.labels, self)
        self.selection = Selection(self)
        self.predictions = TargetPredictions(self.domains, self)
        self.filter = SampleFilter(self)
        workers.ready.connect(self._take_catalogue)
        workers.failed.connect(self.failed)
        self.domains.failed.connect(self.failed)
        self.domains.changed.connect(self._keep_range)
        self.labels.failed.connect(self.failed)
        self.corrections.refused.connect(self.failed)
        self.filter.failed.connect(self.failed)

    def go_to(self, step: str) -> None:
        """Choose a step of the rail."""
        if step != self.step:
            self.step = step
            self.step_changed.emit(step)

    def run_at(self, place: str) -> None:
        """Choose where the next run is executed."""
        self.place = place
        self.place_changed.emit()

    # -- the project -----------------------------------------------------------------------------------------------

    def create_project(self, folder: Path) -> None:
        """Create a project of the two domains, and show it in Data. Raises UserError if one cannot be read.

        A source without labels makes a project for comparing and translating, see `without_adaptation`.
        """
        domains = self.domains.by_side
        for side, domain in domains.items():
            check_readable(domain, side)
        project = Project.create(folder)
        for side, domain in domains.items():
            project.set_domain_folder(side, Path(domain.root))
            if domain.deep is not None:
                project.domain_ranges.keep(side, Path(domain.root), domain.deep)
        self.show(project)
        self.go_to("data")

    def open_project(self, folder: Path) -> None:
        """Open a project and read its folders.

        Raises UserError if it cannot be opened. No project is open then, so that nothing is labelled in another one.
        """
        self.close_project()
        project = Project.open(folder)
        try:
            self.show(project)
        except UserError:
            self.close_project()
            raise
        for side in Side:
            if (folder_of_side := project.domain_folder(side)) is not None:
                self.domains.read(side, folder_of_side, project.domain_ranges.of(side, folder_of_side))

    def close_project(self) -> None:
        """Close the project, and return to the start page."""
        self.domains.forget()
        self.show(None)

    def change_folder(self, side: Side, folder: Path) -> None:
        """Change the folder of a domain of the open project, and read it."""
        if self.project is None:
            return
        try:
            self.project.set_domain_folder(side, folder)
        except UserError as error:
            self.failed.emit(error.message, error.hint)
        else:
            self.domains.read(side, folder)

    def change_range(self, side: Side, deep: DeepRange | None) -> None:
        """Show and decode the deep images of a domain in another range; None reads the folder again to estimate it."""
        domain = self.domains.as_read.get(side)
        if domain is None:
            return
        self.domains.set_range(side, deep)
        try:
            if deep is not None:
                self.domains.show(side, msgspec.structs.replace(domain, deep=deep))
            else:
                if self.project is not None:
                    self.project.domain_ranges.forget(side)
                self.domains.read_again(side)
        except UserError as error:
            self.failed.emit(error.message, error.hint)

    def _keep_range(self, side: Side) -> None:
        """Store the range of a domain that was read or changed."""
        domain = self.domains.by_side.get(side)
        if self.project is None or self.project.read_only or domain is None or domain.deep is None:
            return
        try:
            self.project.domain_ranges.keep(side, Path(domain.root), domain.deep)
        except UserError as error:
            self.failed.emit(error.message, error.hint)

    def swap_folders(self) -> None:
        """Exchange the folders of both domains, and read them again."""
        folders = {side: Path(domain.root) for side, domain in self.domains.by_side.items()}
        for side, other in ((Side.SOURCE, Side.TARGET), (Side.TARGET, Side.SOURCE)):
            if self.project is None:
                self.domains.read(side, folders[other])
            else:
                self.change_folder(side, folders[other])

    def show(self, project: Project | None) -> None:
        """Replace the open project, which is closed. The folders are not read.

        The calls of the previous project are dropped.
        """
        self.workers.drop_calls()
        if self.project is not None:
            self.project.close()
        self.project = project
        self.labels.show(project)
        self.corrections.show(project)
        self.filter.show(project)
        self.predictions.forget()
        self.selection.forget()
        if project is not None:
            folders = (str(project.domain_folder(side) or "") for side in (Side.SOURCE, Side.TARGET))
            remember_project(project.folder, *folders)
        self.project_changed.emit()
        self.labels.refresh_classes()

    def _take_catalogue(self, catalogue: Catalogue) -> None:
        if catalogue != self.catalogue:  # each new worker sends it
            self.catalogue = catalogue
            self.catalogue_changed.emit()
