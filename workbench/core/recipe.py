"""A recipe: a job as a TOML file that a person can read, change and run again."""

import json
import re
import textwrap
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from workbench.core.deep_range import DeepRange, given_range
from workbench.core.job import Job
from workbench.core.job_options import FOLDERS, JOB_OPTIONS
from workbench.core.settings import Field, Value

_DEFAULT = re.compile(r" \(default: (.*)\)$")
RANGES = {
    "source_range": "The values of deep images of the source shown as black and white; estimated where it is missing.",
    "target_range": "The same of the target.",
}
MAPPING = 'Classes of the target\'s masks or folders, and the class of the source that each is; "" leaves one out.'
SHOTS = "Labelled target images, with paths relative to the target."
CORRECTIONS = "Corrected labels of the source: the class that its folder gives, and the right one."
HEAD = """\
# A recipe of the Domain Workbench: all that the result of a run depends on, besides the images.
# To repeat the run: workbench adapt --recipe FILE
# Relative paths start at the folder of this file."""


def recipe_text(job: Job, settings: Sequence[Field]) -> str:
    """The recipe of a job, with a comment on each value. `settings`: those of its method, all of which are written.

    Settings that the method does not have are written without a comment.
    """
    parts = [HEAD, *(_commented(name, str(getattr(job, name)), words) for name, words in FOLDERS.items())]
    parts += [_commented(option.name, getattr(job, option.name), _words(option)) for option in JOB_OPTIONS]
    parts += [_range(name, getattr(job, name)) for name in RANGES]
    if settings or job.settings:
        parts.append(f"# The settings of the method.\n[settings]\n{_settings(job.settings, settings)}".rstrip())
    if job.mapping:
        rows = "\n".join(f"{_string(theirs)} = {_string(ours)}" for theirs, ours in job.mapping.items())
        parts.append(f"# {MAPPING}\n[mapping]\n{rows}")
    parts += _tables("shots", SHOTS, job.shots)
    parts += _tables("corrections", CORRECTIONS, job.corrections)
    return "\n\n".join(part for part in parts if part) + "\n"


def _commented(name: str, value: Value, words: str) -> str:
    return f"{_comment(words)}\n{_key(name)} = {toml_value(value)}"


def _comment(words: str) -> str:
    return textwrap.fill(words, 100, initial_indent="# ", subsequent_indent="# ", break_long_words=False)


def _words(field: Field) -> str:
    """The help of a field, with its unit, its choices or its range, and its default."""
    text = field.help[0].upper() + field.help[1:]
    meaning = _DEFAULT.search(text)
    text = _DEFAULT.sub("", text)
    said = [text if text.endswith((".", "…")) else f"{text}."]
    if field.unit.islower():
        said.append(f"In {field.unit}.")
    if field.choices:
        said.append(f"One of {', '.join(field.choices)}.")
    elif field.low is not None and field.high is not None:
        said.append(f"From {field.low:,} to {field.high:,}.")
    if field.default != "":
        said.append(f"Default: {toml_value(field.default)}{f', {meaning[1]}' if meaning else ''}.")
    return " ".join(said)


def _settings(given: Mapping[str, Value], settings: Sequence[Field]) -> str:
    known = {field.name: field for field in settings}
    rows = [f"\n{_commented(name, given.get(name, field.default), _words(field))}" for name, field in known.items()]
    rows += [f"\n{_key(name)} = {toml_value(value)}" for name, value in given.items() if name not in known]
    return "\n".join(rows).lstrip("\n")


def _range(name: str, deep: DeepRange | None) -> str:
    """A pair of bounds; a line of its kinds where integers and floats have others."""
    if deep is None:
        return f"# {RANGES[name]}\n# {name} = [0.0, 65535.0]"
    bounds = deep.bounds
    if bounds is not None and deep == given_range(*bounds):
        return f"# {RANGES[name]}\n{name} = {_pair(bounds)}"
    pairs = (("integers", deep.integers), ("floats", deep.floats))
    fields = [f"{kind} = {_pair(pair)}" for kind, pair in pairs if pair is not None]
    fields += ["each_image = true"] if deep.each_image else []
    return f"# {RANGES[name]}\n{name} = {{ {', '.join(fields)} }}" if fields else f"# {RANGES[name]}\n{name} = {{}}"


def _tables(name: str, words: str, rows: Iterable[msgspec.Struct]) -> list[str]:
    """A table for each row."""
    tables = [f"[[{name}]]\n{_fields(row)}" for row in rows]
    return [f"# {words}\n{tables[0]}", *tables[1:]] if tables else []


def _fields(row: msgspec.Struct) -> str:
    """The fields of a row that differ from their defaults."""
    values = ((field.name, getattr(row, field.name), field.default) for field in msgspec.structs.fields(row))
    return "\n".join(f"{name} = {toml_value(value)}" for name, value, default in values if value != default)


def _pair(bounds: tuple[float, float]) -> str:
    return f"[{', '.join(toml_value(float(bound)) for bound in bounds)}]"


def toml_value(value: Value) -> str:
    """A value in TOML."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return _string(str(value)) if isinstance(value, str) else repr(value)


def _string(text: str) -> str:
    """A basic string: JSON's, which does not escape the character 127 as TOML wants it."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _key(name: str) -> str:
    bare = name.isascii() and name.replace("_", "").replace("-", "").isalnum()
    return name if bare else _string(name)
