"""Which samples the grid shows, and in what order: words, columns and a sort, quick for 100,000."""

import shlex
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from workbench.core.domain import Side
from workbench.gui.views.grid.grid_model import GridItem

Named = Mapping[str, Mapping[Side, Mapping[str, str | None]]]  # column → domain → path → name
Numbers = Mapping[str, Mapping[Side, Mapping[str, float]]]  # column → domain → path → number


class Query(NamedTuple):
    """What a person typed: every one of `words` is in the path or a name, every one of `columns` has its value."""

    words: tuple[str, ...] = ()
    columns: tuple[tuple[str, str], ...] = ()


def parsed(text: str, known: Sequence[str]) -> Query:
    """“bird class:sky error:wrong” as a query; `name:value` counts where the name is a `known` column."""
    try:
        parts = shlex.split(text)
    except ValueError:  # a quotation mark that is not closed yet
        parts = text.split()
    words, columns = [], []
    for part in parts:
        name, colon, value = part.partition(":")
        found = next((one for one in known if one.casefold() == name.casefold()), None)
        if colon and found is not None:
            columns.append((found, value.casefold()))
        else:
            words.append(part.casefold())
    return Query(tuple(words), tuple(columns))


def token(column: str, value: str) -> str:
    """How a column's value is typed."""
    return shlex.quote(f"{column}:{value}")


def filtered(items: list[GridItem], query: Query, named: Named) -> list[GridItem]:
    """The samples that a query lets through, in their order."""
    for column, wanted in query.columns:
        values = named.get(column, {})
        of_side = {side: values.get(side, {}) for side in Side}
        items = [item for item in items if (of_side[item.side].get(item.path) or "").casefold() == wanted]
    for word in query.words:
        items = [item for item in items if word in item.path.casefold() or _said(item, named, word)]
    return items


def ordered(items: list[GridItem], sort: str, descending: bool, numbers: Numbers) -> list[GridItem]:
    """By a column of numbers; samples without one come last. A sort that is no column leaves them as they are."""
    values = numbers.get(sort)
    if values is None:
        return items[::-1] if descending else items
    of_side = {side: values.get(side, {}) for side in Side}
    known = [item for item in items if item.path in of_side[item.side]]
    key: Callable[[GridItem], float] = lambda item: of_side[item.side][item.path]  # noqa: E731  # read once, just below
    rest = [item for item in items if item.path not in of_side[item.side]] if len(known) < len(items) else []
    return [*sorted(known, key=key, reverse=descending), *rest]


def choices(items: Sequence[GridItem], named: Named) -> dict[str, list[tuple[str, int]]]:
    """The values of each column among these samples and how many have each, the most frequent first."""
    found = {}
    for column, values in named.items():
        of_side = {side: values.get(side, {}) for side in Side}
        tally = Counter(value for item in items if (value := of_side[item.side].get(item.path)))
        if tally:
            found[column] = tally.most_common()
    return found


def _said(item: GridItem, named: Named, word: str) -> bool:
    return any(word in (values.get(item.side, {}).get(item.path) or "").casefold() for values in named.values())
