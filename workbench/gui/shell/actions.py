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
)
IN_PICTURES = (
    ("1–9, 0, letters", "Name the selected target images by their class's key, and go on"),
    ("N / U", "Name the selection as another class / as unknown"),
    ("X", "Mark the selection as unsure: it teaches nothing"),
    ("Tab", "Go to the next image that is worth a label"),
    ("Enter", "Accept the model's prediction, and go on"),
    ("Delete", "Take the label away"),
    ("Space", "Look at an image large; in Translate, before and after"),
    (", / .", "Move the divider between before and after"),
    ("Arrows, Shift, Ctrl+A", "Select"),
    ("S / R / G", "Lasso / box / pan in the scatter"),
    ("/", "Filter the images"),
    ("Esc", "Clear"),
)
IN_PAINTING = (
    ("1–9, 0, letters", "Paint the class of this key"),
    ("B / E / P", "Brush / eraser / polygon"),
    ("F", "Accept the region of the prediction that is clicked"),
    ("G, right button", "Move the image; the wheel zooms, Home shows all"),
    ("[ / ]", "A smaller / larger brush"),
    ("Enter", "Close a polygon; or accept the whole prediction"),
    ("Backspace / Esc", "Take the last corner back / give the polygon up"),
    ("D", "Show the model's doubt"),
    ("Tab", "Go to the most doubtful part that is not painted"),
    ("Delete", "Take away all that is painted on the image"),
    ("Left / Right", "The image before / after"),
    (", / .", "Beside the truth: see masks less / more clearly"),
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
