"""`workbench label correct`: corrects labels of source images in a project, and lists the corrections."""

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.core.corrections import CorrectedDomain, Correction, corrected
from workbench.core.counting import count
from workbench.core.domain import Domain, Side
from workbench.core.errors import UserError
from workbench.core.name_matching import NameIndex
from workbench.library.label_places import open_project

if TYPE_CHECKING:
    from workbench.store.project import Project


def do_correct(arguments: argparse.Namespace) -> int:
    """Correct, confirm or withdraw, then print the corrections with their number. Return 0."""
    import msgspec

    chosen = arguments.name is not None or arguments.right or arguments.remove
    if chosen != bool(arguments.images):
        raise UserError(
            "The command needs images and what to do with them.", "Give IMAGE … with --class NAME, --right or --remove."
        )
    with open_project(arguments.place) as project:
        domain = _source(project)
        known = project.labels.corrections.current()
        paths = project.labels.correct(
            _wanted(arguments, domain, known), f"from {arguments.file.name}" if arguments.file else ""
        )
        _remember(project, domain)
        result = corrected(domain, project.labels.corrections.current().values())
    if arguments.out is not None:
        _write(arguments.out, result)
    if arguments.json:
        corrections = [msgspec.to_builtins(each) for each in result.applied.values()]
        values = {"changed": paths, "corrections": corrections, "unused": dict(result.unused)}
        print(msgspec.json.encode(values).decode())
        return 0
    for each in result.applied.values():
        print(
            f"{each.path}: “{each.given}”, confirmed"
            if each.confirms
            else f"{each.path}: “{each.given}” → “{each.label}”"
        )
    print(" ".join(result.notes) or "No label of the source is corrected in this project.")
    if arguments.out is not None:
        written = count(len(result.changed), "correction")
        print(f"Wrote {written} to {arguments.out}. To train with them: --corrections {arguments.out}")
    return 0


def _source(project: "Project") -> Domain:
    """Scan the source, with corrections moved along with their images. Raises UserError if there is none."""
    from workbench.data.digests import digests_of
    from workbench.library.folder import scan_folder

    folder = project.domain_folder(Side.SOURCE)
    if folder is None:
        raise UserError(f"The project {project.name} has no source folder yet.", "Open it in the window to choose one.")
    domain = scan_folder(folder)
    wanted = project.moved_sources.to_digest(domain.samples)
    project.moved_sources.relocate(domain.samples, digests_of(domain.folder, wanted, project.cache))
    return domain


def _remember(project: "Project", domain: Domain) -> None:
    from workbench.data.digests import digests_of

    decided = project.moved_sources.touched()
    samples = [sample for sample in domain.samples if sample.path in decided]
    project.moved_sources.remember(samples, digests_of(domain.folder, samples, project.cache))


def _wanted(
    arguments: argparse.Namespace, domain: Domain, known: Mapping[str, Correction]
) -> dict[str, Correction | None]:
    """The corrections to set by path; None to withdraw. Raises UserError for unknown images and classes."""
    if arguments.file is not None:
        from workbench.store.correction_table import read_corrections

        return {each.path: each for each in read_corrections(arguments.file)}
    if arguments.remove:
        withdrawn = NameIndex(known)
        return {withdrawn.find(path) or _unknown(path, "corrected image"): None for path in arguments.images}
    labels = {sample.path: sample.label for sample in domain.samples if sample.label is not None}
    images, classes = NameIndex(labels), NameIndex(domain.classes)
    wanted: dict[str, Correction | None] = {}
    for path in arguments.images:
        place = images.find(path) or _unknown(path, "labelled image of the source")
        given = labels[place]
        name = (
            given
            if arguments.right
            else classes.find(arguments.name) or _unknown(arguments.name, "class of the source")
        )
        back = name == given and not arguments.right  # to the class of the folder
        wanted[place] = None if back else Correction(place, given, name)
    return wanted


def _unknown(name: str, what: str) -> str:
    raise UserError(
        f"“{name}” is no {what}.", "Give paths relative to the source folder, and class names as it has them."
    )


def _write(out: Path, result: CorrectedDomain) -> None:
    from workbench.store.correction_table import write_corrections

    try:
        write_corrections(out.absolute(), result.changed)
    except OSError as error:
        raise UserError(f"{out} cannot be written ({error.strerror}).", "Choose another --out.") from error
