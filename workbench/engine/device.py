"""Where a run computes: devices and precision, through Lightning Fabric."""

import logging
import warnings

import torch
from lightning_fabric import Fabric
from lightning_fabric.strategies.ddp import DDPStrategy
from torch import nn

from workbench.core.distributed_env import launched
from workbench.core.errors import UserError
from workbench.core.job import Job


class Shared(DDPStrategy):
    """Processes that share each batch, without DDP's wrapper: `Method.minimise` averages the gradients itself.

    The wrapper wants one forward pass for each backward pass, and every weight in each; adversarial methods have
    neither.
    """

    def setup_module(self, module: nn.Module) -> nn.Module:  # type: ignore[override]  # no wrapper
        """The module itself."""
        return module


def devices() -> tuple[str, ...]:
    """The devices a job can name, best first."""
    found = [f"cuda:{index}" for index in range(torch.cuda.device_count())]
    if torch.backends.mps.is_available():
        found.append("mps")
    return (*found, "cpu")


def check_shared(job: Job, devices: int) -> None:
    """Raises UserError when the batch can not be shared evenly."""
    if job.batch % devices:
        raise UserError(
            f"A batch of {job.batch} can not be shared evenly by {devices} devices.",
            f"Use a --batch that {devices} divides.",
        )


def fabric_for(job: Job) -> Fabric:
    """Fabric on the devices a job names, and as many processes; the others of them are started here.

    Raises UserError when a device is not there.
    """
    kind, index = _found(job.device)
    count, nodes = launched() or (job.devices, job.nodes)
    if kind == "cuda" and count > torch.cuda.device_count():
        raise UserError(
            f"The job asks for {count} GPUs, and this machine has {torch.cuda.device_count()}.", "Lower --devices."
        )
    check_shared(job, count * nodes)
    logging.getLogger("lightning.fabric").setLevel(logging.ERROR)
    logging.getLogger("lightning_fabric").setLevel(logging.ERROR)
    one = count * nodes == 1
    chosen = [index] if one and kind == "cuda" else count
    try:
        fabric = Fabric(
            accelerator=kind,
            devices=chosen,
            num_nodes=nodes,
            precision=job.precision,  # type: ignore[arg-type]  # Fabric says what it does not know
            strategy="auto" if one else Shared(),
        )
    except (ValueError, ImportError) as error:
        raise UserError(
            f"The precision “{job.precision}” is not known.", "Use 32-true, bf16-mixed or 16-mixed."
        ) from error
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what concerns those who write training code
        fabric.launch()
    return fabric


def go_on(fabric: Fabric, going: bool = True) -> bool:
    """Before each step: whether the first process goes on. It says so, and the others hear it here."""
    if fabric.world_size == 1:
        return going
    said = torch.tensor(float(going and fabric.is_global_zero), device=fabric.device)
    return bool(fabric.all_reduce(said, reduce_op="sum"))


def _found(device: str) -> tuple[str, int]:
    """Kind and number of the device that a job means."""
    known = devices()
    chosen = known[0] if device == "auto" else "cuda:0" if device in ("cuda", "gpu") else device
    if chosen not in known:
        raise UserError(f"There is no device “{device}” on this machine.", f"Choose from: auto, {', '.join(known)}.")
    kind, _, index = chosen.partition(":")
    return kind, int(index or 0)


def device_title(fabric: Fabric) -> str:
    """The devices' name as a person knows it."""
    title = fabric.device.type
    if title == "cuda":
        title = torch.cuda.get_device_name(fabric.device)
    elif title == "cpu":
        title = f"CPU, {torch.get_num_threads()} threads"
    return title if fabric.world_size == 1 else f"{fabric.world_size} × {title}"


def memory_in_use(fabric: Fabric) -> int:
    """Bytes of GPU memory that torch holds; 0 on the CPU."""
    return torch.cuda.memory_reserved(fabric.device) if fabric.device.type == "cuda" else 0
