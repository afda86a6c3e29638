"""The `TaskUi` objects of all tasks, and that of the open project."""

from PySide6.QtCore import QObject, Signal

from workbench.gui.tasks.contract import TaskContext, TaskUi
from workbench.gui.tasks.discovery import task_kinds
from workbench.gui.theme import Tokens


class Tasks(QObject):
    """Creates a `TaskUi` for each task. The current one follows from the source, once it has been read.

    Signals:
        changed(): `current` changed.
        run_wanted(), history_wanted(), keys_changed(): as in `TaskUi`, of any task.
    """

    changed = Signal()
    run_wanted = Signal()
    history_wanted = Signal()
    keys_changed = Signal()

    def __init__(self, context: TaskContext) -> None:
        super().__init__(context.session)
        self.session = context.session
        self.all: tuple[TaskUi, ...] = tuple(kind(context) for kind in task_kinds())
        self._by_name = {task.rules.name: task for task in self.all}
        for task in self.all:
            task.run_wanted.connect(self.run_wanted)
            task.history_wanted.connect(self.history_wanted)
            task.keys_changed.connect(self.keys_changed)
        self.session.domains.task_changed.connect(self.changed)

    @property
    def current(self) -> TaskUi:
        """The `TaskUi` of the open project."""
        return self._by_name[self.session.domains.task.name]

    def named(self, name: str) -> TaskUi:
        """Return the `TaskUi` of a task by its name; that of the open project if it is not installed."""
        return self._by_name.get(name, self.current)

    def set_theme(self, tokens: Tokens) -> None:
        """Apply the colours of a theme."""
        for task in self.all:
            task.set_theme(tokens)

    def close(self) -> None:
        """Wait for background work before the window closes."""
        for task in self.all:
            task.close()
