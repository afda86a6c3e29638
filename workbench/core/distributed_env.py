"""The place of this process among the processes that share a run."""

import os


def follower() -> bool:
    """Whether another process of the same run reports its events and writes its folder.

    torchrun, srun, or the first process of a run on several devices, sets these variables for the other processes.
    """
    ranks = ("RANK", "LOCAL_RANK", "NODE_RANK", *(("SLURM_PROCID",) if _by_srun() else ()))
    return any(int(os.environ.get(name, "0")) > 0 for name in ranks)


def launched() -> tuple[int, int] | None:
    """The numbers of devices per node and of nodes, as set by torchrun or srun; None without them."""
    local, world = os.environ.get("LOCAL_WORLD_SIZE"), os.environ.get("WORLD_SIZE")
    if local and world:
        return int(local), int(world) // int(local)
    if _by_srun():
        tasks, nodes = int(os.environ["SLURM_STEP_NUM_TASKS"]), int(os.environ.get("SLURM_STEP_NUM_NODES", "1"))
        return tasks // nodes, nodes
    return None


def _by_srun() -> bool:
    """Whether srun started this process as one of several; in a batch script outside of srun, there is no step."""
    return int(os.environ.get("SLURM_STEP_NUM_TASKS", "1")) > 1
