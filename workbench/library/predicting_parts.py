"""Predicts images in parts: shards of images, here or on a Ray cluster."""

import contextlib
from collections.abc import Generator
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from pathlib import Path

import msgspec

from workbench.cluster.ray_cluster import RAY, Needs, connected
from workbench.cluster.ray_shards import predict_on_ray
from workbench.core.counting import count
from workbench.core.deep_range import DeepRange
from workbench.core.errors import UserError
from workbench.core.events import Prepared
from workbench.core.places import HERE
from workbench.export.shards.parts import PartForm
from workbench.export.shards.prediction import SIZE, ShardRequest, predict_here, predict_shards
from workbench.export.shards.storage import absolute, is_url
from workbench.library.notebook import html_lines
from workbench.library.options import Place
from workbench.store.lock import locked_output


@dataclass(frozen=True)
class PredictedParts:
    """Predictions that were written in `parts` into the folder or URL `out`, with a manifest.

    `predicted`: how many; `before`: parts from before a stopped prediction went on; `set_aside`: how many images were
    not read, with the reason in their part.
    """

    out: str
    predicted: int
    before: int
    set_aside: int
    parts: int

    def _repr_html_(self) -> str:
        aside = f"Set aside: {count(self.set_aside, 'image')}." if self.set_aside else ""
        return html_lines(f"Wrote {count(self.predicted, 'prediction')} in {count(self.parts, 'part')}.", aside)


def parts_request(
    model: Place, source: Place, out: Place, form: str, parts: int | None, file: str, best: bool, deep: DeepRange | None
) -> ShardRequest:
    """The request of a prediction in parts. Raises UserError for a form that parts lack, or fewer than one image."""
    forms = [known.value for known in PartForm]
    form = form or (PartForm.PARQUET.value if find_spec("pyarrow") else PartForm.CSV.value)
    if form not in forms:
        raise UserError("Parts have one row for each image.", f"Use --format {' or '.join(forms)}.")
    if parts is not None and parts < 1:
        raise UserError(f"The number of images of a part is {parts}.", "Give --parts 1 or more.")
    return ShardRequest(
        model=absolute(str(model)),
        source=absolute(str(source)),
        out=absolute(str(out)),
        form=PartForm(form),
        size=parts or SIZE,
        best=best,
        file=file,
        deep=deep,
    )


def predicted_parts(request: ShardRequest, on: str, needs: Needs) -> Generator[Prepared, None, PredictedParts]:
    """Predict the shards that a stopped prediction left. Raises UserError for another place than a Ray cluster."""
    if on not in (HERE, RAY):
        hint = f"Use --on {HERE}, or run the command on a node of a cluster with --on {RAY}."
        raise UserError(f"Images cannot be predicted on {on}.", hint)
    with contextlib.nullcontext() if is_url(request.out) else locked_output(Path(request.out)):
        if on == HERE:
            written = yield from predict_shards(request, predict_here)
        else:
            with connected(on, needs) as cluster:
                yield Prepared(cluster.words, 0, 0)
                request = msgspec.structs.replace(request, threads=max(int(needs.cpus), 1))
                written = yield from predict_shards(request, partial(predict_on_ray, needs=cluster.needs))
    manifest = written.manifest
    predicted = manifest.images - manifest.set_aside
    return PredictedParts(request.out, predicted, written.before, manifest.set_aside, len(manifest.parts))
