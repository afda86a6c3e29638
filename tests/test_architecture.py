"""The shape of the code itself: small files with a first line that says what they are. CI runs the import contracts."""

import ast
import inspect
import re
import subprocess
import sys
from pathlib import Path

import pytest

import workbench
from workbench.engine.tasks.registry import tasks
from workbench.export.tasks.registry import exporters

ROOT = Path(workbench.__file__).parent
FILES = sorted(path for path in ROOT.rglob("*.py") if path.stat().st_size)
SETTINGS = {"Settings"}  # each method has one of its own, nested in its class
NAMES = [path.relative_to(ROOT).as_posix() for path in FILES]


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_that_a_file_is_small_and_says_what_it_is(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    module = ast.parse(text)
    assert ast.get_docstring(module) or path.name == "__init__.py", "its first line says what it is"
    assert len(text.splitlines()) <= 300, "a longer file holds two things"
    for node in ast.walk(module):
        if isinstance(node, ast.FunctionDef):
            assert (node.end_lineno or 0) - node.lineno < 60, f"{node.name} is too long to read"


def test_that_the_window_only_places_panels() -> None:
    assert len((ROOT / "gui" / "shell" / "window.py").read_text(encoding="utf-8").splitlines()) < 150


def test_that_every_class_has_a_name_of_its_own() -> None:
    modules: dict[str, list[str]] = {}
    for path, name in zip(FILES, NAMES, strict=True):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and node.name not in SETTINGS:
                modules.setdefault(node.name, []).append(name)
    assert {name: where for name, where in modules.items() if len(where) > 1} == {}


def test_that_core_needs_only_the_standard_library_msgspec_and_natsort() -> None:
    needed = {
        module.split(".")[0]
        for path in (ROOT / "core").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        for module in _modules(node)
        if not module.startswith("workbench.core")
    }
    assert needed - sys.stdlib_module_names == {"msgspec", "natsort"}


def _modules(node: ast.AST) -> list[str]:
    """The modules that an import statement names."""
    match node:
        case ast.Import(names=names):
            return [name.name for name in names]
        case ast.ImportFrom(module=str(module)):
            return [module]
    return []


SHARED = {"contract", "registry", "current", "discovery"}  # modules of a folder `tasks` that are of no single task


def test_that_only_what_lies_in_a_folder_of_tasks_asks_which_task_it_is() -> None:
    """The classes of pixels are data: whoever shows them takes them as they are, and asks for no task by them."""
    asking = [
        f"{name}:{node.lineno}: {ast.unparse(node)}"
        for path, name in zip(FILES, NAMES, strict=True)
        if "tasks" not in name.split("/")[:-1]
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.expr | ast.stmt | ast.pattern) and _asks_which_task(node)
    ]
    assert asking == []


def _asks_which_task(node: ast.AST) -> bool:
    """A member of an enumeration of tasks, a comparison with a task's name or of a table with nothing, a check for a
    class of pixels, or the import of one task's part.
    """
    match node:
        case ast.Attribute(value=ast.Name(id="Task" | "TaskName")):
            return True
        case ast.Compare(left=left, comparators=others):
            sides = [left, *others]
            nothing = any(isinstance(side, ast.Constant) and side.value is None for side in sides)
            return (nothing and any(_name(side) == "table" for side in sides)) or any(map(_is_task, sides))
        case ast.Call(func=ast.Name(id="isinstance"), args=[_, kinds]):
            return any("Pixel" in name for name in re.findall(r"\w+", ast.unparse(kinds)))
        case ast.MatchValue(value=value):
            return _is_task(value)
        case ast.ImportFrom(module=str(module)):
            _, _, part = module.partition(".tasks.")
            return bool(part) and part.split(".")[0] not in SHARED
    return False


def _is_task(node: ast.expr) -> bool:
    """The name of a task, or a set of names with one in it."""
    if isinstance(node, ast.Constant):
        return node.value in tasks()
    if isinstance(node, ast.Tuple | ast.List | ast.Set):
        return any(map(_is_task, node.elts))
    return _name(node) == "DEFAULT_TASK"


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def test_that_each_task_has_all_of_its_parts() -> None:
    """One in the engine, one in the export, one in the window."""
    folders = {path.parent.name for path in (ROOT / "gui" / "tasks").glob("*/task_ui.py")}
    parts = {Path(inspect.getfile(type(part))).parent.name for part in (*tasks().values(), *exporters().values())}
    assert set(tasks()) == set(exporters())
    assert folders == parts


def test_that_facts_of_tasks_are_there_without_torch() -> None:
    """Commands that only look at a folder, or predict with ONNX Runtime, start at once."""
    code = (
        "import sys; from workbench.export.tasks.registry import exporters; exporters(); print('torch' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout.strip() == b"False"


@pytest.mark.parametrize(
    ("code", "asks"),
    [
        ("job.task is Task.SEGMENT", True),
        ("if domain.table is not None: pass", True),
        ("isinstance(trainer, PixelTrainer)", True),
        ("card.task == 'segment'", True),
        ("name in ('classify', 'other')", True),
        ("from workbench.engine.tasks.segmentation.metrics import iou", True),
        ("from workbench.engine.tasks.registry import task", False),
        ("card.task == wanted", False),
        ("names = table.names if table else ()", False),
    ],
)
def test_that_a_branch_on_a_task_is_noticed(code: str, asks: bool) -> None:
    assert any(map(_asks_which_task, ast.walk(ast.parse(code)))) is asks
