"""The options of a training: the keyword arguments of the library, which flags and recipes share."""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TypeAlias, TypedDict, cast

from workbench.core.deep_range import DeepRange, given_range
from workbench.core.errors import UserError
from workbench.core.name_matching import did_you_mean
from workbench.core.settings import Value

Place: TypeAlias = str | os.PathLike[str]
Pair: TypeAlias = tuple[float, float]  # the values of deep images that are shown as black and white
FILES = ("weights", "cache")


class AdaptOptions(TypedDict, total=False):
    """What `adapt` takes besides its folders and its method. Each is named as its flag; the defaults are those of Job.

    `map`: class names of the target's masks or folders to those of the source; "" leaves a class out. `range`,
    `source_range`, `target_range`: the values of deep images that are shown as black and white. `shots`: a file of
    labels of target images, or classes by path. `shot_masks`: a folder of masks. `corrections`: a project, or a CSV
    with the columns path,given,label. `settings`: those of the method, by name.
    """

    task: str
    backbone: str
    weights: Place
    tune: str
    steps: int
    batch: int
    image_size: int
    image_width: int
    map: Mapping[str, str]
    range: Pair
    source_range: Pair
    target_range: Pair
    augment: str
    shift: str
    norm: str
    seed: int
    validator: str
    device: str
    precision: str
    devices: int
    nodes: int
    threads: int
    compile: bool
    tensorboard: bool
    shots: Place | Mapping[str, str]
    shot_masks: Place
    shots_held_out: float
    corrections: Place
    settings: Mapping[str, Value]
    checkpoint_seconds: float
    cache: Place


class TranslateOptions(TypedDict, total=False):
    """What `translate` takes to train a translator. Each is named as its flag; the defaults are those of the job.

    `range`, `source_range`, `target_range`: the values of deep images that are shown as black and white, also where a
    translator is applied. `backbone`, `weights`: the network that measures the quality. `settings`: those of the
    translator, by name.
    """

    preset: str
    steps: int
    batch: int
    image_size: int
    range: Pair
    source_range: Pair
    target_range: Pair
    seed: int
    ema: float
    backbone: str
    weights: Place
    device: str
    precision: str
    threads: int
    checkpoint_seconds: float
    cache: Place
    settings: Mapping[str, Value]


def ranges_of(options: AdaptOptions | TranslateOptions) -> dict[str, DeepRange]:
    """The ranges of deep images that are given, by the field of a job. Raises UserError if one is empty."""
    given = {side: options.get(side, options.get("range")) for side in ("source_range", "target_range")}
    return {side: given_range(*cast(Pair, bounds)) for side, bounds in given.items() if bounds}


def plain_values(options: AdaptOptions | TranslateOptions, names: Iterable[str]) -> dict[str, object]:
    """The given options among these names, with absolute paths of files."""
    given: Mapping[str, object] = cast(Mapping[str, object], options)
    values = {name: given[name] for name in names if name in given}
    return values | {name: str(Path(str(values[name])).absolute()) for name in FILES if values.get(name)}


def check_names(options: AdaptOptions | TranslateOptions, kind: type, command: str) -> None:
    """Raises UserError if an option is none of those of `kind`, a typed dictionary."""
    for name in options:
        if name not in kind.__annotations__:
            hint = did_you_mean(name, kind.__annotations__, f"See “workbench {command} --help”.")
            raise UserError(f"“{command}” has no option “{name}”.", hint)
