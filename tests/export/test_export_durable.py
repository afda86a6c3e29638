"""Files survive a power failure: at each moment they have the old or the new content, and the new one afterwards.

`Disk` stands for a disk that loses everything that was not synced: content that was written but not synced is gone, and
names that were given but not synced are either gone or left with that lost content. It records each call that a program
makes to the system, and what would be left after a failure at this moment.
"""

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, cast

import pytest
import torch
from torch import nn

from tests.made_projects import MadeProject
from workbench.core import files
from workbench.core.events import Finished, Scalars
from workbench.core.files import copy_atomically, move_folder, write_atomically
from workbench.core.job import Job
from workbench.core.scores import Scores
from workbench.data.labels.class_folders import Link, write_class_folders
from workbench.data.labels.contract import Labelled
from workbench.data.labels.labelme import write as write_labelme
from workbench.engine import checkpoint
from workbench.engine.model_io import save_adapted
from workbench.export.model_folder import export_folder
from workbench.nets.classifier import ExportedClassifier
from workbench.store.run_folder import Result, RunFolder
from workbench.store.run_tables import Prediction

Tree = dict[str, bytes]  # the files of a folder by relative path


class Disk:
    """What is on the disk below a folder, for the calls of the system that the program makes."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.content: dict[int, bytes] = {}  # synced content, by number of the file
        self.names: dict[int, dict[str, tuple[int, bool]]] = {}  # by folder: synced names, with number and kind
        self.held: list[BinaryIO] = []
        self.calls: list[str] = []
        self.lost: list[Tree] = []  # after a failure at each call, for both kinds of loss
        self.sync_all()

    def sync_all(self) -> None:
        """Everything is on the disk."""
        for folder, _, names in os.walk(self.root):
            self.sync(Path(folder))
            for name in names:
                self.sync(Path(folder, name))

    def sync(self, path: Path) -> None:
        """The content of a file, or the names in a folder, are on the disk."""
        if path.is_dir():
            self.names[path.stat().st_ino] = {entry.name: (entry.inode(), entry.is_dir()) for entry in os.scandir(path)}
        elif path.is_file():
            file = path.open("rb")  # kept open, so that no other file gets its number
            self.held.append(file)
            self.content[os.fstat(file.fileno()).st_ino] = file.read()

    def fail(self, call: str) -> None:
        """Record a call, and what would be left if the power failed just after it."""
        self.calls.append(call)
        self.lost += [self.with_names_lost(), self.with_content_lost()]

    def with_names_lost(self) -> Tree:
        """What is left if only synced names are."""
        left: Tree = {}
        todo = [(self.root.stat().st_ino, "")]
        while todo:
            folder, prefix = todo.pop()
            for name, (number, is_folder) in self.names.get(folder, {}).items():
                if is_folder:
                    todo.append((number, f"{prefix}{name}/"))
                else:
                    left[f"{prefix}{name}"] = self.content.get(number, b"")
        return left

    def with_content_lost(self) -> Tree:
        """What is left if all names are, but only synced content."""
        return {
            path.relative_to(self.root).as_posix(): self.content.get(path.stat().st_ino, b"")
            for path in self.root.rglob("*")
            if path.is_file() and not path.is_symlink()
        }


@pytest.fixture
def disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Disk]:
    root = tmp_path / "disk"
    root.mkdir()
    disk = Disk(root)
    fsync, replace, rename = os.fsync, os.replace, os.rename

    def synced(descriptor: int) -> None:
        path = Path(os.readlink(f"/proc/self/fd/{descriptor}"))
        if path.is_relative_to(root):
            disk.sync(path)
            disk.fail(f"sync {'folder' if path.is_dir() else 'file'}")
        fsync(descriptor)

    def moved(move: Callable[..., None]) -> Callable[..., None]:
        def call(source: Any, target: Any, **options: Any) -> None:
            move(source, target, **options)
            if Path(target).is_relative_to(root):
                disk.fail("replace")

        return call

    def synced_all(folder: Path) -> bool:
        for parent, _, names in os.walk(folder):
            disk.sync(Path(parent))
            for name in names:
                disk.sync(Path(parent, name))
        if folder.is_relative_to(root):
            disk.fail("sync tree")
        return True

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(os, "replace", moved(replace))
    monkeypatch.setattr(os, "rename", moved(rename))
    monkeypatch.setattr(files, "sync_file_system", synced_all)
    yield disk
    for file in disk.held:
        file.close()


needs_proc = pytest.mark.skipif(not os.path.isdir("/proc/self/fd"), reason="names of open files come from /proc")


class Case(NamedTuple):
    """`write` writes version 0 or 1 of something into a folder. `last`: the file that says that the others are there.

    Those named `before` it may be lost until it is there.
    """

    write: Callable[[Path, int], object]
    last: str = ""
    before: tuple[str, ...] = ()


def _result(number: int) -> Result:
    return Result(Finished("run", Scores(1.0, 0.5, number), 2.0), ("x", "y"))


def _run(folder: Path, number: int) -> None:
    place = RunFolder(folder)
    place.write_job(Job(method="mcc", source="/s", target="/t", seed=number))
    place.append(Scalars(number, {"task": 0.5}))
    place.mask_file("a").parent.mkdir(exist_ok=True)
    write_atomically(place.mask_file("a"), f"mask {number}", durable=False)
    place.write_predictions([Prediction("a.png", "x", number / 2)])
    place.write_result(_result(number))


def _class_folders(folder: Path, number: int) -> None:
    images = folder.parent.parent / "images"
    write_class_folders(folder / str(number), images, {"a.png": "cat", "b.png": f"dog {number}"}, Link.COPY)


def _labelme(folder: Path, number: int) -> None:
    write_labelme(folder / str(number), [Labelled(f"{n}.png", f"class {number}", 8, 8) for n in range(3)])


def _copied(folder: Path, number: int) -> None:
    file = folder.parent.parent / f"source {number}"
    file.write_text(f"{number}" * 100)
    copy_atomically(file, folder / "copy")


def _folder(folder: Path, number: int) -> None:
    unfinished = folder / f".{number}.part"
    unfinished.mkdir()
    for name in "ab":
        (unfinished / name).write_text(f"{name} {number}")
    move_folder(unfinished, folder / f"done {number}")


CASES = {
    "file": Case(lambda folder, number: write_atomically(folder / "file", f"{number}" * 100)),
    "copy": Case(_copied),
    "checkpoint": Case(lambda folder, number: checkpoint.save(folder / "c.pt", {"step": number, "x": torch.ones(9)})),
    "weights": Case(lambda folder, number: save_adapted(RunFolder(folder), cast(ExportedClassifier, nn.Linear(3, 2)))),
    "run": Case(_run, last="place/result.json", before=("metrics.jsonl", "a.png")),
    "class folders": Case(_class_folders),
    "labelme": Case(_labelme),
    "folder": Case(_folder),
}


def whole(tree: Tree) -> Tree:
    """The files without temporary ones."""
    return {name: content for name, content in tree.items() if not any(p.endswith(".part") for p in name.split("/"))}


@needs_proc
@pytest.mark.parametrize("name", CASES)
def test_that_a_file_is_old_or_new_at_each_moment_and_new_at_the_end(name: str, disk: Disk, tmp_path: Path) -> None:
    (tmp_path / "images").mkdir()
    for image in "ab":
        (tmp_path / "images" / f"{image}.png").write_text(image)
    folder = disk.root / "place"
    folder.mkdir()
    disk.sync_all()
    case, before = CASES[name], disk.with_content_lost()
    for number in range(2):
        disk.lost.clear()
        case.write(folder, number)
        after = {
            path.relative_to(disk.root).as_posix(): path.read_bytes() for path in disk.root.rglob("*") if path.is_file()
        }
        for left in disk.lost:
            for path, content in whole(left).items():
                done = bool(case.last) and left.get(case.last) == after[case.last]
                if Path(path).name in case.before and not done:
                    continue
                assert content in (before.get(path), after.get(path)), f"{path} is neither old nor new"
        assert whole(disk.with_content_lost()) == whole(after), "the content is on the disk"
        assert whole(disk.with_names_lost()) == whole(after), "so are the names"
        before = after


@needs_proc
def test_that_a_file_is_synced_before_it_gets_its_name_and_the_folder_after(disk: Disk) -> None:
    write_atomically(disk.root / "file", "new")
    assert disk.calls == ["sync file", "replace", "sync folder"]
    disk.calls.clear()
    write_atomically(disk.root / "picture", "cosmetic", durable=False)
    assert disk.calls == ["replace"]


@needs_proc
def test_that_the_disk_of_these_tests_loses_what_is_not_synced(disk: Disk) -> None:
    write_atomically(disk.root / "file", "old")
    write_atomically(disk.root / "file", "new", durable=False)
    assert disk.with_names_lost() == {"file": b"old"}
    assert disk.with_content_lost() == {"file": b""}


@needs_proc
def test_that_the_events_before_a_checkpoint_are_on_the_disk(disk: Disk) -> None:
    place = RunFolder(disk.root)
    place.append(Scalars(1, {"task": 0.5}))
    place.sync_events()
    assert disk.calls == ["sync file"]


@needs_proc
def test_that_a_model_folder_is_on_the_disk(classification_project: MadeProject, disk: Disk) -> None:
    run = classification_project.folder / "runs" / classification_project.plain
    list(export_folder(run, disk.root / "model"))
    assert whole(disk.with_names_lost()) == whole(disk.with_content_lost())
    assert all(disk.with_names_lost().values())


def test_that_every_tree_is_synced_without_the_call_of_linux(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a").mkdir()
    for name in ("x", "a/y"):
        (tmp_path / name).write_text(name)
    synced: list[int] = []
    monkeypatch.setattr(files, "sync_file_system", lambda _folder: False)
    monkeypatch.setattr(os, "fsync", synced.append)
    files.sync_tree(tmp_path)
    assert len(synced) == (2 if os.name == "nt" else 4)


ELSEWHERE = {  # where files are written in another way, and why
    "core/files.py": "the functions themselves",
    "export/written_folder.py": "the earlier folder is moved aside; the new one goes through move_folder",
    "export/precision.py": "a temporary file",
    "export/int8.py": "a temporary file",
    "export/painted_masks.py": "sync_tree follows",
    "export/translated_folder.py": "sync_tree follows",
    "gui/session/sample_filter.py": "the name of a filter, not a file",
    "store/project_files.py": "move_folder follows, or the folder of a project gets another name at once",
    "store/database.py": "a copy in a temporary folder",
    "data/labels/class_folders.py": "move_folder follows",
    "data/labels/labelme.py": "sync_tree follows",
    "samples/streets/writing.py": "move_folder follows",
}
BY_HAND = re.compile(r"os\.(replace|rename)\(|\.rename\(|shutil\.(move|copy|copy2|copyfile)\(|\.write_(bytes|text)\(")


def test_that_files_are_written_by_the_functions_for_it() -> None:
    root = Path(files.__file__).parents[1]
    by_hand = {
        path.relative_to(root).as_posix()
        for path in root.rglob("*.py")
        if any(BY_HAND.search(line) for line in path.read_text("utf-8").splitlines() if "temporary" not in line)
    }
    assert by_hand <= set(ELSEWHERE)
