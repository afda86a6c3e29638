"""The place of this process among the processes that share a run."""

import os


def follower() -> bool:
    """Whether another process of the same run reports its events and writes its folder.

    torchrun, or the first process of a run on several devices, sets these variables for the other processes.
    """
    return any(int(os.environ.get(name, "0")) > 0 for name in ("RANK", "LOCAL_RANK", "NODE_RANK"))


def launched() -> tuple[int, int] | None:
    """The numbers of devices per node and of nodes, as set by torchrun; None if torchrun did not start this process."""
    local, world = os.environ.get("LOCAL_WORLD_SIZE"), os.environ.get("WORLD_SIZE")
    return (int(local), int(world) // int(local)) if local and world else None
