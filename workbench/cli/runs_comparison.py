"""Runs or translations side by side on the command line: what they reached, and in what their recipes differ."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from workbench.core.errors import UserError
from workbench.core.translation import Quality
from workbench.store.run_folder import RunFolder
from workbench.store.translation_folder import TranslationFolder

if TYPE_CHECKING:
    from rich.console import Console

    from workbench.analysis.comparison import Difference

UNKNOWN = "–"
Lines = Sequence[Sequence[str]]  # of a table: a name, then a cell for each


def compare(folders: Sequence[Path], console: "Console", json: bool) -> int:
    """Print and return 0. Raises UserError for one alone, for what is neither, and for both kinds together."""
    if len(folders) < 2:
        raise UserError("One run is not enough to compare.", "Name two or more after --compare.")
    translated = [TranslationFolder(folder).has_job() for folder in folders]
    if all(translated):
        return _translations([TranslationFolder(folder) for folder in folders], console, json)
    if any(translated) and all(RunFolder(f).has_job() for f, one in zip(folders, translated, strict=True) if not one):
        raise UserError("A run and a translation have nothing in common to compare.", "Name two or more of a kind.")
    return _runs([RunFolder(folder) for folder in folders], console, json)


def percent(share: float | None) -> str:
    """A share in [0, 1] in per cent, or a dash."""
    return UNKNOWN if share is None else f"{share:.1%}"


def _runs(places: Sequence[RunFolder], console: "Console", json: bool) -> int:
    from workbench.analysis.comparison import by_class, differences, evaluation_labels
    from workbench.core.generators import Returning
    from workbench.data.scan import scan
    from workbench.engine.registry import methods

    jobs = [place.job() for place in places]
    rows = differences(jobs, {name: known.card() for name, known in methods().items()})
    target = Returning(scan(Path(jobs[0].target))).finish()
    labels = evaluation_labels({one.path: one.label for one in target.samples if one.label is not None}, jobs)
    classes = by_class([{one.path: one.predicted for one in place.predictions()} for place in places], labels)
    scores = [place.result().finished.scores if place.result_file.is_file() else None for place in places]
    if json:
        told = {"runs": [str(place.path) for place in places], "scores": scores}
        _print_json(told | {"classes": [row._asdict() for row in classes]}, rows)
        return 0
    names = [place.path.name for place in places]
    lines = [
        ["source accuracy", *(percent(one.source_accuracy if one else None) for one in scores)],
        ["target accuracy", *(percent(one.target_accuracy if one else None) for one in scores)],
        ["score", *(f"{one.score:.3f}" if one else UNKNOWN for one in scores)],
    ]
    _print_table(console, "scores", names, lines)
    _print_settings(console, names, rows)
    if classes:
        by_name = [[f"{row.name} ({row.samples:,})", *map(percent, row.shares)] for row in classes]
        _print_table(console, "target class", names, by_name)
    else:
        console.print("The target has no labels to tell accuracy by class.")
    return 0


def _translations(places: Sequence[TranslationFolder], console: "Console", json: bool) -> int:
    from workbench.analysis.comparison import differences
    from workbench.engine.registry import translators

    rows = differences([place.job() for place in places], {name: one.card() for name, one in translators().items()})
    found = [place.result().quality if place.result_file.is_file() else None for place in places]
    if json:
        _print_json({"translations": [str(place.path) for place in places], "quality": found}, rows)
        return 0
    names = [place.path.name for place in places]
    cells = [_figures(quality) if quality else {} for quality in found]
    titles = dict.fromkeys(title for known in cells for title in known)
    _print_table(console, "quality", names, [[title, *(one.get(title, UNKNOWN) for one in cells)] for title in titles])
    _print_settings(console, names, rows)
    return 0


def _figures(quality: Quality) -> dict[str, str]:
    """A cell for each title."""
    return {
        "FID before": f"{quality.fid_before:,.1f}",
        "FID": f"{quality.fid:,.1f}",
        "KID before": f"{quality.kid_before:.3f}",
        "KID": f"{quality.kid:.3f}",
        "labels kept": percent(quality.kept),
        "content changed": f"{quality.content:.3f}",
        "variety": percent(quality.diversity),
    }


def _print_json(told: dict[str, Any], rows: "Sequence[Difference]") -> None:
    print(msgspec.json.encode(told | {"settings": [row._asdict() for row in rows]}).decode())


def _print_table(console: "Console", title: str, names: Sequence[str], lines: Lines) -> None:
    from rich.table import Table

    made = Table(title, *names, box=None, pad_edge=False)
    for line in lines:
        made.add_row(*line)
    console.print(made)
    console.print()


def _print_settings(console: "Console", names: Sequence[str], rows: "Sequence[Difference]") -> None:
    if rows:
        lines = [[row.name, *(UNKNOWN if value is None else str(value) for value in row.values)] for row in rows]
        _print_table(console, "settings that differ", names, lines)
    else:
        console.print("The recipes are the same.\n")
