"""Damaged label files: no reader ends in a traceback or a hang, and no import changes anything in part.

LABEL_FUZZ=500 tries so many mutated files of each format.
"""

import json
import os
import random
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import make_domain
from tests.data.labels.label_files import NAMES
from workbench.core.domain import Side
from workbench.core.errors import UserError
from workbench.data.labels.contract import Labelled, formats, write_labels
from workbench.data.scan import scan_now
from workbench.export.label_import import import_labels, plan_import
from workbench.store.project import Project

FILES = int(os.environ.get("LABEL_FUZZ", "40"))
SLOWEST = 5.0  # seconds for one file of a few hundred bytes, on a busy machine
ODD_VALUES: tuple[object, ...] = (
    None, True, False, 0, -1, 1.0, 1e308, 10**30, "", "0", "\ud800", "\0", [], {}, [[]], {"id": None}, "a" * 5000,
    "../../x.png", "C:\\x.png", "http://[x", "%", "?d=%00", float("nan"), float("inf"),
)  # fmt: skip
ODD_BYTES = (
    b"\0",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b'"',
    b",",
    b";",
    b"\r",
    b"\n",
    b"{",
    b"]",
    b"\\ud800",
    b"\x81",
    b"9" * 400,
)


def damaged_bytes(content: bytes, dice: random.Random) -> bytes:
    """Flipped, cut, repeated or foreign bytes."""
    for _ in range(dice.randint(1, 4)):
        at = dice.randrange(len(content) + 1)
        end = min(len(content), at + dice.randint(0, 40))
        match dice.randrange(5):
            case 0:
                content = content[:at] + bytes([dice.randrange(256)]) + content[at + 1 :]
            case 1:
                content = content[:at]
            case 2:
                content = content[:at] + content[end:]
            case 3:
                content = content[:at] + content[at:end] * 3 + content[end:]
            case _:
                content = content[:at] + dice.choice(ODD_BYTES) + content[at:]
    return content


def damaged_value(value: object, dice: random.Random) -> object:
    """A JSON value of which some part has another value or type, or is missing or repeated."""
    if not isinstance(value, dict | list) or not value or dice.random() < 0.15:
        return dice.choice(ODD_VALUES)
    if isinstance(value, list):
        at = dice.randrange(len(value))
        kept = [*value[:at], *value[at + 1 :]]
        return dice.choice((kept, [*value, value[at]], [*kept, damaged_value(value[at], dice)]))
    key = dice.choice(list(value))
    if dice.random() < 0.2:
        return {name: part for name, part in value.items() if name != key}
    return value | {key: damaged_value(value[key], dice)}


def damaged(content: bytes, dice: random.Random) -> bytes:
    if dice.random() < 0.5:
        return damaged_bytes(content, dice)
    try:
        return json.dumps(damaged_value(json.loads(content), dice)).encode()
    except ValueError:  # a table, or lines
        lines = content.split(b"\n")
        lines[dice.randrange(len(lines))] = damaged_bytes(dice.choice(lines), dice)
        return b"\n".join(lines)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = Project.create(tmp_path / "P.workbench")
    project.set_domain_folder(Side.TARGET, make_domain(tmp_path / "images", seed=4, classes="ab", count=4))
    project.labels.apply({"a/000.png": "x", "b/000.png": "y"})
    return project


def writer(name: str, labelled: list[Labelled]) -> Callable[[Path], int]:
    """Writes a sound file of a format."""
    return lambda out: write_labels(out, labelled, name)


@pytest.mark.parametrize("name", sorted(formats()))
def test_that_damaged_files_neither_fail_nor_hang_nor_change_in_part(
    name: str, project: Project, tmp_path: Path
) -> None:
    domain = scan_now(tmp_path / "images")
    labelled = [Labelled(sample.path, "cat é", 16, 16) for sample in domain.samples[:6]]
    out = tmp_path / NAMES[name]
    writer(name, labelled)(out)
    files = sorted(out.rglob("*.json")) if out.is_dir() else [out]
    sound = {file: file.read_bytes() for file in files}
    known = {sample.path for sample in domain.samples}
    dice = random.Random(20)
    for number in range(FILES):
        file = dice.choice(files)
        file.write_bytes(damaged(sound[file], dice))
        before, begun = project.labels.current(), time.monotonic()
        try:
            plan = plan_import(project, domain, out, name)
        except UserError:
            assert project.labels.current() == before, f"file {number}"
        else:
            assert plan.labels.keys() <= known, f"file {number}"
            assert all(entry.problem for entry in (*plan.unknown, *plan.unusable)), f"file {number}"
            changed = import_labels(project, out, plan)
            assert set(changed) == {*plan.new, *plan.replaced}, f"file {number}"
            assert project.labels.current() == before | plan.labels, f"file {number}"
            if changed:
                project.labels.undo()
            assert project.labels.current() == before, f"file {number}"
        assert time.monotonic() - begun < SLOWEST, f"file {number}"
        file.write_bytes(sound[file])
    project.close()
