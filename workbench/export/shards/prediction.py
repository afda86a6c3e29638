"""Predicts the shards of a source: a part for each, then the manifest. A stopped prediction goes on."""

import hashlib
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TypeAlias

import msgspec

from workbench.core.deep_range import DeepRange
from workbench.core.errors import UserError
from workbench.core.events import Prepared
from workbench.export.shards.parts import (
    MANIFEST,
    PLAN,
    PartEntry,
    PartForm,
    PartsManifest,
    PartsPlan,
    part_content,
    part_name,
    read_entry,
)
from workbench.export.shards.sources import Listed, Shard, images_of, list_shards
from workbench.export.shards.storage import names_in, read_file, write_file
from workbench.export.tasks.contract import Predicting, StreamModel
from workbench.export.tasks.registry import exporter_for

SIZE = 10_000  # images of a part, where image files are divided into shards


class ShardRequest(msgspec.Struct, frozen=True):
    """A request to predict shards. `source` and `out`: folders or URLs; `size`: images of a shard of image files.

    `best`, `file`, `deep`: as in `Predicting`. `threads`: of a shard; 0 takes one a processor.
    """

    model: str
    source: str
    out: str
    form: PartForm
    size: int = SIZE
    best: bool = False
    file: str = ""
    deep: DeepRange | None = None
    threads: int = 0


# Predicts the shards with these numbers, in any order, and yields the entry of each part once it is written.
Predict: TypeAlias = Callable[[ShardRequest, Mapping[int, Shard]], Iterator[PartEntry]]


class PartsWritten(msgspec.Struct, frozen=True):
    """The result: the manifest, and how many of the parts were there before."""

    manifest: PartsManifest
    before: int


class ShardPredictor:
    """A loaded model that predicts one shard after another."""

    def __init__(self, request: ShardRequest) -> None:
        """Load the model. Raises UserError if it cannot be loaded, or if its task predicts no streams."""
        self.request = request
        self.model = load_stream_model(request)

    def predict(self, number: int, shard: Shard) -> PartEntry:
        """Predict a shard and write its part, which replaces an earlier one. Raises OSError."""
        lines = (line for batch in self.model.lines(images_of(shard), self.request.threads) for line in batch)
        content, rows, set_aside = part_content(lines, self.request.form)
        name = part_name(number, self.request.form)
        write_file(self.request.out, name, content)
        return PartEntry(name, rows, set_aside)


def load_stream_model(request: ShardRequest) -> StreamModel:
    """Load the model of a request."""
    model, nowhere = Path(request.model), Path()
    asked = Predicting(model, nowhere, nowhere, best=request.best, file=request.file, deep=request.deep)
    return exporter_for(model).stream_model(asked)


def predict_here(request: ShardRequest, shards: Mapping[int, Shard]) -> Iterator[PartEntry]:
    """Predict shards in this process, one after another."""
    predictor = ShardPredictor(request)
    for number, shard in shards.items():
        yield predictor.predict(number, shard)


def predict_shards(request: ShardRequest, predict: Predict) -> Generator[Prepared, None, PartsWritten]:
    """Predict all shards of the source that have no part yet, then write the manifest. Yields the progress.

    Raises UserError if the source cannot be listed, if `out` has the parts of another prediction or cannot be written,
    or if parts are missing in the end because the workers wrote elsewhere.
    """
    yield Prepared("Listing shards", 0, 1)
    listed = list_shards(request.source, request.size)
    model = load_stream_model(request)
    plan = PartsPlan(model.content, request.source, request.form, len(listed.shards), _digest(listed))
    names = [part_name(number, request.form) for number in range(len(listed.shards))]
    try:
        _keep(plan, request.out)
        there = names_in(request.out)
        entries = {name: read_entry(request.out, name, request.form) for name in names if name in there}
        before = len(entries)
        todo = {number: shard for number, shard in enumerate(listed.shards) if names[number] not in entries}
        yield Prepared("Predicting shards", before, len(names))
        for entry in predict(request, todo) if todo else ():
            entries[entry.name] = entry
            yield Prepared("Predicting shards", len(entries), len(names))
        _check(names, entries, request.out)
        manifest = _manifest(plan, model.classes, [entries[name] for name in names], listed)
        write_file(request.out, MANIFEST, msgspec.json.format(msgspec.json.encode(manifest)))
    except OSError as error:
        raise UserError(f"{request.out} cannot be written ({error}).", "Choose another --out.") from error
    return PartsWritten(manifest, before)


def _keep(plan: PartsPlan, out: str) -> None:
    """Write the plan, unless it is there. Raises UserError if there is another one."""
    content = read_file(out, PLAN)
    if content is None:
        write_file(out, PLAN, msgspec.json.format(msgspec.json.encode(plan)))
        return
    try:
        same = msgspec.json.decode(content, type=PartsPlan) == plan
    except msgspec.DecodeError:
        same = False
    if not same:
        raise UserError(f"{out} has the predictions of another model or of other images.", "Choose another --out.")


def _check(names: Iterable[str], entries: Mapping[str, PartEntry], out: str) -> None:
    """Raises UserError unless each part is written, where this process sees it."""
    there = names_in(out)
    missing = [name for name in names if name not in entries or name not in there]
    if missing:
        raise UserError(
            f"{missing[0]} and {len(missing) - 1} other parts are not in {out}: the nodes wrote them elsewhere.",
            "Give an --out that all nodes share: a folder of a network drive, or a URL.",
        )


def _manifest(plan: PartsPlan, classes: tuple[str, ...], entries: list[PartEntry], listed: Listed) -> PartsManifest:
    images, set_aside = (sum(getattr(entry, name) for entry in entries) for name in ("rows", "set_aside"))
    return PartsManifest(plan, classes, images, set_aside, tuple(entries), listed.set_aside)


def _digest(listed: Listed) -> str:
    return hashlib.blake2b(msgspec.msgpack.encode(listed.shards), digest_size=16).hexdigest()
