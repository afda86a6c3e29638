"""FiftyOneDataset: samples.json, which FiftyOne exports with all fields of a data set.

https://docs.voxel51.com/user_guide/import_datasets.html#fiftyonedataset
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec

from workbench.core.errors import UserError
from workbench.core.files import write_atomically
from workbench.data.labels.contract import Entry, Labelled
from workbench.data.labels.json_files import json_of, name_text, peek, text_of

TITLE = "FiftyOne samples"
SUMMARY = "samples.json of a FiftyOneDataset, with the role of each label: measure or teach."
SUFFIX = ".json"
ROLES = True
FIELD, ROLE, MEASURES, TEACHES = "ground_truth", "role", "measure", "teach"
ONE, SEVERAL = "Classification", "Classifications"


def claims(path: Path) -> bool:
    """Whether the file is a JSON object with a list of samples, each with a file path."""
    content = peek(path)
    samples = content.get("samples") if isinstance(content, dict) else None
    return isinstance(samples, list) and all(text_of(sample, "filepath") for sample in samples[:3])


def read(path: Path) -> list[Entry]:
    """The labels of each field of classifications, which is its control; samples without a label are left out."""
    content = json_of(path)
    samples = content.get("samples") if isinstance(content, dict) else None
    if not isinstance(samples, list):
        raise UserError(f"{path} has no list “samples”.", "Export it from FiftyOne again, as FiftyOneDataset.")
    return [entry for number, sample in enumerate(samples, 1) for entry in _entries(sample, f"sample {number}")]


def write(path: Path, labelled: Sequence[Labelled]) -> None:
    """Write the samples with their sizes. FiftyOne opens the folder of the file as `fiftyone.types.FiftyOneDataset`."""
    samples: list[dict[str, Any]] = [
        {
            "filepath": sample.path,
            "tags": [],
            "metadata": {"_cls": "ImageMetadata", "width": sample.width, "height": sample.height}
            if sample.width and sample.height
            else None,
            FIELD: {"_cls": ONE, "tags": [], "label": sample.label},
            ROLE: MEASURES if sample.measures else TEACHES,
        }
        for sample in labelled
    ]
    write_atomically(path, msgspec.json.format(msgspec.json.encode({"samples": samples}), indent=1))


def _entries(sample: Any, where: str) -> Iterator[Entry]:
    image = text_of(sample, "filepath")
    if image is None:
        yield Entry("", "", where, problem="has no filepath")
        return
    measures = sample.get(ROLE) == MEASURES
    for field, value in sample.items():
        kind = value.get("_cls") if isinstance(value, dict) else None
        if kind not in (ONE, SEVERAL):
            continue
        parts = [value] if kind == ONE else value.get("classifications")
        labels = list(dict.fromkeys(name_text(part.get("label")) for part in _objects(parts)))
        entry = Entry(image, "", where, control=field, measures=measures)
        if len(labels) > 1:
            yield entry._replace(problem=f"has several labels in {field} ({', '.join(labels[:5])})")
        elif labels and labels[0]:
            yield entry._replace(label=labels[0])


def _objects(parts: Any) -> list[dict[str, Any]]:
    return [part for part in parts if isinstance(part, dict)] if isinstance(parts, list) else []
