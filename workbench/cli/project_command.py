"""`workbench project`: creates, lists, renames, moves, duplicates and deletes projects, and replaces their folders."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.core.counting import count
from workbench.core.domain import Side
from workbench.core.errors import UserError

if TYPE_CHECKING:
    from workbench.store.project import Project

SUMMARIES = {
    "list": "list the projects that were opened last",
    "create": "create a project of a source and a target",
    "rename": "give a project another name",
    "move": "move a project into another folder",
    "duplicate": "copy a project with its labels and runs",
    "delete": "delete a project for ever, but not its images",
    "folders": "print the source and the target of a project, or replace them",
}


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the subcommands with their flags."""
    subparsers = parser.add_subparsers(title="subcommands", dest="do", metavar="WHAT", required=True)
    parsers = {
        name: subparsers.add_parser(name, help=summary, description=summary[0].upper() + summary[1:] + ".")
        for name, summary in SUMMARIES.items()
    }
    for name in ("create", "rename", "move", "duplicate", "delete", "folders"):
        parsers[name].add_argument("project", type=Path, metavar="PROJECT", help="a folder NAME.workbench")
    parsers["create"].add_argument("source", type=Path, metavar="SOURCE", help="images, with labels to train on")
    parsers["create"].add_argument("target", type=Path, metavar="TARGET", help="images to adapt to")
    parsers["create"].add_argument("--overlap", action="store_true", help="accept folders that share images")
    parsers["rename"].add_argument("name", metavar="NAME", help="the new name")
    parsers["move"].add_argument("place", type=Path, metavar="DIR", help="the folder that will contain it")
    parsers["duplicate"].add_argument("copy", type=Path, metavar="COPY", help="a new folder NAME.workbench")
    parsers["delete"].add_argument("--yes", action="store_true", help="do not ask")
    for side in Side:
        parsers["folders"].add_argument(f"--{side}", type=Path, metavar="DIR", help=f"another {side}")


def run(arguments: argparse.Namespace) -> int:
    """Do what was asked for, and print it. Return 0. Raises UserError if nothing was done."""
    match arguments.do:
        case "list":
            _list()
        case "create":
            _create(arguments)
        case "folders":
            _folders(arguments)
        case "delete":
            return _delete(_whole(arguments.project), asked=not arguments.yes)
        case _:
            _change(arguments)
    return 0


def _whole(folder: Path) -> Path:
    """A folder with its suffix, which may be left out on the command line."""
    from workbench.store.project import SUFFIX

    folder = folder.absolute()
    beside = folder.with_name(f"{folder.name}{SUFFIX}")
    return beside if beside.is_dir() and not folder.exists() else folder


def _list() -> None:
    from workbench.store.recent_projects import recent_projects

    for one in recent_projects():
        print(f"{one.folder}{'  (missing)' if one.missing else ''}")


def _create(arguments: argparse.Namespace) -> None:
    from workbench.core.compatibility import check_apart, check_order, without_adaptation
    from workbench.library.folder import scan_folder
    from workbench.store.project import SUFFIX, Project
    from workbench.store.project_files import named_folder

    given = arguments.project.absolute()
    folder = named_folder(given.parent, given.name.removesuffix(SUFFIX))
    if not arguments.overlap:
        check_apart(arguments.source, arguments.target)
    domains = {side: scan_folder(getattr(arguments, side).absolute()) for side in Side}
    check_order(domains[Side.SOURCE], domains[Side.TARGET])
    project = Project.create(folder)
    for side, domain in domains.items():
        project.set_domain_folder(side, Path(domain.root))
    project.close()
    print(f"Created {folder}. Open it with: workbench open {folder}")
    if reason := without_adaptation(domains[Side.SOURCE]):
        print(reason)


def _change(arguments: argparse.Namespace) -> None:
    """Rename, move or duplicate, and keep the list of recent projects in step."""
    from workbench.store.project import SUFFIX
    from workbench.store.project_files import duplicate_project, move_project, named_folder, rename_project
    from workbench.store.recent_projects import relocate_project

    folder = _whole(arguments.project)
    if arguments.do == "duplicate":
        given = arguments.copy.absolute()
        copy = duplicate_project(folder, named_folder(given.parent, given.name.removesuffix(SUFFIX)))
        print(f"Copied to {copy}.")
        return
    if arguments.do == "rename":
        place = rename_project(folder, arguments.name)
    else:
        place = move_project(folder, arguments.place.absolute())
    relocate_project(folder, place)
    print(f"The project is now in {place}.")


def _delete(folder: Path, *, asked: bool) -> int:
    from workbench.store.project_contents import contents_of
    from workbench.store.project_files import deletable, delete_project
    from workbench.store.recent_projects import forget_project

    with deletable(folder):
        contents = contents_of(folder)
    if asked:
        parts = [count(contents.runs, "run"), count(contents.translations, "translation")]
        parts += [count(contents.labels, "label"), *contents.others]
        print(f"{folder} with {', '.join(parts)} ({contents.bytes / 1e6:,.1f} MB) is deleted for ever.")
        outside = [str(images) for images in contents.folders if not images.is_relative_to(folder)]
        print(f"Its images stay: {', '.join(outside) or 'none'}.")
        if not sys.stdin.isatty():
            raise UserError("Nobody can answer here.", "Give --yes to delete it without a question.")
        if input("Type the name of the project to delete it: ").strip() != folder.stem:
            print("Nothing was deleted.")
            return 1
    delete_project(folder)
    forget_project(folder)
    print(f"Deleted {folder}.")
    return 0


def _folders(arguments: argparse.Namespace) -> None:
    from workbench.library.label_places import open_project

    with open_project(_whole(arguments.project)) as project:
        for side in Side:
            given: Path | None = getattr(arguments, side)
            if given is not None:
                _replace(project, side, given.absolute())
        for side in Side:
            print(f"{side}: {project.domain_folder(side) or '–'}")


def _replace(project: "Project", side: Side, folder: Path) -> None:
    """Replace a folder; labels and corrections go to the images of the same path or content."""
    from collections import Counter

    from workbench.core.replaced_classes import replaced_classes
    from workbench.data.digests import digests_of
    from workbench.library.folder import scan_folder

    before = project.domain_folder(side)
    domain = scan_folder(folder)
    project.set_domain_folder(side, folder)
    following = project.moved_files if side is Side.TARGET else project.moved_sources
    digests = digests_of(domain.folder, following.to_digest(domain.samples), project.cache)
    settled = following.relocate(domain.samples, digests)
    word = "label" if side is Side.TARGET else "correction"
    if settled.moved:
        print(f"{count(len(settled.moved), word)} moved with their images.")
    if settled.missing:
        print(f"{count(len(settled.missing), word)} of images that are not in the new folder are kept.")
    if side is Side.SOURCE and before is not None and before.exists():
        labels = Counter(project.labels.current().values())
        if told := replaced_classes(scan_folder(before).classes, domain.classes, labels):
            print(told)
