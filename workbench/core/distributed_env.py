"""Which of the processes that share a run this one is."""

import os


def follower() -> bool:
    """Whether another process of the same run tells what happens and writes its folder.

    The variables are those that torchrun, or the first process of a run on many devices, sets for the others.
    """
    return any(int(os.environ.get(name, "0")) > 0 for name in ("RANK", "LOCAL_RANK", "NODE_RANK"))


def launched() -> tuple[int, int] | None:
    """Devices on each node, and nodes, as torchrun says; None where it did not start this process."""
    here, all_of_them = os.environ.get("LOCAL_WORLD_SIZE"), os.environ.get("WORLD_SIZE")
    return (int(here), int(all_of_them) // int(here)) if here and all_of_them else None
