"""The language of the window: the texts of the program by the catalogue of a language, and its formats of numbers.

The language is decided once, by the first text that is asked for, so that constants of modules can be translated too:
the variable WORKBENCH_LANGUAGE, else the choice in the settings, else the first language of the system that the
program has. A language is a pair of files `resources/languages/NAME.ts` and `NAME.qm`.
"""

import os
from functools import cache
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QSettings, QTranslator

from workbench.core.program import NAME
from workbench.core.resources import resource

VARIABLE = "WORKBENCH_LANGUAGE"
SETTING, FOLLOW_SYSTEM = "language", "system"
ENGLISH = "en"  # the language of the source, which needs no catalogue
CONTEXT = ""  # the context of all texts in the catalogues, as lupdate sees a free function


def tr(text: str, note: str = "", /, **values: object) -> str:
    """Return a text of the program in the language of the window, with its `{fields}` replaced by `values`.

    `text` and `note` are literals, which lupdate collects; `note` tells equal texts apart.
    """
    translator = _translator(language())
    if translator is not None:
        text = translator.translate(CONTEXT, text, note or None) or text
    return text.format(**values) if values else text


def form_for(number: int, text: str) -> str:
    """Return the form of a text, as in “%n image”, that the language has for a number; empty if it has none."""
    translator = _translator(language())
    return "" if translator is None else translator.translate(CONTEXT, text, None, number) or ""


def languages() -> list[str]:
    """The names of all languages that the window has, English first."""
    return [ENGLISH, *sorted(file.stem for file in resource("languages").glob("*.qm"))]


def title_of_language(name: str) -> str:
    """The name of a language in that language."""
    return "English" if name == ENGLISH else QLocale(name).nativeLanguageName()


def chosen_language() -> str:
    """The choice in the settings: the name of a language, or “system”."""
    wanted = str(QSettings(NAME, "window").value(SETTING, FOLLOW_SYSTEM))
    return wanted if wanted in languages() else FOLLOW_SYSTEM


def choose_language(name: str) -> None:
    """Keep the choice of a language, or “system”, for the next start of the program."""
    QSettings(NAME, "window").setValue(SETTING, name)


@cache
def language() -> str:
    """The language of the window until the program ends."""
    wanted = os.environ.get(VARIABLE) or chosen_language()
    return wanted if wanted in languages() else _of_system(QLocale.system().uiLanguages())


@cache
def locale() -> QLocale:
    """The formats of numbers and dates: those of the system if they are of the window's language."""
    own, system = QLocale(language()), QLocale.system()
    return system if _same(own, system) else own


def install(app: QCoreApplication) -> None:
    """Translate the texts of Qt itself, as in its dialogs, and give editors of numbers the formats of the language."""
    QLocale.setDefault(locale())
    translator = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if language() != ENGLISH and translator.load(f"qtbase_{language()}", folder):
        app.installTranslator(translator)


def _of_system(wanted: list[str]) -> str:
    """The first language of the program among those that a person prefers; English if there is none.

    Qt adds shortened names, such as “zh” after “zh-Hant-TW”, which would stand for another script.
    """
    full = [name for name in wanted if not any(other.startswith(f"{name}-") for other in wanted)]
    for name in full:
        for known in languages():
            if _same(QLocale(known), QLocale(name)):
                return known
    return ENGLISH


def _same(one: QLocale, other: QLocale) -> bool:
    """Whether two locales have the same language and script: not simplified and traditional Chinese."""
    return (one.language(), one.script()) == (other.language(), other.script())


@cache
def _translator(name: str) -> QTranslator | None:
    """The catalogue of a language; None for English."""
    if name == ENGLISH:
        return None
    translator = QTranslator()
    loaded = translator.load(str(catalogue(name)))
    assert loaded, f"{catalogue(name)} is no catalogue"
    return translator


def catalogue(name: str) -> Path:
    """The compiled catalogue of a language."""
    return resource(f"languages/{name}.qm")
