"""The names of the library: they load when they are used, and take what the commands of the same work take."""

import argparse
import inspect
import subprocess
import sys
from collections.abc import Callable
from importlib import import_module
from typing import Unpack, get_args, get_origin

import pytest

import workbench
from workbench.cli import label_command
from workbench.core.errors import UserError

MANY = {"run_cpus", "run_gpus", "run_memory"}  # of many runs on a cluster, which are of the command line alone
COMMANDS = {  # the command of each function, and its flags that only say how the answer is shown
    "adapt": ("adapt", {"json", "seeds", *MANY}),
    "export": ("export", set()),
    "inspect": ("inspect", {"json"}),
    "measure": ("evaluate", {"json"}),
    "pack": ("pack", set()),
    "predict": ("predict", set()),
    "resume": ("resume", {"json"}),
    "sample": ("sample", set()),
    "scan": ("scan", {"json"}),
    "translate": ("translate", {"json"}),
    "unpack": ("unpack", set()),
}
LABEL = {  # the functions of each subcommand of `label`, and its flags that are functions of their own
    name: (name, "json") for name in ("correct", "export", "list", "log", "merge", "redo", "review", "suggest", "undo")
} | {"import": ("import_", "json"), "measure": ("measure", "json", "release", "cost")}
LABEL_POSITIONS = {
    **{name: {"place": "project"} for name in ("correct", "log", "measure", "redo", "undo")},
    "merge": {"places": "first"},
}
POSITIONS = {"translate": {"first": "source", "second": "target"}, "measure": {"run": "model"}}
SETTINGS = {"adapt", "translate"}  # functions that take the settings of a method, which are flags of their own


def test_that_importing_the_program_loads_nothing() -> None:
    code = "import sys; import workbench; print(*sys.modules)"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"torch", "PySide6", "msgspec", "numpy"} & set(answer.stdout.split())


def test_that_every_listed_name_is_there_and_no_other() -> None:
    assert all(getattr(workbench, name) is not None for name in workbench.__all__)
    assert set(workbench.__all__) <= set(dir(workbench))
    with pytest.raises(AttributeError, match="no attribute “adopt”"):
        getattr(workbench, "adopt")  # noqa: B009  # mypy knows that it is not there


def test_that_a_function_keeps_its_name_when_the_package_of_that_name_is_imported() -> None:
    import_module("workbench.export.onnx")
    assert callable(workbench.export)


@pytest.mark.parametrize("name", COMMANDS)
def test_that_a_function_takes_what_its_command_takes(name: str) -> None:
    command, shown = COMMANDS[name]
    parser = argparse.ArgumentParser(add_help=False)
    import_module(f"workbench.cli.{command}_command").configure(parser)
    flags = {POSITIONS.get(name, {}).get(action.dest, action.dest) for action in parser._actions}
    assert parameters(getattr(workbench, name)) == flags - shown | ({"settings"} if name in SETTINGS else set())


@pytest.mark.parametrize("name", LABEL)
def test_that_a_function_for_labels_takes_what_its_subcommand_takes(name: str) -> None:
    function, *others = LABEL[name]
    parser = argparse.ArgumentParser(add_help=False)
    label_command.configure(parser)
    (subparsers,) = (action.choices for action in parser._actions if action.dest == "do")
    assert set(subparsers or ()) == set(LABEL)
    flags = {action.dest for action in dict(subparsers or {})[name]._actions} - {"help", *others}
    flags = {LABEL_POSITIONS.get(name, {}).get(flag, flag) for flag in flags}
    assert parameters(getattr(workbench.label, function)) - {"second"} == flags


def parameters(function: Callable[..., object]) -> set[str]:
    """The parameters of a function, with those of its typed dictionary of options."""
    names: set[str] = set()
    for parameter in inspect.signature(function).parameters.values():
        if get_origin(parameter.annotation) is Unpack:
            (options,) = get_args(parameter.annotation)
            names |= set(options.__annotations__)
        else:
            names.add(parameter.name)
    return names


def test_that_a_misspelt_option_is_told_with_the_right_one() -> None:
    with pytest.raises(UserError, match="Did you mean “steps”"):
        workbench.adapt("a", "b", stpes=3)  # type: ignore[call-arg]  # wrong on purpose
    with pytest.raises(UserError, match="“steps” of a job cannot be 0"):
        workbench.adapt("a", "b", steps=0)
