"""Parts of a set of predictions: one file for each shard, and the manifest, which is written when all are there."""

import csv
import io
from collections.abc import Iterable
from enum import StrEnum

import msgspec

from workbench.core.csv_cells import escaped_path, escaped_text
from workbench.core.domain import SetAside
from workbench.export.results_files import ResultLine
from workbench.export.shards.sources import pyarrow_parquet
from workbench.export.shards.storage import read_file

MANIFEST = "manifest.json"
PLAN = "plan.json"  # what the parts are of, written before the first one
FORMAT = 1
COLUMNS = ("path", "predicted", "confidence", "unknown", "reason", "detail")


class PartForm(StrEnum):
    """The file format of parts."""

    PARQUET = "parquet"
    CSV = "csv"


class PartsPlan(msgspec.Struct, frozen=True):
    """What a folder of parts is of. Two predictions with the same plan have the same parts.

    `model`: identifies the model and its decision. `shards`: their number, and `digest` of their list.
    """

    model: str
    source: str
    form: PartForm
    shards: int
    digest: str


class PartEntry(msgspec.Struct, frozen=True):
    """A part: its file, the number of its rows, and how many of them are of images that were set aside."""

    name: str
    rows: int
    set_aside: int


class PartsManifest(msgspec.Struct, frozen=True):
    """The contents of manifest.json: what was predicted, by which classes, and all parts in the order of the shards.

    `images`: rows of all parts; `set_aside`: those of them that could not be read. `unlisted`: files of the source that
    are no images that can be read, without a row.
    """

    plan: PartsPlan
    classes: tuple[str, ...]
    images: int
    set_aside: int
    parts: tuple[PartEntry, ...]
    unlisted: tuple[SetAside, ...] = ()
    columns: tuple[str, ...] = COLUMNS
    format: int = FORMAT


def part_name(number: int, form: PartForm) -> str:
    """The file name of a shard's part, which is the same each time."""
    return f"part-{number:07d}.{form.value}"


def part_content(lines: Iterable[ResultLine], form: PartForm) -> tuple[bytes, int, int]:
    """The content of a part, the number of its rows, and of those without a prediction."""
    rows = list(lines)
    set_aside = sum(bool(line.reason) for line in rows)
    content = _parquet(rows, set_aside) if form is PartForm.PARQUET else _csv(rows)
    return content, len(rows), set_aside


def read_entry(folder: str, name: str, form: PartForm) -> PartEntry:
    """The entry of a part that was written before, from its file. Raises OSError."""
    content = read_file(folder, name) or b""
    if form is PartForm.PARQUET:
        metadata = pyarrow_parquet().read_metadata(io.BytesIO(content))
        return PartEntry(name, metadata.num_rows, int(metadata.metadata[b"set_aside"]))
    rows = list(csv.DictReader(io.StringIO(content.decode())))
    return PartEntry(name, len(rows), sum(bool(row["reason"]) for row in rows))


def _csv(rows: Iterable[ResultLine]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for line in rows:
        numbers = ("", "") if line.reason else (f"{line.confidence:.6f}", f"{line.unknown:.6f}")
        names = (escaped_path(line.path), escaped_text(line.predicted))
        writer.writerow((*names, *numbers, line.reason, escaped_text(line.detail)))
    return text.getvalue().encode(errors="surrogateescape")


def _parquet(rows: list[ResultLine], set_aside: int) -> bytes:
    import pyarrow

    parquet = pyarrow_parquet()
    kinds = {"confidence": pyarrow.float32(), "unknown": pyarrow.float32()}
    columns = {name: [_value(line, name) for line in rows] for name in COLUMNS}
    schema = pyarrow.schema(
        [(name, kinds.get(name, pyarrow.string())) for name in COLUMNS], metadata={"set_aside": str(set_aside)}
    )
    file = io.BytesIO()
    parquet.write_table(pyarrow.table(columns, schema), file, compression="zstd")
    return file.getvalue()


def _value(line: ResultLine, name: str) -> object:
    """A cell; numbers and class are empty for an image that was set aside."""
    if line.reason and name in ("predicted", "confidence", "unknown"):
        return None
    value = getattr(line, name)
    return value.encode(errors="backslashreplace").decode(errors="replace") if isinstance(value, str) else value
