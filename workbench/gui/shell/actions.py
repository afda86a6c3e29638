"""The keyboard shortcuts of the window as data, for the actions and for the sheet that lists them."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from workbench.gui.browse.image_views import IMAGES_KEY, VIEW_KEY
from workbench.gui.kit.language import tr
from workbench.gui.kit.step import Step


class Shortcut(NamedTuple):
    """A shortcut: its keys, its description, and the name of its handler."""

    keys: tuple[str, ...]
    words: str
    handler: str


COMMANDS = (
    Shortcut(("Ctrl+Z",), tr("Undo labelling"), "undo"),
    Shortcut(("Ctrl+Shift+Z", "Ctrl+Y"), tr("Redo"), "redo"),
    Shortcut(("?",), tr("Show these keys"), "keys"),
    Shortcut(("F1",), tr("Open the glossary"), "glossary"),
    Shortcut(("Shift+F1",), tr("Open the documentation"), "manual"),
    Shortcut(("F6",), tr("Go to the next part of the window"), "next part"),
    Shortcut(("Shift+F6",), tr("Go to the part before"), "part before"),
    Shortcut(("Ctrl+N",), tr("Open another project"), "home"),
    Shortcut((VIEW_KEY,), tr("Show or hide the scatter, or the other view of the step"), "view"),
    Shortcut((IMAGES_KEY,), tr("Show or hide the images"), "images"),
    Shortcut(("F11",), tr("Give the images all the height, and back"), "maximise"),
    Shortcut(("Ctrl+Shift+R",), tr("Report a problem"), "report"),
)


def commands(steps: Sequence[Step]) -> tuple[Shortcut, ...]:
    """Return the shortcuts of the window. The handler “step:NAME” goes to a step."""
    going = ((step, f"Ctrl+{number}") for number, step in enumerate(steps, 1))
    return (
        *COMMANDS,
        *(Shortcut((keys,), tr("Go to {title}", title=step.title), f"step:{step.name}") for step, keys in going),
    )


def install(window: QWidget, shortcuts: Sequence[Shortcut], handlers: Mapping[str, Callable[[], object]]) -> None:
    """Add actions with the shortcuts to a window."""
    for command in shortcuts:
        action = QAction(command.words, window)
        action.setShortcuts([QKeySequence(keys) for keys in command.keys])
        action.triggered.connect(handlers[command.handler])
        window.addAction(action)
