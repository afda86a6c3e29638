"""Corrects labels of source images in a project; no file of the source is changed."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from workbench.core.corrections import CorrectedDomain, Correction, corrected
from workbench.core.domain import Domain, Side
from workbench.core.errors import UserError
from workbench.core.name_matching import NameIndex
from workbench.data.digests import digests_of
from workbench.library.folder import scan_folder
from workbench.library.label_places import open_project
from workbench.library.options import Place
from workbench.store.correction_table import read_corrections, write_corrections
from workbench.store.project import Project


class ChangedCorrections(NamedTuple):
    """The source with its corrections, and the paths whose correction changed."""

    result: CorrectedDomain
    changed: list[str]


def correct(
    project: Place,
    images: Sequence[str] = (),
    *,
    name: str | None = None,
    right: bool = False,
    remove: bool = False,
    file: Place | None = None,
    out: Place | None = None,
) -> ChangedCorrections:
    """Correct labels of source images, confirm or withdraw them; without images, list the corrections.

    `images`: paths relative to the source. `name`: their right class; `right`: their labels are right; `remove`:
    withdraw their corrections. `file`: take corrections from a table path,given,label; `out`: write one. Raises
    UserError for unknown images and classes.
    """
    if (name is not None or right or remove) != bool(images):
        hint = "Give IMAGE … with --class NAME, --right or --remove."
        raise UserError("The command needs images and what to do with them.", hint)
    with open_project(Path(project)) as opened:
        domain = _source(opened)
        known = opened.labels.corrections.current()
        if file is not None:
            wanted = {each.path: each for each in read_corrections(Path(file))}
            changed = opened.labels.correct(wanted, f"from {Path(file).name}")
        elif remove:
            changed = opened.labels.correct(_withdrawn(images, known))
        else:
            changed = opened.labels.correct(_corrections(images, None if right else name, domain))
        _remember(opened, domain)
        result = corrected(domain, opened.labels.corrections.current().values())
    if out is not None:
        _write(Path(out), result)
    return ChangedCorrections(result, changed)


def _source(project: Project) -> Domain:
    """Scan the source, with corrections moved along with their images. Raises UserError if there is none."""
    folder = project.domain_folder(Side.SOURCE)
    if folder is None:
        raise UserError(f"The project {project.name} has no source folder yet.", "Open it in the window to choose one.")
    domain = scan_folder(folder)
    wanted = project.moved_sources.to_digest(domain.samples)
    project.moved_sources.relocate(domain.samples, digests_of(domain.folder, wanted, project.cache))
    return domain


def _remember(project: Project, domain: Domain) -> None:
    decided = project.moved_sources.touched()
    samples = [sample for sample in domain.samples if sample.path in decided]
    project.moved_sources.remember(samples, digests_of(domain.folder, samples, project.cache))


def _withdrawn(images: Sequence[str], known: Mapping[str, Correction]) -> dict[str, Correction | None]:
    index = NameIndex(known)
    return {index.find(path) or _unknown(path, "corrected image"): None for path in images}


def _corrections(images: Sequence[str], name: str | None, domain: Domain) -> dict[str, Correction | None]:
    """The corrections to a class, or without one the confirmations; None for the class that the folder gives."""
    labels = {sample.path: sample.label for sample in domain.samples if sample.label is not None}
    paths, classes = NameIndex(labels), NameIndex(domain.classes)
    wanted: dict[str, Correction | None] = {}
    for path in images:
        place = paths.find(path) or _unknown(path, "labelled image of the source")
        given = labels[place]
        label = given if name is None else classes.find(name) or _unknown(name, "class of the source")
        wanted[place] = None if label == given and name is not None else Correction(place, given, label)
    return wanted


def _unknown(name: str, what: str) -> str:
    raise UserError(
        f"“{name}” is no {what}.", "Give paths relative to the source folder, and class names as it has them."
    )


def _write(out: Path, result: CorrectedDomain) -> None:
    try:
        write_corrections(out.absolute(), result.changed)
    except OSError as error:
        raise UserError(f"{out} cannot be written ({error.strerror}).", "Choose another --out.") from error
