"""`workbench predict` in parts: shards of images, here or on a Ray cluster."""

import argparse
import contextlib
import sys
from collections.abc import Generator
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.cli.place_flags import needs_of
from workbench.cli.progress import run_with_progress
from workbench.cluster.ray_cluster import RAY
from workbench.core.counting import count
from workbench.core.errors import UserError
from workbench.core.events import Prepared
from workbench.core.places import HERE
from workbench.export.shards.parts import PartForm
from workbench.export.shards.prediction import SIZE, PartsWritten, ShardRequest, predict_here, predict_shards
from workbench.export.shards.storage import absolute, is_url
from workbench.library.work import Work

if TYPE_CHECKING:
    from rich.console import Console


def predict_parts(arguments: argparse.Namespace) -> int:
    """Predict the shards and print what was written. Return 0. The same command goes on after a stop."""
    from rich.console import Console

    console = Console(stderr=True, highlight=False, markup=False, soft_wrap=True)
    request = _request(arguments)
    try:
        written = run_with_progress(Work(_prediction(request, arguments, console)), console)
    except KeyboardInterrupt:
        print("Stopped; the parts so far are kept. The same command goes on.", file=sys.stderr)
        raise
    manifest = written.manifest
    resumed = f" ({written.before:,} of them before it was stopped)" if written.before else ""
    predicted = count(manifest.images - manifest.set_aside, "prediction")
    print(f"Wrote {predicted} in {count(len(manifest.parts), 'part')}{resumed} to {request.out}.")
    if manifest.set_aside:
        print(f"Set aside: {count(manifest.set_aside, 'image')}, with the reason in the parts.", file=sys.stderr)
    return 0


def _request(arguments: argparse.Namespace) -> ShardRequest:
    from workbench.core.deep_range import given_range

    forms = [form.value for form in PartForm]
    form = arguments.format or (PartForm.PARQUET.value if find_spec("pyarrow") else PartForm.CSV.value)
    if form not in forms or arguments.tiles or arguments.link:
        raise UserError(
            "Parts have one row for each image.", f"Use --format {' or '.join(forms)}, without --tiles and --link."
        )
    if arguments.on not in (HERE, RAY):
        hint = f"Use --on {HERE}, or run the command on a node of a cluster with --on {RAY}."
        raise UserError(f"Images cannot be predicted on {arguments.on}.", hint)
    if arguments.parts is not None and arguments.parts < 1:
        raise UserError(f"The number of images of a part is {arguments.parts}.", "Give --parts 1 or more.")
    return ShardRequest(
        model=str(arguments.model.absolute()),
        source=absolute(arguments.source),
        out=absolute(arguments.out),
        form=PartForm(form),
        size=arguments.parts or SIZE,
        best=arguments.checkpoint == "best",
        file=arguments.file,
        deep=given_range(*arguments.range) if arguments.range else None,
        threads=0 if arguments.on == HERE else max(int(arguments.run_cpus), 1),
    )


def _prediction(
    request: ShardRequest, arguments: argparse.Namespace, console: "Console"
) -> Generator[Prepared, None, PartsWritten]:
    from workbench.cluster.ray_cluster import connected
    from workbench.cluster.ray_shards import predict_on_ray
    from workbench.store.lock import locked_output

    alone = contextlib.nullcontext() if is_url(request.out) else locked_output(Path(request.out))
    if arguments.on == HERE:
        with alone:
            return (yield from predict_shards(request, predict_here))
    with alone, connected(arguments.on, needs_of(arguments)) as cluster:
        console.print(cluster.words)
        return (yield from predict_shards(request, partial(predict_on_ray, needs=cluster.needs)))
