"""Weights that were trained elsewhere: read without executing anything, and matched to a network by their names."""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import torch
from safetensors.torch import load_file
from torch import Tensor, nn

from workbench.core.errors import UserError

NESTED = ("state_dict", "model_state_dict", "model", "model_ema", "net", "network", "teacher", "student")
COUNTERS = "num_batches_tracked"  # of batch norm: nothing depends on it


class Match(NamedTuple):
    """What of a file fits a network: `tensors` by the network's names, found below `prefix` in the file.

    `missing`: of the network, not in the file; `left_over`: of the file, not in the network, such as a head;
    `misfit`: in both with another shape, as a sentence each.
    """

    tensors: dict[str, Tensor]
    prefix: str
    missing: tuple[str, ...]
    left_over: tuple[str, ...]
    misfit: tuple[str, ...]

    @property
    def complete(self) -> bool:
        """Whether the network can start from it."""
        return not self.missing and not self.misfit


def read_weights(path: Path) -> dict[str, Tensor]:
    """The tensors of a .safetensors file, or of a state dict in torch's own form, by name.

    Nothing in the file is executed. Raises UserError when it is neither.
    """
    if not path.is_file():
        raise UserError(f"There is no weights file {path}.", "Check the path given with --weights.")
    try:
        if path.suffix == ".safetensors":
            return load_file(path)
        state = torch.load(path, map_location="cpu", weights_only=True)
    except Exception as error:  # the loaders raise whatever the bytes lead them to
        reason = str(error).split("\n", maxsplit=1)[0][:200]
        raise UserError(
            f"{path.name} is not a weights file that can be read safely ({reason}).",
            "Use a .safetensors file, or a .pth file that holds a plain state dict.",
        ) from error
    found = _tensors(state)
    if not found:
        raise UserError(f"{path.name} holds no state dict.", "Save it with torch.save(model.state_dict(), …).")
    return found


def matched(net: nn.Module, state: Mapping[str, Tensor]) -> Match:
    """Which tensors of a file fit a network, whatever prefix (“module.”, “model.backbone.”, …) they stand under."""
    wanted = net.state_dict()
    below: Counter[str] = Counter()
    for name in state:
        parts = name.split(".")
        for cut in range(len(parts)):
            if ".".join(parts[cut:]) in wanted:
                below["".join(f"{part}." for part in parts[:cut])] += 1
    prefix = below.most_common(1)[0][0] if below else ""
    given = {name.removeprefix(prefix): name for name in state if name.startswith(prefix)}
    fitting, misfit = {}, []
    for name, tensor in wanted.items():
        if name in given:
            found = state[given[name]]
            if found.shape == tensor.shape:
                fitting[name] = found
            else:
                misfit.append(f"{name} is {_shape(found)}, and the network wants {_shape(tensor)}")
    missing = [name for name in wanted if name not in given and not name.endswith(COUNTERS)]
    used = {given[name] for name in wanted if name in given}
    return Match(fitting, prefix, tuple(missing), tuple(name for name in state if name not in used), tuple(misfit))


def fill(net: nn.Module, state: Mapping[str, Tensor], source: str) -> None:
    """Put weights into a network whose head is off. Raises UserError, naming the first that is in the way."""
    match = matched(net, state)
    if not match.complete:
        first = match.misfit[0] if match.misfit else f"{len(match.missing):,} weights are missing: {match.missing[0]}"
        raise UserError(f"{source} does not fit the backbone: {first}.", "Choose the backbone it is for.")
    net.load_state_dict(match.tensors, strict=False)


def _tensors(state: object) -> dict[str, Tensor]:
    if not isinstance(state, dict):
        return {}
    for name in NESTED:
        if isinstance(state.get(name), dict):
            return _tensors(state[name])
    return {name: value for name, value in state.items() if isinstance(name, str) and isinstance(value, Tensor)}


def _shape(tensor: Tensor) -> str:
    return " × ".join(map(str, tensor.shape)) or "a single number"
