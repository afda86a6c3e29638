"""Compares runs or translations in the terminal: their scores, and the settings that differ."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from workbench.core.errors import UserError
from workbench.core.translation import Quality
from workbench.core.translation_quality import kept_text, verdict
from workbench.store.run_folder import RunFolder
from workbench.store.translation_folder import TranslationFolder

if TYPE_CHECKING:
    from rich.console import Console

    from workbench.analysis.comparison import Difference

UNKNOWN = "–"
Lines = Sequence[Sequence[str]]  # rows of a table: a name, and a cell for each run


def compare(folders: Sequence[Path], console: "Console", json: bool) -> int:
    """Print the comparison. Return 0. Raises UserError for fewer than two folders, other folders, or mixed kinds."""
    if len(folders) < 2:
        raise UserError("One run is not enough to compare.", "Give two or more after --compare.")
    translated = [TranslationFolder(folder).has_job() for folder in folders]
    if all(translated):
        return _translations([TranslationFolder(folder) for folder in folders], console, json)
    if any(translated) and all(
        RunFolder(f).has_job() for f, is_translation in zip(folders, translated, strict=True) if not is_translation
    ):
        raise UserError("A run cannot be compared with a translation.", "Give runs only, or translations only.")
    return _runs([RunFolder(folder) for folder in folders], console, json)


def percent(share: float | None) -> str:
    """Format a share in [0, 1] in per cent; a dash for None."""
    return UNKNOWN if share is None else f"{share:.1%}"


def _runs(run_folders: Sequence[RunFolder], console: "Console", json: bool) -> int:
    from workbench.analysis.comparison import by_class, differences, evaluation_labels
    from workbench.core.generators import Returning
    from workbench.data.scan import scan
    from workbench.engine.registry import methods

    jobs = [run_folder.job() for run_folder in run_folders]
    rows = differences(jobs, {name: row_.card() for name, row_ in methods().items()})
    target = Returning(scan(Path(jobs[0].target))).finish()
    labels = evaluation_labels(
        {sample.path: sample.label for sample in target.samples if sample.label is not None}, jobs
    )
    classes = by_class(
        [
            {prediction.path: prediction.predicted for prediction in run_folder.predictions()}
            for run_folder in run_folders
        ],
        labels,
    )
    scores = [
        run_folder.result().finished.scores if run_folder.result_file.is_file() else None for run_folder in run_folders
    ]
    if json:
        content = {"runs": [str(run_folder.path) for run_folder in run_folders], "scores": scores}
        _print_json(content | {"classes": [row._asdict() for row in classes]}, rows)
        return 0
    names = [run_folder.path.name for run_folder in run_folders]
    lines = [
        ["source accuracy", *(percent(run_scores.source_accuracy if run_scores else None) for run_scores in scores)],
        ["target accuracy", *(percent(run_scores.target_accuracy if run_scores else None) for run_scores in scores)],
        ["score", *(f"{run_scores.score:.3f}" if run_scores else UNKNOWN for run_scores in scores)],
    ]
    _print_table(console, "scores", names, lines)
    _print_settings(console, names, rows)
    if classes:
        by_name = [[f"{row.name} ({row.samples:,})", *map(percent, row.shares)] for row in classes]
        _print_table(console, "target class", names, by_name)
    else:
        console.print("The target has no labels, so there is no accuracy by class.")
    return 0


def _translations(run_folders: Sequence[TranslationFolder], console: "Console", json: bool) -> int:
    from workbench.analysis.comparison import differences
    from workbench.engine.registry import translators

    rows = differences(
        [run_folder.job() for run_folder in run_folders],
        {name: translator.card() for name, translator in translators().items()},
    )
    found = [run_folder.result().quality if run_folder.result_file.is_file() else None for run_folder in run_folders]
    if json:
        _print_json({"translations": [str(run_folder.path) for run_folder in run_folders], "quality": found}, rows)
        return 0
    names = [run_folder.path.name for run_folder in run_folders]
    cells = [_figures(quality) if quality else {} for quality in found]
    titles = dict.fromkeys(title for row_ in cells for title in row_)
    _print_table(console, "quality", names, [[title, *(row.get(title, UNKNOWN) for row in cells)] for title in titles])
    _print_settings(console, names, rows)
    return 0


def _figures(quality: Quality) -> dict[str, str]:
    """The formatted scores by title."""
    return {
        "compared with none": verdict(quality).value,
        "FID before": f"{quality.fid_before:,.1f}",
        "FID": f"{quality.fid:,.1f}",
        "KID before": f"{quality.kid_before:.3f}",
        "KID": f"{quality.kid:.3f}",
        "labels kept": kept_text(quality),
        "content changed": f"{quality.content:.3f}",
        "diversity": percent(quality.diversity),
    }


def _print_json(content: dict[str, Any], rows: "Sequence[Difference]") -> None:
    print(msgspec.json.encode(content | {"settings": [row._asdict() for row in rows]}).decode())


def _print_table(console: "Console", title: str, names: Sequence[str], lines: Lines) -> None:
    from rich.table import Table

    table = Table(title, *names, box=None, pad_edge=False)
    for line in lines:
        table.add_row(*line)
    console.print(table)
    console.print()


def _print_settings(console: "Console", names: Sequence[str], rows: "Sequence[Difference]") -> None:
    if rows:
        lines = [[row.name, *(UNKNOWN if value is None else str(value) for value in row.values)] for row in rows]
        _print_table(console, "settings that differ", names, lines)
    else:
        console.print("The settings are the same.\n")
