"""`python -m tests.benchmarks structure [COMMIT …]`: figures about the shape of the code, at one or several commits."""

import argparse
import ast
import io
import re
import subprocess
import sys
import tarfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from pathlib import Path

import workbench

ROOT = Path(workbench.__file__).parents[1]
# A place that asks which task it serves: a member of the enumeration, the class table as a stand-in, a class of pixels.
BRANCH = re.compile(r"\bTask(Name)?\.[A-Z]|\btable is (not )?None|isinstance\([^)]*\bPixel")


def main(words: Sequence[str]) -> None:
    """Print a table: a row for each figure, a column for each commit."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks structure", description=__doc__)
    parser.add_argument("commits", nargs="*", metavar="COMMIT", help="(default: the working tree)")
    arguments = parser.parse_args(words)
    columns = {name: figures(_at(name)) for name in arguments.commits} or {"working tree": figures(_working_tree())}
    print("| figure | " + " | ".join(columns) + " |")
    print("|---|" + "---:|" * len(columns))
    for figure in next(iter(columns.values())):
        print(f"| {figure} | " + " | ".join(column[figure] for column in columns.values()) + " |")


def figures(files: Mapping[str, str]) -> dict[str, str]:
    """The figures of a tree of Python files: path, relative to the folder `workbench`, to text."""
    trees = {path: ast.parse(text) for path, text in files.items()}
    functions = [
        (f"{(node.end_lineno or 0) - node.lineno + 1} ({path}, {node.name})", (node.end_lineno or 0) - node.lineno)
        for path, tree in trees.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    classes = Counter(node.name for tree in trees.values() for node in tree.body if isinstance(node, ast.ClassDef))
    lengths = {path: text.count("\n") for path, text in files.items()}
    longest = max(lengths, key=lengths.__getitem__)
    circles = circular(trees)
    return {
        "files": f"{len(files):,}",
        "lines": f"{sum(lengths.values()):,}",
        "files at the root of gui": str(sum(path.count("/") == 1 and path.startswith("gui/") for path in files)),
        "branches on the task outside folders called tasks": str(
            sum(len(BRANCH.findall(text)) for path, text in files.items() if "tasks" not in path.split("/"))
        ),
        "class names used more than once": str(sum(count > 1 for count in classes.values())),
        "import circles": f"{len(circles)} {'; '.join(' ↔ '.join(circle) for circle in circles)}".strip(),
        "largest file": f"{lengths[longest]} ({longest})",
        "longest function": max(functions, key=lambda function: function[1])[0],
    }


def circular(trees: Mapping[str, ast.Module]) -> list[tuple[str, ...]]:
    """Groups of modules that import each other, those of functions and of type checking included (Tarjan, 1972)."""
    names = {_module(path): path for path in trees}
    imports = {
        name: sorted(set(_imports(trees[path], names.keys())) & names.keys() - {name}) for name, path in names.items()
    }
    order: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    groups: list[tuple[str, ...]] = []

    def visit(name: str) -> None:
        order[name] = low[name] = len(order)
        stack.append(name)
        for other in imports[name]:
            if other not in order:
                visit(other)
                low[name] = min(low[name], low[other])
            elif other in stack:
                low[name] = min(low[name], order[other])
        if low[name] == order[name]:
            place = stack.index(name)
            group, stack[place:] = stack[place:], []
            if len(group) > 1:
                groups.append(tuple(sorted(group)))

    sys.setrecursionlimit(10_000)
    for name in names:
        if name not in order:
            visit(name)
    return groups


def _module(path: str) -> str:
    return "workbench." + path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def _imports(tree: ast.Module, modules: Set[str]) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            inner = {f"{node.module}.{name.name}" for name in node.names} & modules
            yield from inner  # a module of a package: the package itself is a parent, not an import
            if len(inner) < len(node.names):
                yield node.module
        elif isinstance(node, ast.Import):
            yield from (name.name for name in node.names)


def _working_tree() -> dict[str, str]:
    folder = ROOT / "workbench"
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in folder.rglob("*.py")}


def _at(commit: str) -> dict[str, str]:
    archive = subprocess.run(["git", "archive", commit, "workbench"], cwd=ROOT, capture_output=True, check=True).stdout
    files = {}
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        for member in tar.getmembers():
            content = tar.extractfile(member) if member.name.endswith(".py") else None
            if content is not None:
                files[member.name.removeprefix("workbench/")] = content.read().decode("utf-8")
    return files
