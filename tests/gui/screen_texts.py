"""The texts of the window in its source: those that are translated, and those that look as if they should be.

`python -m tests.gui.screen_texts` prints the counted nouns as `.ci/translations` hands them to lupdate.
"""

import ast
import json
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import workbench.gui

GUI = Path(workbench.gui.__file__).parent
FILES = sorted(GUI.rglob("*.py"))
_MARKUP = re.compile(r"<[^>]*>|&\w+;")
_KEYS = re.compile(
    r"(?:(?:Ctrl|Shift|Alt|F\d+|Enter|Tab|Esc|Space|Delete|Backspace|Home|Left|Right|\W|[A-Z0-9])[+/ ]*)+"
)
_PROSE = re.compile(
    r"[A-Za-z]{2,}…|…[A-Za-z]"  # a button that opens a dialog
    r"|(?:^| )[A-Za-z][a-z’']+[,.;:]? |[,.;:?!)”] [A-Za-z]| [a-z]{2,}"  # words of a sentence
    r"|(?:^|[^A-Za-z%{])[A-Z][a-z]+"  # a word with a capital
    r"|^[A-Z][A-Z ]{3,}$"  # a heading
)
# Calls whose texts a person does not read: names for Qt, settings, patterns, logs, files, mistakes of the program.
_SILENT = {
    "AssertionError", "QFont", "QIcon", "QKeySequence", "QRegularExpression", "QSettings", "TypeVar", "cast", "compile",
    "critical", "debug", "endswith", "error", "exception", "execute", "find_spec", "findall", "get", "getLogger",
    "getattr", "group", "hasattr", "info", "match", "partition", "property", "removeprefix", "removesuffix", "resource",
    "search", "setObjectName", "setProperty", "setStyleSheet", "setValue", "split", "startswith", "strftime", "sub",
    "value", "warning",
}  # fmt: skip
_SAME = {"CPU", "Domain Workbench", "FID", "KID", "PCA", "UMAP", "t-SNE"}  # names in every language


@cache
def tree(path: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse(path.read_text(encoding="utf-8"))


def translated() -> set[tuple[str, str]]:
    """All texts that the window passes through `tr`, with the notes that tell equal ones apart."""
    literals = [[arg.value for arg in call.args if isinstance(arg, ast.Constant)] for call in _calls("tr")]
    return {(str(text), str(*note)) for text, *note in filter(None, literals)}


def without_literal() -> list[str]:
    """The calls of `tr` that lupdate cannot read."""
    return [ast.unparse(call) for call in _calls("tr") if not isinstance(call.args[0], ast.Constant)]


def counted() -> set[tuple[str, str]]:
    """All nouns that the window counts, as the catalogues have them: “%n image”."""
    nouns = (call.args[1].value for call in _calls("count") if isinstance(call.args[1], ast.Constant))
    return {(f"%n {noun}", "") for noun in nouns if isinstance(noun, str)}


def entries(catalogue: Path) -> dict[tuple[str, str], list[str]]:
    """The translations of each text and note in a catalogue: one, or for counted nouns one for each form."""
    found = {}
    for message in ElementTree.parse(catalogue).getroot().iter("message"):
        forms = [form.text or "" for form in message.iter("numerusform")]
        text, note = message.findtext("source", ""), message.findtext("comment", "")
        found[text, note] = forms or [message.findtext("translation", "")]
    return found


def untranslated(path: Path) -> list[str]:
    """The texts in a file that look as if a person read them, and that no `tr` translates."""
    return [text for text in _texts(tree(path)) if reads_as_text(text)]


def reads_as_text(text: str) -> bool:
    """Whether a string looks like words for a person, not like a key, a pattern or a name in a file."""
    words = _MARKUP.sub("", text)
    return words not in _SAME and not _KEYS.fullmatch(words) and _PROSE.search(words) is not None


def _calls(name: str) -> Iterator[ast.Call]:
    for path in FILES:
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name and node.args:
                yield node


def _texts(node: ast.AST) -> Iterator[str]:
    """The strings of a part of a program, without documentation, annotations, keys and compared values."""
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.JoinedStr(values=values):
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in values)
            for part in values:
                if isinstance(part, ast.FormattedValue):
                    yield from _texts(part.value)
        case ast.Call():
            yield from _texts_of_call(node)
        case ast.Expr(value=ast.Constant()) | ast.Assert() | ast.MatchValue():
            pass
        case ast.AnnAssign(value=value):
            yield from () if value is None else _texts(value)
        case ast.Compare(left=left, comparators=others):
            parts = [part for part in (left, *others) if not isinstance(part, ast.Constant | ast.JoinedStr)]
            yield from (text for part in parts for text in _texts(part))
        case ast.Subscript(value=value):
            yield from _texts(value)
        case ast.Dict(keys=keys, values=values):
            parts = [part for part in (*keys, *values) if part is not None and not (part in keys and _is_string(part))]
            yield from (text for part in parts for text in _texts(part))
        case ast.FunctionDef(args=arguments, body=body):
            defaults = [part for part in (*arguments.defaults, *arguments.kw_defaults) if part is not None]
            yield from (text for part in (*defaults, *body) for text in _texts(part))
        case _:
            yield from (text for part in ast.iter_child_nodes(node) for text in _texts(part))


def _texts_of_call(call: ast.Call) -> Iterator[str]:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    yield from _texts(call.func)
    silent = name in _SILENT or name in ("tr", "count")
    for value in (*call.args, *(keyword.value for keyword in call.keywords)):
        if not (silent and isinstance(value, ast.Constant | ast.JoinedStr)):
            yield from _texts(value)


def _is_string(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


if __name__ == "__main__":
    for noun, _note in sorted(counted()):
        sys.stdout.write(f'tr({json.dumps(noun, ensure_ascii=False)}, "", number)\n')
