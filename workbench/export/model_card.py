"""Renders the README of a model folder as a Hugging Face model card."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from workbench.core.manifest import Manifest, MeasuredScore, Outcome
from workbench.core.resources import resource
from workbench.export.tasks.registry import exporter


class HowToRun(NamedTuple):
    """What a card says of running the model: Hugging Face's name of the library, the template of the section.

    `values`: what the template shows besides the manifest.
    """

    library: str = "onnx"
    template: str = "run-onnx.md"
    values: Mapping[str, Any] = {}


def model_card(manifest: Manifest, outcome: Outcome, how: HowToRun | None = None) -> str:
    """Markdown with a YAML header: intended use, data, results overall, by class and by group, limits, how to run.

    `how`: by default, of the model folder with an ONNX file.
    """
    how = how or HowToRun()
    environment = Environment(
        loader=FileSystemLoader(resource("model")),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,  # Markdown, not HTML: names are escaped by `cell` and `quoted`
        keep_trailing_newline=True,
    )
    performance, task_export = outcome.performance, exporter(manifest.task)
    return environment.get_template("README.md").render(
        manifest=manifest,
        title=f"{_name(manifest)}, adapted by {manifest.method}",
        measured=[score for score in manifest.scores if not score.name.startswith("validator")],
        validators=[score for score in manifest.scores if score.name.startswith("validator")],
        target_accuracy=next((score.value for score in manifest.scores if score.name == task_export.accuracy), None),
        kind=task_export.pipeline,
        how=how,
        **how.values,
        labelled=any(score.name == task_export.accuracy for score in manifest.scores),
        classes=_recalls(outcome),
        groupings=outcome.groupings,
        quality=manifest.target_quality,
        count=performance.accuracy.count if performance else 0,
        cell=cell,
        quoted=quoted,
        score=_score,
        share=_share,
    )


def cell(text: object) -> str:
    """Escape text for a table cell: no line break, no end of the cell, no Markdown or HTML."""
    plain = " ".join(str(text).split())
    for mark in ("\\", "|", "<", "`", "*", "_", "[", "]"):
        plain = plain.replace(mark, f"\\{mark}" if mark != "<" else "&lt;")
    return plain


def quoted(text: object) -> str:
    """Quote text as a YAML string; JSON strings are valid YAML."""
    return json.dumps(str(text), ensure_ascii=False)


def _name(manifest: Manifest) -> str:
    domains = [Path(domain.name).name for domain in (manifest.source, manifest.target) if domain]
    return " to ".join(domains)


def _recalls(outcome: Outcome) -> list[tuple[str, int, float]]:
    """Each class with its number of labelled target images and its recall."""
    performance = outcome.performance
    if performance is None:
        return []
    columns = {name: column for column, name in enumerate(performance.predictions)}
    rows = zip(performance.truths, performance.confusion, strict=True)
    return [
        (name, sum(counts), counts[columns[name]] / sum(counts))
        for name, counts in rows
        if sum(counts) and name in columns
    ]


def _score(score: MeasuredScore) -> str:
    text = f"{score.value:.3f}" if score.name.startswith(("validator", "AUROC")) else _share(score.value)
    return text + (f" ({_share(score.interval.low)} to {_share(score.interval.high)})" if score.interval else "")


def _share(value: float | None) -> str:
    return "–" if value is None else f"{100 * value:.1f} %"
