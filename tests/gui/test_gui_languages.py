"""The catalogues of languages are complete, and every text of the window can be translated."""

import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QLocale, QTranslator

from tests.gui.screen_texts import FILES, GUI, counted, entries, translated, untranslated, without_literal
from workbench.core.program import NAME
from workbench.core.resources import resource
from workbench.gui.kit import language
from workbench.gui.kit.number_format import count, decimal, grouped, percent, whole

CATALOGUES = sorted(resource("languages").glob("*.ts"))
FIELD = re.compile(r"\{\w*\}|%n")
ENGLISH_ONLY = {"{verb}"}  # the verb in the number of its noun, which other languages need not have
# Texts in the window's source that no language changes, with the reason. A new one is translated, not added here.
UNTRANSLATED = {
    "adapt/runs_panel.py": 1,  # a status with its place, which the table translates
    "export/pdf_printer.py": 5,  # markup
    "export/print_command.py": 1,  # printed in a terminal, where Qt is missing
    "inspect/inspector.py": 1,  # a p-value
    "kit/grip_splitter.py": 1,  # the name of a type
    "kit/language.py": 1,  # the name of a language in itself
    "kit/sample_ids.py": 1,  # for programmers
    "shell/actions.py": 2,  # the names of handlers
    "shell/display_check.py": 5,  # printed in a terminal, where Qt is missing
    "shell/log_file.py": 1,  # printed in a terminal
    "shell/project_controller.py": 1,  # the name of a folder
    "shell/unexpected_errors.py": 1,  # in the log
    "tasks/classification/gallery_controller.py": 3,  # a key; what a project stores as the reason of labels
    "tasks/classification/label_files_controller.py": 1,  # what a project stores as the reason of labels
    "tasks/segmentation/painting_controller.py": 2,  # what a project stores as the reason of strokes
    "theme/__init__.py": 2,  # names of the module
    "theme/apply.py": 1,  # a style of Qt
    "theme/fonts.py": 8,  # names of fonts
    "theme/style.py": 6,  # style sheets
    "translate/inspector.py": 1,  # a key
    "views/grid/thumbnail_grid.py": 3,  # names of the module
    "views/grid/thumbnail_store.py": 2,  # SQL
    "views/scatter/scatter_view.py": 3,  # names of the module
}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(GUI).as_posix())
def test_that_every_text_on_screen_can_be_translated(path: Path) -> None:
    texts = untranslated(path)
    assert len(texts) == UNTRANSLATED.get(path.relative_to(GUI).as_posix(), 0), texts


def test_that_lupdate_can_read_every_text() -> None:
    assert without_literal() == []


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=lambda path: path.stem)
class TestCatalogue:
    """What `.ci/translations` leaves to the translator, and what it does."""

    def test_that_it_has_every_text_of_the_window_and_no_other(self, catalogue: Path) -> None:
        assert set(entries(catalogue)) == translated() | counted()

    def test_that_every_entry_is_translated(self, catalogue: Path) -> None:
        messages = ElementTree.parse(catalogue).getroot().iter("message")
        unfinished = [
            message.findtext("source")
            for message in messages
            if (entry := message.find("translation")) is None or entry.get("type") is not None
        ]
        assert unfinished == []
        assert [text for text, forms in entries(catalogue).items() if not all(forms)] == []

    def test_that_the_fields_of_a_text_and_its_translation_agree(self, catalogue: Path) -> None:
        wrong = []
        for (text, _note), forms in entries(catalogue).items():
            for form in forms:
                ours, theirs = set(FIELD.findall(text)), set(FIELD.findall(form))
                if theirs - ours or ours - theirs - ENGLISH_ONLY:
                    wrong.append((text, form))
        assert wrong == []

    def test_that_the_compiled_catalogue_is_that_of_the_source(self, catalogue: Path) -> None:
        compiled = QTranslator()
        assert compiled.load(str(catalogue.with_suffix(".qm")))
        for (text, note), forms in entries(catalogue).items():
            number = 2 if text.startswith("%n ") else -1
            assert compiled.translate("", text, note or None, number) == forms[-1 if number == 2 else 0], text


def in_language(name: str, expression: str, **variables: str) -> str:
    """The value of an expression in a process whose window has a language."""
    program = "from workbench.gui.kit.language import *\nfrom workbench.gui.kit.number_format import *\n"
    environment = {"WORKBENCH_LANGUAGE": name, **variables}
    script = f"import os\nos.environ.update({environment!r})\n{program}print({expression})"
    return subprocess.run(
        [sys.executable, "-X", "utf8", "-c", script], capture_output=True, text=True, encoding="utf-8", check=True
    ).stdout.strip()


def choose(name: str) -> None:
    """Store a choice in a process of its own: Qt asks once in a process where settings lie, which another test did."""
    script = (
        f"from PySide6.QtCore import QSettings\nQSettings({NAME!r}, 'window').setValue({language.SETTING!r}, {name!r})"
    )
    subprocess.run([sys.executable, "-c", script], check=True)


@pytest.mark.parametrize(
    ("system", "expected"),
    [("zh_CN.UTF-8", "zh_CN"), ("zh_TW.UTF-8", "en"), ("en_GB.UTF-8", "en"), ("de_DE.UTF-8", "en"), ("C.UTF-8", "en")],
)
def test_that_the_language_follows_the_system(system: str, expected: str) -> None:
    assert in_language("", "language()", LC_ALL=system, LANG=system, LANGUAGE="") == expected


def test_that_the_choice_of_a_person_goes_before_the_system() -> None:
    choose("zh_CN")
    assert in_language("", "language()", LC_ALL="de_DE.UTF-8") == "zh_CN"
    choose("en")
    assert in_language("", "language()", LC_ALL="zh_CN.UTF-8") == "en"


def test_that_a_language_that_is_gone_is_not_missed() -> None:
    choose("tlh")
    assert in_language("", "tr('Adapt')", LC_ALL="C.UTF-8") == "Adapt"


def test_that_a_counted_noun_has_the_form_of_its_language() -> None:
    assert in_language("zh_CN", "count(1200, 'image')") == "1,200 张图像"
    assert count(1200, "image") == "1,200 images"
    assert count(1, "class", "classes") == "1 class"


def test_that_numbers_are_those_of_python_in_english() -> None:
    for number in (0, 7, 1_200, 12_345_678, -4_321):
        assert whole(number) == f"{number:,}"
    for value in (0.0, 0.05, 2.675, 84.1, 1234.56, -0.4):
        assert decimal(value, 1) == f"{value:.1f}"
        assert grouped(value, 2) == f"{value:,.2f}"
    assert percent(0.8412) == "84.1 %"


def test_that_every_language_has_a_name_of_its_own() -> None:
    titles = [language.title_of_language(name) for name in language.languages()]
    assert titles[0] == "English"
    assert len(set(titles)) == len(titles)
    assert language.title_of_language("zh_CN") == QLocale("zh_CN").nativeLanguageName()
