"""Accuracy by group: a column of a table, or a level of the folders, says which group a sample is of."""

import csv
import io
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path, PurePosixPath

from workbench.analysis.performance import estimate
from workbench.core.domain import natural
from workbench.core.errors import UserError
from workbench.core.shift_report import Grouping, GroupRow

LEAST = 30  # labelled samples below which a group is not judged
MOST_LEVEL = 100  # values of a folder level that still make groups

Groups = dict[str, dict[str, str]]


def read_groups(table: Path) -> Groups:
    """Columns of a CSV file beside “path”: for each the value of each path. Raises UserError, naming the line."""
    hint = "Give a CSV file with a column “path”, relative to the target folder, and one column for each grouping."
    try:
        text = table.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise UserError(f"The groups file {table} can not be read ({error.strerror}).", hint) from error
    except UnicodeDecodeError as error:
        raise UserError(f"The groups file {table} is not UTF-8 text.", "Save it as UTF-8.") from error
    lines = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        head = [name.strip() for name in next(lines, [])]
        if "path" not in head or len(head) < 2:
            raise UserError(f"The groups file {table} has no column “path” with another beside it.", hint)
        if len(set(head)) < len(head):
            raise UserError(f"The groups file {table} names a column twice.", "Give each column a name of its own.")
        found: Groups = {name: {} for name in head if name != "path"}
        for row in lines:
            if not row:
                continue
            if len(row) != len(head):
                raise UserError(
                    f"Line {lines.line_num} of {table} has {len(row)} values, its heading {len(head)}.", hint
                )
            values = dict(zip(head, row, strict=True))
            path = values["path"]
            for name, of in found.items():
                of[path] = values[name].strip()
                of.setdefault(path.replace("\\", "/"), of[path])  # Windows' separators; a POSIX name may contain one
    except csv.Error as error:
        raise UserError(f"Line {lines.line_num} of {table} is no CSV ({error}).", hint) from error
    return found


def check_groups(groups: Groups, paths: Collection[str], table: str) -> None:
    """Raises UserError where a table was read and names none of the target's `paths`."""
    given = next(iter(groups.values()), None)
    if given is None or not given.keys().isdisjoint(paths):
        return
    theirs = f", such as “{next(iter(given))}”" if given else ""
    raise UserError(
        f"No path in {table}{theirs}, is that of an image of the target, such as “{next(iter(paths))}”.",
        "Give paths relative to the target folder, with forward slashes.",
    )


def folder_levels(paths: Sequence[str], labels: Sequence[str | None]) -> Groups:
    """The levels of folders that part the samples otherwise than their classes do: “folder 1” is the outermost."""
    parents = [PurePosixPath(path).parts[:-1] for path in paths]
    found: Groups = {}
    for level in range(max(map(len, parents), default=0)):
        values = {path: parts[level] for path, parts in zip(paths, parents, strict=True) if len(parts) > level}
        told = len(set(values.values()))
        is_class = all(
            values.get(path) == label for path, label in zip(paths, labels, strict=True) if label is not None
        )
        if 2 <= told <= MOST_LEVEL and not (is_class and any(labels)):
            found[f"folder {level + 1}"] = values
    return found


def grouping(
    name: str,
    groups: Mapping[str, str],
    samples: Sequence[tuple[str, str, str]],
    before: Mapping[str, str] | None = None,
) -> Grouping | None:
    """Accuracy of each group over labelled `samples` (path, truth, predicted), worst first, unjudged ones last.

    `before`: what another model predicts, by path. None where no sample is in a group.
    """
    members: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for one in samples:
        if value := groups.get(one[0]):
            members[value].append(one)
    if not members:
        return None
    rows = [_row(value, of, before) for value, of in members.items()]
    rows.sort(key=lambda row: (not row.judged, row.accuracy.value if row.accuracy else 1.0, natural(row.name)))
    return Grouping(
        name=name,
        rows=tuple(rows),
        gap=_gap([row.accuracy.value for row in rows if row.judged and row.accuracy]),
        gap_before=_gap([row.before.value for row in rows if row.judged and row.before]),
    )


def _row(name: str, members: Sequence[tuple[str, str, str]], before: Mapping[str, str] | None) -> GroupRow:
    right = sum(truth == predicted for _, truth, predicted in members)
    wrong = Counter((truth, predicted) for _, truth, predicted in members if truth != predicted)
    earlier = None
    if before is not None and (known := [(truth, before[path]) for path, truth, _ in members if path in before]):
        earlier = estimate(sum(truth == said for truth, said in known), len(known))
    (error, often), *_ = wrong.most_common(1) or [(("", ""), 0)]
    return GroupRow(
        name=name,
        samples=len(members),
        accuracy=estimate(right, len(members)),
        before=earlier,
        error=f"{error[0]} → {error[1]} ({often:,})" if often else "",
        judged=len(members) >= LEAST,
    )


def _gap(shares: Sequence[float]) -> float | None:
    return max(shares) - min(shares) if len(shares) > 1 else None
