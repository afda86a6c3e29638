"""What keys do: a list of data, from which the shortcuts and their explanation are made."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from workbench.gui.kit.step import Step


class Shortcut(NamedTuple):
    """A shortcut: its keys, what it does in words, and the name of the handler in the window's table."""

    keys: tuple[str, ...]
    words: str
    handler: str


COMMANDS = (
    Shortcut(("Ctrl+Z",), "Undo labelling", "undo"),
    Shortcut(("Ctrl+Shift+Z", "Ctrl+Y"), "Redo", "redo"),
    Shortcut(("?",), "Show these keys", "keys"),
    Shortcut(("Ctrl+N",), "Another project", "home"),
    Shortcut(("Ctrl+Shift+R",), "Report a problem", "report"),
)


def commands(steps: Sequence[Step]) -> tuple[Shortcut, ...]:
    """The shortcuts of the whole window; “step:NAME” goes to a step."""
    going = ((step, f"Ctrl+{number}") for number, step in enumerate(steps, 1))
    return (*COMMANDS, *(Shortcut((keys,), f"Go to {step.title}", f"step:{step.name}") for step, keys in going))


def install(window: QWidget, shortcuts: Sequence[Shortcut], handlers: Mapping[str, Callable[[], object]]) -> None:
    """Give a window its shortcuts."""
    for command in shortcuts:
        action = QAction(command.words, window)
        action.setShortcuts([QKeySequence(keys) for keys in command.keys])
        action.triggered.connect(handlers[command.handler])
        window.addAction(action)
