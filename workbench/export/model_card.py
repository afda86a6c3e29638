"""The README of a model folder, in the form that Hugging Face reads."""

import json
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from workbench.core.manifest import Manifest, MeasuredScore, Outcome
from workbench.core.resources import resource
from workbench.export.tasks.registry import exporter


def model_card(manifest: Manifest, outcome: Outcome) -> str:
    """Markdown below a YAML heading: intended use, data, results overall, by class and by group, limits, how to run."""
    environment = Environment(
        loader=FileSystemLoader(resource("model")),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,  # Markdown, not HTML: names are escaped by `cell` and `quoted`
        keep_trailing_newline=True,
    )
    performance, leaves = outcome.performance, exporter(manifest.task)
    return environment.get_template("README.md").render(
        manifest=manifest,
        title=f"{_name(manifest)}, adapted by {manifest.method}",
        measured=[one for one in manifest.scores if not one.name.startswith("validator")],
        validators=[one for one in manifest.scores if one.name.startswith("validator")],
        target_accuracy=next((one.value for one in manifest.scores if one.name == leaves.accuracy), None),
        kind=leaves.pipeline,
        labelled=any(one.name == leaves.accuracy for one in manifest.scores),
        classes=_recalls(outcome),
        groupings=outcome.groupings,
        count=performance.accuracy.count if performance else 0,
        cell=cell,
        quoted=quoted,
        score=_score,
        share=_share,
    )


def cell(text: object) -> str:
    """Text that neither ends a table's cell nor begins HTML or a line."""
    plain = " ".join(str(text).split())
    for mark in ("\\", "|", "<", "`", "*", "_", "[", "]"):
        plain = plain.replace(mark, f"\\{mark}" if mark != "<" else "&lt;")
    return plain


def quoted(text: object) -> str:
    """A YAML string, which JSON's is."""
    return json.dumps(str(text), ensure_ascii=False)


def _name(manifest: Manifest) -> str:
    domains = [Path(one.name).name for one in (manifest.source, manifest.target) if one]
    return " to ".join(domains)


def _recalls(outcome: Outcome) -> list[tuple[str, int, float]]:
    """Of each class: labelled target images, and the share of them that is right."""
    one = outcome.performance
    if one is None:
        return []
    place = {name: column for column, name in enumerate(one.predictions)}
    rows = zip(one.truths, one.confusion, strict=True)
    return [(name, sum(line), line[place[name]] / sum(line)) for name, line in rows if sum(line) and name in place]


def _score(one: MeasuredScore) -> str:
    said = f"{one.value:.3f}" if one.name.startswith(("validator", "AUROC")) else _share(one.value)
    return said + (f" ({_share(one.interval.low)} to {_share(one.interval.high)})" if one.interval else "")


def _share(value: float | None) -> str:
    return "–" if value is None else f"{100 * value:.1f} %"
