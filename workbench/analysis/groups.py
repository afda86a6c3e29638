"""Accuracy by group. Groups are given by a column of a table or by a level of the folders."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path, PurePosixPath

from workbench.core.csv_table import read_csv
from workbench.core.domain import natural
from workbench.core.errors import UserError
from workbench.core.file_names import separated
from workbench.core.name_matching import NameIndex
from workbench.core.shift_report import Grouping, GroupRow
from workbench.engine.share_estimate import share_estimate

LEAST = 30  # least number of labelled samples to judge a group
MOST_LEVEL = 100  # largest number of groups by folder

Groups = dict[str, dict[str, str]]  # the name of a grouping → sample path → group


def read_groups(table: Path, paths: Collection[str] = ()) -> Groups:
    """Read groupings from the columns of a CSV file other than “path”. Raises UserError with the number of the line.

    Backslashes in a path are separators, as Windows writes them, unless `paths` (of the target's samples) has it so.
    """
    known = NameIndex(paths)
    hint = "Give a CSV file with a column “path”, relative to the target folder, and one column per grouping."
    read = read_csv(table, ("path",))
    where = read.column_named("path")
    if where is None or len(read.header) < 2:
        raise UserError(f"The groups file {table} lacks a column “path” or any other column.", hint)
    names = {index: name for index, name in enumerate(read.header) if index != where and name}
    if len(set(names.values())) < len(names):
        raise UserError(f"The groups file {table} has duplicate column names.", "Give each column a unique name.")
    groups: Groups = {name: {} for name in names.values()}
    for row in read.rows:
        if row.problem:
            raise UserError(f"Line {row.line} of {table} {row.problem}.", hint)
        path = separated(row.cells[where], known.names.__contains__)
        path = known.find(path) or path
        for index, name in names.items():
            groups[name][path] = row.cells[index]
    return groups


def check_groups(groups: Groups, paths: Collection[str], table: str) -> None:
    """Raises UserError if a table was read and contains none of the target's `paths`."""
    by_path = next(iter(groups.values()), None)
    if by_path is None or not by_path.keys().isdisjoint(paths):
        return
    example = f", such as “{next(iter(by_path))}”," if by_path else ""
    raise UserError(
        f"No path in {table}{example} matches an image of the target, such as “{next(iter(paths))}”.",
        "Use paths relative to the target folder, with forward slashes.",
    )


def folder_levels(paths: Sequence[str], labels: Sequence[str | None]) -> Groups:
    """The folder levels that group the samples in another way than their classes. “folder 1” is the outermost."""
    parents = [PurePosixPath(path).parts[:-1] for path in paths]
    groups: Groups = {}
    for level in range(max(map(len, parents), default=0)):
        values = {path: parts[level] for path, parts in zip(paths, parents, strict=True) if len(parts) > level}
        count = len(set(values.values()))
        is_class = all(
            values.get(path) == label for path, label in zip(paths, labels, strict=True) if label is not None
        )
        if 2 <= count <= MOST_LEVEL and not (is_class and any(labels)):
            groups[f"folder {level + 1}"] = values
    return groups


def grouping(
    name: str,
    groups: Mapping[str, str],
    samples: Sequence[tuple[str, str, str]],
    before: Mapping[str, str] | None = None,
) -> Grouping | None:
    """Accuracy of each group on labelled `samples` (path, truth, prediction), in ascending order, unjudged groups last.

    `before`: predictions of another model, by path. Returns None if no sample belongs to a group.
    """
    members: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for sample in samples:
        if group := groups.get(sample[0]):
            members[group].append(sample)
    if not members:
        return None
    rows = [_row(group, group_samples, before) for group, group_samples in members.items()]
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
        earlier = share_estimate(sum(truth == predicted for truth, predicted in known), len(known))
    (error, count), *_ = wrong.most_common(1) or [(("", ""), 0)]
    return GroupRow(
        name=name,
        samples=len(members),
        accuracy=share_estimate(right, len(members)),
        before=earlier,
        error=f"{error[0]} → {error[1]} ({count:,})" if count else "",
        judged=len(members) >= LEAST,
    )


def _gap(shares: Sequence[float]) -> float | None:
    return max(shares) - min(shares) if len(shares) > 1 else None
