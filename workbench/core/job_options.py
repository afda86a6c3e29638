"""The options of a job, with their ranges and choices: flags of the command line and comments of recipes say them."""

from collections.abc import Mapping
from enum import StrEnum

import msgspec

from workbench.core.defaults import JOB as DEFAULTS
from workbench.core.job import RANGES, Augment, Job, Norm, Shift, Tune
from workbench.core.run_selection import TRIAL_SHARE
from workbench.core.settings import Field, checked_value

FOLDERS = {
    "method": "The adaptation method; auto compares several without labels.",
    "source": "The labelled folder, a CSV with the columns path,label, or a source model (export).",
    "target": "The folder to adapt to; its labels are used for evaluation only.",
}

_CHOSEN: dict[str, type[StrEnum]] = {"tune": Tune, "augment": Augment, "shift": Shift, "norm": Norm}


def _option(name: str, help: str, unit: str = "") -> Field:
    default = getattr(DEFAULTS, name)
    kind = "str" if isinstance(default, str) else type(default).__name__
    _, low, high = RANGES.get(name, ("", None, None))
    low = 0 if name in ("batch", "checkpoint_seconds") else low
    value = str(default) if kind == "str" else default
    return Field(name, kind, value, help, low, high, unit, tuple(map(str, _CHOSEN.get(name, ()))))


JOB_OPTIONS = (
    _option("task", "the task: classify, segment, … (default: by the labels of the source)"),
    _option("backbone", "the network: auto, small, efficientnet_lite0, resnet50, vit_b_16, …"),
    _option("weights", "local weights for the backbone"),
    _option("tune", "layers to train: head (fast) or all"),
    _option("steps", f"training steps; with auto, each trial takes up to {100 * TRIAL_SHARE:.0f}%"),
    _option("batch", "images of each domain in a step (default: by the task)"),
    _option("image_size", "side of the input, or its height for segmentation (default: the backbone's)", unit="pixels"),
    _option(
        "image_width", "width of the input for segmentation (default: by the source's aspect ratio)", unit="pixels"
    ),
    _option("augment", "data augmentation"),
    _option(
        "shift",
        "category shift: which classes the target has; with open shifts the model rejects unknown samples (default: by "
        "its folders)",
    ),
    _option("norm", "normalisation; ibn: half of the channels use instance normalisation"),
    _option("seed", "the same seed gives the same result"),
    _option("validator", "the score without target labels; see “workbench methods --validators”"),
    _option("device", "the device: auto, cpu, cuda, cuda:1, mps"),
    _option("precision", "the numbers: 32-true, bf16-mixed, 16-mixed or auto"),
    _option("devices", "the number of devices that share a batch"),
    _option("nodes", "the number of machines, each with these devices"),
    _option("threads", "CPU threads (default: measured at the start)"),
    _option("compile", "compile the model with torch.compile"),
    _option("tensorboard", "write TensorBoard event files into the run folder"),
    _option("shots_held_out", "share of each class's shots for evaluation only"),
    _option("checkpoint_seconds", "interval between checkpoints", unit="seconds"),
    _option("cache", "folder for decoded images"),
)
OPTIONS = {option.name: option for option in JOB_OPTIONS}


def job_from(job: Job, values: Mapping[str, object]) -> Job:
    """A job with other values of its options.

    Raises UserError if a value is of the wrong type, out of range or none of the choices.
    """
    return msgspec.structs.replace(job, **{name: option_value(name, value) for name, value in values.items()})


def option_value(name: str, value: object) -> object:
    """A value of an option as a job has it. Raises UserError as `job_from`."""
    plain, kind = checked_value(OPTIONS[name], value, "a job"), _CHOSEN.get(name)
    return kind(str(plain)) if kind else plain
