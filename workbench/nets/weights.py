"""Reading pretrained weights safely and matching them to a network by tensor name."""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import torch
from safetensors.torch import load_file
from torch import Tensor, nn

from workbench.core.errors import UserError

NESTED = ("state_dict", "model_state_dict", "model", "model_ema", "net", "network", "teacher", "student")
COUNTERS = "num_batches_tracked"  # of batch norm: unused, may be missing


class Match(NamedTuple):
    """The match between a weights file and a network.

    `tensors`: matching tensors by the network's names; `prefix`: what precedes those names in the file; `missing`:
    names that only the network has; `left_over`: names that only the file has, such as those of a head; `misfit`: a
    sentence for each tensor of another shape.
    """

    tensors: dict[str, Tensor]
    prefix: str
    missing: tuple[str, ...]
    left_over: tuple[str, ...]
    misfit: tuple[str, ...]

    @property
    def complete(self) -> bool:
        """Whether every tensor of the network has a match."""
        return not self.missing and not self.misfit


def read_weights(path: Path) -> dict[str, Tensor]:
    """The tensors of a .safetensors file or of a PyTorch state dict, by name.

    No code in the file is executed. Raises UserError for any other file.
    """
    if not path.is_file():
        raise UserError(f"There is no weights file {path}.", "Check the path given with --weights.")
    try:
        if path.suffix == ".safetensors":
            return load_file(path)
        state = torch.load(path, map_location="cpu", weights_only=True)
    except Exception as error:  # the loaders raise errors of many types
        reason = str(error).split("\n", maxsplit=1)[0][:200]
        raise UserError(
            f"{path.name} is not a weights file that can be read safely ({reason}).",
            "Use a .safetensors file, or a .pth file that contains only a state dict.",
        ) from error
    tensors = _tensors(state)
    if not tensors:
        raise UserError(f"{path.name} contains no state dict.", "Save it with torch.save(model.state_dict(), …).")
    return tensors


def matched(net: nn.Module, state: Mapping[str, Tensor]) -> Match:
    """Match the tensors of a file to a network, under any common prefix (“module.”, “model.backbone.”, …)."""
    expected = net.state_dict()
    prefixes: Counter[str] = Counter()
    for name in state:
        parts = name.split(".")
        for cut in range(len(parts)):
            if ".".join(parts[cut:]) in expected:
                prefixes["".join(f"{part}." for part in parts[:cut])] += 1
    prefix = prefixes.most_common(1)[0][0] if prefixes else ""
    given = {name.removeprefix(prefix): name for name in state if name.startswith(prefix)}
    fitting, misfit = {}, []
    for name, tensor in expected.items():
        if name in given:
            stored = state[given[name]]
            if stored.shape == tensor.shape:
                fitting[name] = stored
            else:
                misfit.append(f"{name} has shape {_shape(stored)}, but the network needs {_shape(tensor)}")
    missing = [name for name in expected if name not in given and not name.endswith(COUNTERS)]
    used = {given[name] for name in expected if name in given}
    return Match(fitting, prefix, tuple(missing), tuple(name for name in state if name not in used), tuple(misfit))


def fill(net: nn.Module, state: Mapping[str, Tensor], source: str) -> None:
    """Load weights into a network without a head. `source` names them in the UserError raised on a mismatch."""
    match = matched(net, state)
    if not match.complete:
        missing = f"{len(match.missing):,} tensors are missing, the first is {next(iter(match.missing), None)}"
        reason = match.misfit[0] if match.misfit else missing
        raise UserError(f"{source} does not match the backbone: {reason}.", "Choose the backbone it was trained for.")
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
