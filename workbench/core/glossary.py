"""The glossary as data: the terms of `resources/docs/glossary.md`, and where they occur in a text."""

import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from workbench.core.resources import resource

PAGE = "docs/glossary.md"
FIELD = "Terms of the field"
WHOLE = (
    "Validators",
    "Labelling strategies",
)  # sections whose names are also words: a term only where they stand alone
_ROW = re.compile(r"\| (?P<name>[^|]+) \| (?P<sentence>[^|]+) \|(?P<others>[^|]*)\|?")
_CAPITALS = re.compile(r"[A-Z]\S*[A-Z]")  # FID, IoU, TypiClust: written so and not otherwise


class Term(NamedTuple):
    """A term of the field, and what it means in a sentence."""

    name: str
    sentence: str


class Mention(NamedTuple):
    """A term that a text mentions: `length` characters from `start`."""

    start: int
    length: int
    term: Term


class _Glossary(NamedTuple):
    names: dict[str, Term]  # how a term is written, in lower case
    anywhere: "re.Pattern[str]"
    alone: dict[str, Term]  # by the whole text, in lower case


def page() -> str:
    """The glossary as Markdown."""
    return resource(PAGE).read_text(encoding="utf-8")


@cache
def terms() -> tuple[Term, ...]:
    """All terms of the field, in the order of the page."""
    glossary = _read()
    return tuple(dict.fromkeys((*glossary.names.values(), *glossary.alone.values())))


def mentions(text: str) -> list[Mention]:
    """The first mention of each term in a text, in the order of the text."""
    glossary, bare = _read(), text.strip(" -–…?:").lower()
    if bare in glossary.alone:
        return [Mention(0, len(text), glossary.alone[bare])]
    found: dict[Term, Mention] = {}
    for match in glossary.anywhere.finditer(text):
        term = glossary.names[_written(match.group(1))]
        found.setdefault(term, Mention(match.start(), len(match.group()), term))
    return list(found.values())


def mentioned(texts: Iterable[str]) -> tuple[Term, ...]:
    """The terms that any of the texts mentions, each once."""
    return tuple(dict.fromkeys(mention.term for text in texts for mention in mentions(text)))


@cache
def _read() -> _Glossary:
    names: dict[str, Term] = {}
    alone: dict[str, Term] = {}
    for section in page().split("\n## ")[1:]:
        title = section.partition("\n")[0]
        if title != FIELD and title not in WHOLE:
            continue
        for match in _ROW.finditer(section):
            term = Term(match["name"].strip(), match["sentence"].strip())
            if match["name"] in ("term", "validator", "strategy") and match["sentence"] == "meaning":
                continue  # the heading of the table
            others = filter(None, (other.strip() for other in match["others"].split(",")))
            for name in (term.name, *others):
                (alone if title in WHOLE else names)[_written(name)] = term
    longest_first = sorted(names, key=len, reverse=True)
    written = "|".join(f"(?i:{re.escape(name)})" if name == name.lower() else re.escape(name) for name in longest_first)
    return _Glossary(names, re.compile(rf"(?<![\w/\\.-])({written})s?(?![\w/\\-])"), alone)


def _written(name: str) -> str:
    """A name as it is looked up: in lower case, unless it has capitals of its own."""
    return name if _CAPITALS.search(name) else name.lower()
