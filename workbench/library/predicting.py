"""Predicts a folder of images."""

from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path

from workbench.cluster.ray_cluster import Needs
from workbench.core.counting import count
from workbench.core.deep_range import given_range
from workbench.core.domain import SetAside
from workbench.core.errors import UserError
from workbench.core.events import Prepared
from workbench.core.places import HERE
from workbench.export.shards.sources import is_packed
from workbench.export.tasks.contract import Predicting
from workbench.export.tasks.registry import exporter_for
from workbench.library.checkpoints import is_best
from workbench.library.notebook import html_lines
from workbench.library.options import Place
from workbench.library.predicting_parts import PredictedParts, parts_request, predicted_parts
from workbench.library.work import Work


@dataclass(frozen=True)
class PredictedFolder:
    """Predictions that were written to `out`: how many; `before`: of these, before a stopped prediction went on."""

    out: Path
    predicted: int
    before: int
    set_aside: tuple[SetAside, ...]

    def _repr_html_(self) -> str:
        aside = f"Set aside: {count(len(self.set_aside), 'file')}." if self.set_aside else ""
        return html_lines(f"Wrote {count(self.predicted, 'prediction')} to {self.out}.", aside)


def predict(
    model: Place,
    source: Place,
    out: Place,
    *,
    format: str = "",
    tiles: bool = False,
    link: bool = False,
    range: tuple[float, float] | None = None,
    file: str = "",
    checkpoint: str = "last",
    parts: int | None = None,
    on: str = HERE,
    run_cpus: float = 1,
    run_gpus: float | None = None,
    run_memory: float = 0,
) -> Work[Prepared, PredictedFolder | PredictedParts]:
    """Predict the images of a folder with a model folder, an .onnx file or a run, and write the results to `out`.

    `format`: csv, json, coco or folders; for masks, masks or coco; by default by the suffix of `out`. `tiles`: for
    masks, predict each image at its own size, in tiles. `link`: link images instead of copying them. `range`: the
    values of deep images shown as black and white, by default the model's. `file`: the ONNX file of a model folder.
    `checkpoint`: “last” or “best”. A stopped prediction goes on where it was.

    `parts`: write a part for each so many images, or each shard, with a manifest, as parquet or csv; tar shards,
    Parquet files and URLs are always predicted so. `on`: “here” or “ray”, with the CPUs, the GPUs and the GiB of memory
    that each of its workers needs there. Raises UserError if there is no image or the results cannot be written.
    """
    deep = given_range(*range) if range else None
    if parts is not None or on != HERE or is_packed(str(source)):
        if tiles or link:
            raise UserError("Parts have one row for each image.", "Leave out --tiles and --link.")
        asked = parts_request(model, source, out, format, parts, file, is_best(checkpoint), deep)
        return Work(predicted_parts(asked, on, Needs(run_cpus, run_gpus, run_memory)))
    request = Predicting(
        model=Path(model),
        folder=Path(source),
        out=Path(out).absolute(),
        best=is_best(checkpoint),
        file=file,
        form=format,
        tiles=tiles,
        link=link,
        deep=deep,
    )
    return Work(_predicted(request))


def _predicted(request: Predicting) -> Generator[Prepared, None, PredictedFolder]:
    found = yield from exporter_for(request.model).predict(request)
    return PredictedFolder(request.out, found.predicted, found.before, found.set_aside)
