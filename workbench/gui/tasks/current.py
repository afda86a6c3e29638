"""The parts of the window of all tasks, and that of the open project's task."""

from PySide6.QtCore import QObject, Signal

from workbench.gui.tasks.contract import TaskContext, TaskUi
from workbench.gui.tasks.discovery import task_kinds
from workbench.gui.theme import Tokens


class Tasks(QObject):
    """Chooses by what the labels of the project's source are of, once it is read.

    Signals:
        changed(): `current` is another than before.
        run_wanted(): a person wants a first run.
        history_wanted(): a person wants to see the history of labels.
    """

    changed = Signal()
    run_wanted = Signal()
    history_wanted = Signal()

    def __init__(self, context: TaskContext) -> None:
        super().__init__(context.session)
        self.session = context.session
        self.all: tuple[TaskUi, ...] = tuple(kind(context) for kind in task_kinds())
        self._by_name = {task.rules.name: task for task in self.all}
        for task in self.all:
            task.run_wanted.connect(self.run_wanted)
            task.history_wanted.connect(self.history_wanted)
        self.session.domains.task_changed.connect(self.changed)

    @property
    def current(self) -> TaskUi:
        """That of the open project."""
        return self._by_name[self.session.domains.task.name]

    def set_theme(self, tokens: Tokens) -> None:
        """Take other colours."""
        for task in self.all:
            task.set_theme(tokens)

    def close(self) -> None:
        """Wait for what is under way beside the window, which is about to close."""
        for task in self.all:
            task.close()
