"""Where a run computes: device, precision and threads, through Lightning Fabric."""

import logging

import torch
from lightning_fabric import Fabric

from workbench.core.errors import UserError


def devices() -> tuple[str, ...]:
    """The devices a job can name, best first."""
    found = [f"cuda:{index}" for index in range(torch.cuda.device_count())]
    if torch.backends.mps.is_available():
        found.append("mps")
    return (*found, "cpu")


def fabric_for(device: str, precision: str) -> Fabric:
    """Fabric on the device a job names. Raises UserError when it is not there."""
    known = devices()
    chosen = known[0] if device == "auto" else "cuda:0" if device in ("cuda", "gpu") else device
    if chosen not in known:
        raise UserError(f"There is no device “{device}” on this machine.", f"Choose from: auto, {', '.join(known)}.")
    kind, _, index = chosen.partition(":")
    logging.getLogger("lightning.fabric").setLevel(logging.ERROR)
    try:
        return Fabric(accelerator=kind, devices=[int(index)] if index else 1, precision=precision)  # type: ignore[arg-type]
    except (ValueError, ImportError) as error:
        raise UserError(f"The precision “{precision}” is not known.", "Use 32-true, bf16-mixed or 16-mixed.") from error


def device_title(fabric: Fabric) -> str:
    """The device's name as a person knows it."""
    if fabric.device.type == "cuda":
        return torch.cuda.get_device_name(fabric.device)
    return f"CPU, {torch.get_num_threads()} threads" if fabric.device.type == "cpu" else fabric.device.type


def memory_in_use(fabric: Fabric) -> int:
    """Bytes of GPU memory that torch holds; 0 on the CPU."""
    return torch.cuda.memory_reserved(fabric.device) if fabric.device.type == "cuda" else 0
