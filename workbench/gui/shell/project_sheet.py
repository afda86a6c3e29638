"""The sheet that asks for the name and place of a project, or whether to delete it."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from workbench.core.errors import UserError
from workbench.gui.kit.language import tr
from workbench.gui.kit.number_format import count, grouped
from workbench.gui.kit.sheet import Sheet
from workbench.gui.kit.widgets import button, column, label, row
from workbench.gui.shell.name_and_place import NameAndPlace
from workbench.store.project import SUFFIX
from workbench.store.project_contents import ProjectContents
from workbench.store.user_paths import new_project_folder

WIDTH = 460  # pixels
FOR_EVER = tr("The trash of this computer does not take the project. Delete it for ever? It cannot be brought back.")


class ProjectSheet(Sheet):
    """Asks one question at a time, in the middle of the window, and calls back with the answer."""

    def __init__(self, over: QWidget) -> None:
        self.words, self.problem = label("", "dim", wrap=True), label("", "bad", wrap=True)
        self.fields = NameAndPlace()
        self.agree = button("", self._agree, accent=True)
        self.cancel = button(tr("Cancel"), self.hide)
        self.content = QWidget()
        self.content.setFixedWidth(WIDTH)
        parts = (self.words, self.fields, self.problem, row(self.agree, self.cancel, -1))
        self.content.setLayout(column(*parts, spacing=12))
        super().__init__(over, "", self.content)
        self.then: Callable[[], object] = lambda: None
        self.check: Callable[[], object] = lambda: None
        self.fields.changed.connect(self._check)
        self.fields.entered.connect(self._agree)

    def ask_name(self, folder: Path, then: Callable[[str], object]) -> None:
        """Ask for another name of a project."""
        name = folder.name.removesuffix(SUFFIX)
        self._ask(tr("Rename “{name}”", name=name), "", tr("Rename"), lambda: then(self.fields.checked_name()))
        self.check = lambda: self.fields.checked_name() == name or self.fields.folder()
        self.fields.show_values(name, folder.parent, with_place=False)
        self._ask_fields()

    def ask_copy(self, folder: Path, then: Callable[[Path], object]) -> None:
        """Ask for the name and the place of a copy of a project."""
        name = folder.name.removesuffix(SUFFIX)
        words = tr("The copy has the same folders of images, and its own labels, runs and translations.")
        self._ask(tr("Duplicate “{name}”", name=name), words, tr("Duplicate"), lambda: then(self.fields.folder()))
        self.check = self.fields.folder
        proposed = new_project_folder(tr("{name} copy", name=name), folder.parent)
        self.fields.show_values(proposed.name.removesuffix(SUFFIX), folder.parent)
        self._ask_fields()

    def ask_deletion(self, folder: Path, then: Callable[[], object]) -> None:
        """Ask whether to delete a project. The button waits for `tell_contents`."""
        self._ask(
            tr("Delete “{name}”?", name=folder.name.removesuffix(SUFFIX)),
            tr("Counting what is in it…"),
            tr("Move to trash"),
            then,
        )
        self.fields.hide()
        self.agree.setEnabled(False)
        self._open(self.cancel)

    def tell_contents(self, folder: Path, contents: ProjectContents) -> None:
        """Say what is deleted with a project, and what stays."""
        goes = [
            count(contents.runs, "run"),
            count(contents.translations, "translation"),
            count(contents.labels, "label"),
        ]
        others = tr("\nAlso in its folder: {others}", others=", ".join(contents.others)) if contents.others else ""
        stays = "\n".join(map(str, contents.folders)) or tr("none")
        size = f"{grouped(contents.bytes / 1e6, 1)} MB"
        self.words.setText(
            tr(
                "To the trash goes {folder} ({size}): {goes}.{others}\n\nImages that stay:\n{stays}",
                folder=folder,
                size=size,
                goes=", ".join(goes),
                others=others,
                stays=stays,
            )
        )
        self.agree.setEnabled(True)
        self._place()

    def ask_for_ever(self, folder: Path, then: Callable[[], object]) -> None:
        """Ask whether to delete a project that the trash does not take."""
        self._ask(
            tr("Delete “{name}” for ever?", name=folder.name.removesuffix(SUFFIX)),
            FOR_EVER,
            tr("Delete for ever"),
            then,
        )
        self.fields.hide()
        self._open(self.cancel)

    def refuse(self, message: str, hint: str) -> None:
        """Say why the question cannot be answered so."""
        self.problem.setText(f"{message} {hint}".strip())
        self.problem.setVisible(bool(message))
        self.agree.setEnabled(not message)
        if self.isVisible():
            self._place()

    def _ask(self, title: str, words: str, verb: str, then: Callable[[], object]) -> None:
        self.check = lambda: None
        self.title.setText(title)
        self.words.setText(words)
        self.words.setVisible(bool(words))
        self.agree.setText(verb)
        self.then = then
        self.refuse("", "")

    def _ask_fields(self) -> None:
        self.fields.show()
        self._open(self.fields.name)
        self.fields.name.selectAll()

    def _open(self, first: QWidget) -> None:
        self.open()
        self._place()  # the height of visible text only
        first.setFocus()

    def _check(self) -> None:
        try:
            self.check()
        except UserError as error:
            self.refuse(error.message, error.hint)
        else:
            self.refuse("", "")

    def _agree(self) -> None:
        if self.agree.isEnabled():
            try:
                self.then()
            except UserError as error:
                self.refuse(error.message, error.hint)
                return
            self.hide()

    def _place(self) -> None:
        for layout in (self.content.layout(), self.layout()):
            if layout is not None:
                layout.activate()
        self.adjustSize()
        area = self.over.rect()
        self.move((area.width() - self.width()) // 2, max((area.height() - self.height()) // 3, 0))
