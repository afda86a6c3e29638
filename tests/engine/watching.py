"""What tests of runs do with them: change a job, stop a run, compare two."""

from collections.abc import Generator
from pathlib import Path
from typing import Any

import msgspec
import torch
from safetensors.torch import load_file

from workbench.core.events import (
    Evaluated,
    Event,
    Progressed,
    Scalars,
)
from workbench.core.job import Job, Shot
from workbench.engine.registry import methods
from workbench.store.run_folder import RunFolder

SHOTS = tuple(Shot(f"{kind}/{number:03d}.png", kind) for kind in "abc" for number in range(2))


def fitting(name: str, job: Job, **values: Any) -> Job:
    """A job of a method, with shots where it wants some."""
    shots = SHOTS if "shots" in methods()[name].needs else ()
    return changed(job, method=name, shots=shots, **values)


def changed(job: Job, **values: Any) -> Job:
    return msgspec.structs.replace(job, **values)


def stop_at(step: int, events: Generator[Event, None, None]) -> None:
    for event in events:
        if isinstance(event, Progressed) and event.step == step:
            events.close()
            return


def weights(folder: Path) -> dict[str, torch.Tensor]:
    return load_file(RunFolder(folder).model)


def best_weights(folder: Path) -> dict[str, torch.Tensor]:
    return load_file(RunFolder(folder).best_model)


def assert_same_run(one: Path, other: Path) -> None:
    first, second = weights(one), weights(other)
    assert first.keys() == second.keys()
    assert all(torch.equal(first[name], second[name]) for name in first)
    assert RunFolder(one).predictions() == RunFolder(other).predictions()
    told, again = (
        [event for event in RunFolder(folder).events() if isinstance(event, Scalars | Evaluated)]
        for folder in (one, other)
    )
    assert told == again
    assert RunFolder(one).embedding() == RunFolder(other).embedding() is not None
