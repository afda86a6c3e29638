"""Reads the labels of a project that choose among the methods of “auto”."""

from pathlib import Path

from workbench.core.counting import count
from workbench.core.drawn_labels import DrawnLabel
from workbench.core.errors import UserError
from workbench.core.job import AUTO
from workbench.core.name_matching import composed
from workbench.store.project import is_project


def read_drawn(place: Path | None, target: Path, method: str) -> tuple[DrawnLabel, ...]:
    """The labels of a project's measuring set that belong to images of the target; none without a project.

    Raises UserError if it is not a project, if another method than “auto” is to run, or if no labelled image of the
    measuring set is in the target.
    """
    if place is None:
        return ()
    if method != AUTO:
        hint = f"Use --method {AUTO}, or leave out --project."
        raise UserError("The labels of a project choose among methods, but a method is named.", hint)
    if not is_project(place):
        raise UserError(f"{place} is not a project.", "Give the folder of a project, NAME.workbench.")
    from workbench.analysis.measured_runs import labels_of
    from workbench.analysis.measuring import choosing_labels
    from workbench.library.folder import scan_folder
    from workbench.library.label_places import open_project

    domain = scan_folder(target)
    with open_project(place) as project:
        labels = labels_of(project)
    sizes = {sample.path: (sample.width, sample.height) for sample in domain.samples}
    present = {composed(path) for path in sizes}
    found = tuple(label for label in choosing_labels(labels, sizes) if composed(label.path) in present)
    if labels.named and not found:
        images = count(len(labels.named), "labelled image")
        hint = "Give the project of this target, or leave out --project."
        raise UserError(f"The target {target} lacks the measuring set of {place.name} ({images}).", hint)
    return found
