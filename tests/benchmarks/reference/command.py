"""Runs two commits on the same images and compares what they compute, bit for bit.

    python -m tests.benchmarks reference OLD NEW [--methods …] [--tasks …] [--formats …] [--steps N] [--quick]

`.` stands for this folder as it is, with what is not committed yet. Ends with status 1 where anything differs. Takes
about four minutes on two cores that do nothing else.
"""

import argparse
import contextlib
import json
import os
import queue
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec

from tests.benchmarks.reference.cases import FORMATS, TASKS, Case, Wish, cases_of
from tests.benchmarks.reference.compare import COLUMNS, Comparison, Difference, compare_folders
from tests.benchmarks.reference.pictures import make_pictures

ROOT = Path(__file__).parents[3]
CHILD = Path(__file__).with_name("child.py")
OLD, NEW = "old", "new"


def main(words: Sequence[str]) -> None:
    """Compare; the process ends with status 1 where anything differs or could not be compared."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks reference", description=__doc__.splitlines()[0])
    parser.add_argument("old", help="a commit, or “.” for this folder as it is")
    parser.add_argument("new", help="likewise")
    parser.add_argument("--methods", nargs="+", default=(), metavar="NAME", help="of methods, translators and auto")
    parser.add_argument("--tasks", "--task", nargs="+", default=TASKS, choices=TASKS)
    parser.add_argument("--formats", nargs="+", default=(), choices=FORMATS, help="of every run that is exported")
    parser.add_argument("--steps", type=int, default=0, metavar="N", help="training steps of every run")
    parser.add_argument("--quick", action="store_true", help="fewer steps, no shots, no shifts, one export format")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="keep all files in this new folder")
    parsed = parser.parse_args(words)
    wish = Wish(parsed.methods, parsed.tasks, parsed.formats, parsed.steps, parsed.quick)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that work trees are removed then too
    with contextlib.ExitStack() as stack:
        work = parsed.keep or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="reference-")))
        work.mkdir(exist_ok=parsed.keep is None)
        trees = {}
        for side, commit in ((OLD, parsed.old), (NEW, parsed.new)):
            trees[side] = stack.enter_context(checked_out(commit, work.absolute() / f"{side}-tree"))
        status = compared(trees, work.absolute(), wish, keep=parsed.keep is not None)
    if status:
        sys.exit(status)


def compared(trees: dict[str, Path], work: Path, wish: Wish, *, keep: bool) -> int:
    """Run all cases on both sides, print the table and what differs, and return the exit status."""
    begun = time.monotonic()
    cards = listed(trees, work)
    common = {kind: _common(kind, cards) for kind in ("methods", "translators")}
    cases = cases_of(common["methods"], common["translators"], make_pictures(work / "pictures"), wish)
    if not cases:
        print("There is nothing to compare: no method of this name.", file=sys.stderr)
        return 1
    (work / "cases.json").write_bytes(msgspec.json.encode(cases))
    found = {}
    for number, name in enumerate(finished_cases(trees, work), 1):
        found[name] = outcome(work / OLD / name, work / NEW / name)
        print(f"\r{number} of {len(cases)} {name:40}", end="", file=sys.stderr, flush=True)
        if not keep:
            for side in trees:
                shutil.rmtree(work / side / name)
    print(file=sys.stderr)
    for case in cases:
        lost = Difference("results", "the process", "ended before", "this case")
        found.setdefault(case.name, Comparison(frozenset(), [lost], []))
    print_table(cases, found)
    differing = sum(bool(one.differences) for one in found.values())
    print(f"\n{differing} of {len(cases)} rows differ; {time.monotonic() - begun:.0f} s.")
    return int(differing > 0)


@contextlib.contextmanager
def checked_out(commit: str, place: Path) -> Iterator[Path]:
    """A work tree of its own for a commit, removed at the end."""
    if commit == ".":
        yield ROOT
        return
    git = ["git", "-C", str(ROOT), "worktree"]
    try:
        subprocess.run([*git, "add", "--quiet", "--detach", str(place), commit], check=True)
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)
        subprocess.run([*git, "prune"], check=True)


def listed(trees: dict[str, Path], work: Path) -> dict[tuple[str, str], dict[str, dict[str, Any]]]:
    """Cards by name of the methods and the translators of each side."""
    running = {}
    for side, tree in trees.items():
        for kind in ("methods", "translators"):
            command = [sys.executable, "-P", "-m", "workbench", kind, "--json"]
            running[side, kind] = subprocess.Popen(
                command, env=_environment(tree, work / side), cwd=work, stdout=subprocess.PIPE
            )
    answers = {key: process.communicate()[0] for key, process in running.items()}
    for (side, kind), process in running.items():
        if process.returncode:
            raise SystemExit(f"The {side} commit cannot list its {kind}.")
    return {key: {card["name"]: card for card in json.loads(answer)} for key, answer in answers.items()}


def _common(kind: str, cards: dict[tuple[str, str], dict[str, dict[str, Any]]]) -> list[dict[str, Any]]:
    """The cards of the old side that the new side has too; those of one side alone are named."""
    old, new = cards[OLD, kind], cards[NEW, kind]
    for side, only in ((OLD, old.keys() - new), (NEW, new.keys() - old)):
        if only:
            print(f"Only the {side} commit has the {kind} {', '.join(sorted(only))}: not compared.")
    return [card for name, card in old.items() if name in new]


def finished_cases(trees: dict[str, Path], work: Path) -> Iterator[str]:
    """Run the cases on both sides at once, a process each; names of cases as soon as both are through with them."""
    told: queue.Queue[tuple[str, str]] = queue.Queue()
    processes = {}
    for side, tree in trees.items():
        command = [sys.executable, "-P", str(CHILD), str(tree), str(work / "cases.json"), str(work / side)]
        with (work / f"{side}.log").open("wb") as log:
            processes[side] = subprocess.Popen(
                command,
                env=_environment(tree, work / side),
                cwd=work,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                errors="replace",
            )
        threading.Thread(target=_listen, args=(side, processes[side], told)).start()
    through: dict[str, set[str]] = {side: set() for side in trees}
    running = set(trees)
    try:
        while running:
            side, name = told.get()
            if not name:
                running.discard(side)
                if processes[side].wait():
                    print(f"\nThe process of the {side} commit died:", file=sys.stderr)
                    print((work / f"{side}.log").read_text(errors="replace")[-3000:], file=sys.stderr)
                continue
            through[side].add(name)
            if all(name in names for names in through.values()):
                yield name
    finally:
        for process in processes.values():
            process.kill()


def _listen(side: str, process: subprocess.Popen[str], told: "queue.Queue[tuple[str, str]]") -> None:
    assert process.stdout is not None
    for line in process.stdout:
        word, _, name = line.strip().partition(" ")
        if word == "done":
            told.put((side, name))
    told.put((side, ""))


def _environment(tree: Path, home: Path) -> dict[str, str]:
    """Each side has user folders of its own, so that nothing is read that the other has kept."""
    home.mkdir(exist_ok=True)
    own = {name: str(home / "home") for name in ("HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME")}
    threads = dict.fromkeys(("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")
    return {**os.environ, **own, **threads, "PYTHONPATH": str(tree), "PYTHONDONTWRITEBYTECODE": "1"}


def outcome(old: Path, new: Path) -> Comparison:
    """What became of a case. One that failed on the old side, or on both, has not been compared."""
    reasons = []
    for folder in (old, new):
        path = folder / "failed.txt"
        reasons.append(path.read_text(encoding="utf-8").strip()[:600] if path.exists() else "")
        path.unlink(missing_ok=True)
    before, after = reasons
    found = compare_folders(old, new)
    if after:
        failure = Difference("results", "failed", before or "ran through", after)
        return found._replace(differences=[failure, *found.differences])
    return found._replace(added=[*found.added, f"a case that failed before: {before}"]) if before else found


def print_table(cases: list[Case], found: dict[str, Comparison]) -> None:
    """One row a case: “same”, the size of the first difference, or nothing where there is no such file."""
    columns = [name for name in (*COLUMNS, *FORMATS) if any(name in one.columns for one in found.values())]
    width = max(len(case.name) for case in cases)
    print(f"{'':{width}}  {'  '.join(f'{name:>11}' for name in columns)}")
    for case in cases:
        cells = "  ".join(f"{_cell(name, found[case.name]):>11}" for name in columns)
        print(f"{case.name:{width}}  {cells}")
    for title, lines in (
        ("Differences", lambda one: map(str, one.differences)),
        ("Only in the new commit, and no difference", lambda one: grouped(one.added)),
    ):
        told = [f"{case.name}: {line}" for case in cases for line in lines(found[case.name])]
        if told:
            print(f"\n{title}:\n" + "\n".join(told))


def grouped(added: list[str]) -> list[str]:
    """Files of one folder as one line."""
    folders = Counter(str(Path(line).parent) for line in added if line.startswith("file ") and "/" in line)
    many = {folder for folder, count in folders.items() if count > 2}
    alone = [line for line in added if str(Path(line).parent) not in many]
    return [*alone, *(f"{folders[folder]} files in {folder.removeprefix('file ')}" for folder in sorted(many))]


def _cell(column: str, comparison: Comparison) -> str:
    first = next((one for one in comparison.differences if one.column == column), None)
    if first is not None:
        return "differs" if first.size != first.size else f"by {first.size:.1e}"
    return "same" if column in comparison.columns else ""
