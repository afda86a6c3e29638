"""The devices and the precision of a run, through Lightning Fabric."""

import logging
import warnings
from typing import TYPE_CHECKING

import torch

from workbench.core.distributed_env import launched
from workbench.core.errors import UserError
from workbench.core.job import AUTO, Job
from workbench.engine.precision import FULL

if TYPE_CHECKING:
    from lightning_fabric import Fabric  # takes a second to load, which a list of devices need not wait for


def devices() -> tuple[str, ...]:
    """The names of the devices that a job can use, fastest first."""
    names = [f"cuda:{index}" for index in range(torch.cuda.device_count())]
    if torch.backends.mps.is_available():
        names.append("mps")
    return (*names, "cpu")


def check_shared(job: Job, devices: int) -> None:
    """Raises UserError if the batch size is not a multiple of the number of devices."""
    if job.batch % devices:
        raise UserError(
            f"A batch of {job.batch} images cannot be divided evenly among {devices} devices.",
            f"Set --batch to a multiple of {devices}.",
        )


def fabric_for(job: Job) -> "Fabric":
    """Set up Fabric for a job's devices and precision, and start one process per device.

    A precision that is left open is float32's: what chooses it sets Fabric up again.
    Raises UserError if a device or the precision is not available.
    """
    from lightning_fabric import Fabric

    from workbench.engine.shared_batch import SharedBatchStrategy

    kind, index = _device(job.device)
    count, nodes = launched() or (job.devices, job.nodes)
    if kind == "cuda" and count > torch.cuda.device_count():
        raise UserError(
            f"The job needs {count} GPUs, but this machine has {torch.cuda.device_count()}.", "Lower --devices."
        )
    check_shared(job, count * nodes)
    logging.getLogger("lightning.fabric").setLevel(logging.ERROR)
    logging.getLogger("lightning_fabric").setLevel(logging.ERROR)
    single = count * nodes == 1
    precision = FULL if job.precision == AUTO else job.precision
    chosen = [index] if single and kind == "cuda" else count
    try:
        fabric = Fabric(
            accelerator=kind,
            devices=chosen,
            num_nodes=nodes,
            precision=precision,  # type: ignore[arg-type]  # Fabric raises ValueError for an unknown name
            strategy="auto" if single else SharedBatchStrategy(),
        )
    except (ValueError, ImportError) as error:
        raise UserError(
            f"The precision “{job.precision}” is not supported.", "Use auto, 32-true, bf16-mixed or 16-mixed."
        ) from error
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Fabric's advice for authors of training code
        fabric.launch()
    return fabric


def continue_together(fabric: "Fabric", proceed: bool = True) -> bool:
    """Tell all processes whether the first one takes another step. Every process calls this before each step.

    Returns `proceed` of the first process; the other processes' argument is ignored.
    """
    if fabric.world_size == 1:
        return proceed
    decision = torch.tensor(float(proceed and fabric.is_global_zero), device=fabric.device)
    return bool(fabric.all_reduce(decision, reduce_op="sum"))


def _device(device: str) -> tuple[str, int]:
    """The kind and the index of a device, for example ("cuda", 1)."""
    known = devices()
    chosen = known[0] if device == "auto" else "cuda:0" if device in ("cuda", "gpu") else device
    if chosen not in known:
        raise UserError(f"There is no device “{device}” on this machine.", f"Choose from: auto, {', '.join(known)}.")
    kind, _, index = chosen.partition(":")
    return kind, int(index or 0)


def device_title(fabric: "Fabric") -> str:
    """The name of the devices for display, for example "2 × NVIDIA H200"."""
    title = fabric.device.type
    if title == "cuda":
        title = torch.cuda.get_device_name(fabric.device)
    elif title == "cpu":
        title = f"CPU, {torch.get_num_threads()} threads"
    return title if fabric.world_size == 1 else f"{fabric.world_size} × {title}"


def memory_in_use(fabric: "Fabric") -> int:
    """GPU memory that torch has reserved, in bytes; 0 on the CPU."""
    return torch.cuda.memory_reserved(fabric.device) if fabric.device.type == "cuda" else 0
