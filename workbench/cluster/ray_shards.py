"""Predicts shards on a Ray cluster, as a stream of Ray Data: each actor loads the model once, and writes parts."""

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from workbench.cluster.ray_cluster import Needs
from workbench.core.errors import UserError
from workbench.export.shards.parts import PartEntry
from workbench.export.shards.prediction import ShardPredictor, ShardRequest
from workbench.export.shards.sources import Shard


class ShardActor:
    """Predicts rows of a dataset that are shards, and returns the entries of their parts as rows."""

    def __init__(self, request: bytes) -> None:
        self.predictor = ShardPredictor(msgspec.msgpack.decode(request, type=ShardRequest))

    def __call__(self, row: dict[str, Any]) -> dict[str, Any]:
        """Predict the shard of a row."""
        shard: Shard = msgspec.msgpack.decode(row["shard"], type=Shard)
        entry = self.predictor.predict(int(row["number"]), shard)
        return msgspec.structs.asdict(entry)


def predict_on_ray(request: ShardRequest, shards: Mapping[int, Shard], needs: Needs) -> Iterator[PartEntry]:
    """Predict shards with as many actors as the connected cluster has room for. Yields each entry once it is written.

    Ray starts an actor again whose process or node is lost, and repeats the shard that it was at. The part replaces the
    one that may be there, so no image is lost and none counts twice.
    """
    import ray

    context = ray.data.DataContext.get_current()
    context.enable_progress_bars = False
    context.print_on_execution_start = False
    rows = [{"number": number, "shard": msgspec.msgpack.encode(shard)} for number, shard in shards.items()]
    dataset = ray.data.from_items(rows, override_num_blocks=len(rows)).map(
        ShardActor,
        fn_constructor_args=(msgspec.msgpack.encode(request),),
        concurrency=(1, _room(needs, len(rows))),
        num_cpus=needs.cpus,
        num_gpus=needs.gpus or None,
        memory=needs.options()["memory"],
    )
    try:
        for row in dataset.iter_rows():
            yield PartEntry(**row)
    except ray.exceptions.RayTaskError as error:
        if isinstance(error.cause, UserError):
            raise UserError(error.cause.message, error.cause.hint) from error
        raise


def _room(needs: Needs, most: int) -> int:
    """How many actors have room in the cluster, at most one for each shard."""
    import ray

    offered = ray.cluster_resources()
    asked = {"CPU": needs.cpus, "GPU": needs.gpus or 0}
    room = [int(offered.get(kind, 0) // amount) for kind, amount in asked.items() if amount]
    return max(1, min([most, *room]))
