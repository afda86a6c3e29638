"""Normalisation layers with separate statistics for each domain.

A source batch and a target batch pass through the network one after the other. Each is normalised by the statistics of
its own domain; the weights are shared (Li et al., AdaBN, arXiv:1603.04779).
"""

import copy
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from workbench.core.domain import Side
from workbench.nets.distributed import processes, summed

_PLAIN = ("weight", "bias", "running_mean", "running_var")
_AFTER = ("drop", "act")  # what timm's BatchNormAct2d, a BatchNorm2d, does after it normalised


class DomainNorm(nn.Module):
    """Base of the layers with statistics per domain. `side` selects the statistics of the next forward pass."""

    side: Side = Side.SOURCE

    def plain(self, side: Side) -> nn.Module:
        """A standard layer with the statistics of one domain, in evaluation mode."""
        raise NotImplementedError

    def load_plain(self, tensors: Mapping[str, Tensor]) -> None:
        """Load the state dict of a `plain` layer into both domains. Raises KeyError for a missing tensor."""
        raise NotImplementedError


class DomainBatchNorm(DomainNorm):
    """Batch norm over (B, C, …) with running statistics per domain. Scale and shift are shared by default.

    The activation of a layer that has one, as some of timm's have, is kept.
    """

    def __init__(self, norm: nn.BatchNorm1d | nn.BatchNorm2d) -> None:
        super().__init__()
        self.kind = type(norm)
        self.eps, self.momentum = norm.eps, norm.momentum or 0.1
        self.weight, self.bias = norm.weight, norm.bias
        self.after = _after(norm)
        self.own: nn.ParameterDict | None = None  # scale and shift per domain, if not shared
        for side in Side:
            for name in ("mean", "var"):
                self.register_buffer(f"{side}_{name}", getattr(norm, f"running_{name}").clone())

    def forward(self, x: Tensor) -> Tensor:
        """Normalise (B, C, …). Training mode updates the running statistics of the current `side` only."""
        mean, var = self.statistics(self.side)
        weight, bias = self.affine(self.side)
        if self.training and processes() > 1:
            normal = self._shared(x, mean, var, weight, bias)
        else:
            normal = F.batch_norm(x, mean, var, weight, bias, self.training, self.momentum, self.eps)
        for module in self.after:
            normal = module(normal)
        return normal

    def _shared(self, x: Tensor, running_mean: Tensor, running_var: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
        """Normalise this process's share `x` with the statistics of the batch of all processes.

        Sums are taken of differences from the running mean, so that the squares lose no precision.
        """
        values = x.float()
        shape = (1, -1, *(1,) * (x.dim() - 2))
        axes = [axis for axis in range(x.dim()) if axis != 1]
        away = values - running_mean.view(shape)
        count = values.numel() // values.shape[1] * processes()
        mean, square = summed(torch.stack([away.sum(axes), away.square().sum(axes)])) / count
        var = (square - mean.square()).clamp_min(0)
        with torch.no_grad():
            true_mean = running_mean + mean
            running_mean.lerp_(true_mean, self.momentum)
            running_var.lerp_(var * count / (count - 1), self.momentum)
        scale = weight * (var + self.eps).rsqrt()
        scaled: Tensor = (away - mean.view(shape)) * scale.view(shape) + bias.view(shape)
        return scaled.to(x.dtype)

    def statistics(self, side: Side) -> tuple[Tensor, Tensor]:
        """Running mean and variance of a domain, (C,) each."""
        return self.get_buffer(f"{side}_mean"), self.get_buffer(f"{side}_var")

    def affine(self, side: Side) -> tuple[Tensor, Tensor]:
        """Scale and shift of a domain, (C,) each."""
        if self.own is None:
            return self.weight, self.bias
        return self.own[f"{side}_weight"], self.own[f"{side}_bias"]

    def give_own_scales(self) -> None:
        """Give each domain its own scale and shift, initialised from the shared ones."""
        values = {"weight": self.weight, "bias": self.bias}
        self.own = nn.ParameterDict(
            {f"{side}_{name}": nn.Parameter(value.detach().clone()) for side in Side for name, value in values.items()}
        )
        self.weight = self.bias = None  # type: ignore[assignment]  # unused from now on: neither trained nor saved

    def plain(self, side: Side) -> nn.Module:
        """A batch norm of the class that this layer replaced."""
        mean, var = self.statistics(side)
        weight, bias = self.affine(side)
        norm = self.kind(mean.numel(), eps=self.eps, momentum=self.momentum)
        values = {"weight": weight, "bias": bias, "running_mean": mean, "running_var": var}
        for name, module in zip(_AFTER, self.after, strict=False):
            setattr(norm, name, copy.deepcopy(module))
        norm.load_state_dict({**norm.state_dict(), **values})
        return norm.eval()

    @torch.no_grad()
    def load_plain(self, tensors: Mapping[str, Tensor]) -> None:
        """Load scale, shift and running statistics into both domains."""
        for side in Side:
            for tensor, name in zip((*self.affine(side), *self.statistics(side)), _PLAIN, strict=True):
                tensor.copy_(tensors[name])


class DomainStandardise(DomainNorm):
    """Standardises features (B, D) with the fixed mean and deviation of their domain."""

    def __init__(self, size: int) -> None:
        super().__init__()
        for side in Side:
            self.register_buffer(f"{side}_mean", torch.zeros(size))
            self.register_buffer(f"{side}_scale", torch.ones(size))

    @torch.no_grad()
    def measure(self, features: Tensor, side: Side) -> None:
        """Compute the statistics of a domain from all its features (N, D)."""
        self.get_buffer(f"{side}_mean").copy_(features.mean(dim=0))
        self.get_buffer(f"{side}_scale").copy_(features.std(dim=0, correction=0).clamp_min(1e-3))

    def forward(self, features: Tensor) -> Tensor:
        """Standardised features (B, D)."""
        return (features - self.get_buffer(f"{self.side}_mean")) / self.get_buffer(f"{self.side}_scale")

    def plain(self, side: Side) -> nn.Module:
        """A BatchNorm1d without scale and shift."""
        mean, scale = self.get_buffer(f"{side}_mean"), self.get_buffer(f"{side}_scale")
        affine = nn.BatchNorm1d(mean.numel(), eps=0.0, affine=False)
        affine.load_state_dict({**affine.state_dict(), "running_mean": mean, "running_var": scale**2})
        return affine.eval()

    @torch.no_grad()
    def load_plain(self, tensors: Mapping[str, Tensor]) -> None:
        """Load mean and deviation into both domains."""
        for side in Side:
            self.get_buffer(f"{side}_mean").copy_(tensors["running_mean"])
            self.get_buffer(f"{side}_scale").copy_(tensors["running_var"].sqrt())


class InstanceBatchNorm(nn.Module):
    """Instance norm on the first half of the channels, batch norm on the rest (Pan et al., IBN-a, arXiv:1807.09441).

    Both are initialised from the batch norm that this layer replaces, and its activation, if it has one, is kept.
    """

    def __init__(self, norm: nn.BatchNorm2d) -> None:
        super().__init__()
        self.cut = norm.num_features // 2
        self.instance = nn.InstanceNorm2d(self.cut, eps=norm.eps, affine=True)
        self.batch = nn.BatchNorm2d(norm.num_features - self.cut, eps=norm.eps, momentum=norm.momentum)
        self.after = _after(norm)
        kept = norm.state_dict()
        parts = {name: kept[name][self.cut :] if kept[name].dim() else kept[name] for name in self.batch.state_dict()}
        self.batch.load_state_dict(parts)
        with torch.no_grad():
            self.instance.weight.copy_(norm.weight[: self.cut])
            self.instance.bias.copy_(norm.bias[: self.cut])

    def forward(self, x: Tensor) -> Tensor:
        """(B, C, H, W) to the same shape."""
        by_instance, by_batch = x.split([self.cut, x.shape[1] - self.cut], dim=1)
        normal = torch.cat([self.instance(by_instance.contiguous()), self.batch(by_batch.contiguous())], dim=1)
        for module in self.after:
            normal = module(normal)
        return normal


class ImageStandardise(nn.Module):
    """Gives each channel of each image (B, 3, H, W) the mean 0.5 and the deviation 0.25. It has no weights.

    A classifier after it ignores brightness and contrast of an image. These are typical values of images in [0, 1], so
    that a pretrained network can follow.
    """

    def __init__(self) -> None:
        super().__init__()
        self.norm = nn.InstanceNorm2d(3)

    def forward(self, images: Tensor) -> Tensor:
        """The same shape."""
        standard: Tensor = self.norm(images)
        return 0.5 + 0.25 * standard


@contextmanager
def kept_statistics(module: nn.Module) -> Iterator[None]:
    """While open, forward passes in training mode leave the running statistics inside `module` as they are."""
    layers = [layer for layer in module.modules() if isinstance(layer, DomainBatchNorm)]
    momenta = [layer.momentum for layer in layers]
    for layer in layers:
        layer.momentum = 0.0
    try:
        yield
    finally:
        for layer, momentum in zip(layers, momenta, strict=True):
            layer.momentum = momentum


def with_instance_norms(module: nn.Module) -> int:
    """Replace the first half of the BatchNorm2d layers by InstanceBatchNorm, in place. Returns how many."""
    layers = [
        (parent, name, child)
        for parent in module.modules()
        for name, child in parent.named_children()
        if isinstance(child, nn.BatchNorm2d) and child.num_features > 1
    ]
    early = layers[: (len(layers) + 1) // 2]
    for parent, name, child in early:
        setattr(parent, name, InstanceBatchNorm(child))
    return len(early)


def with_domain_norms(module: nn.Module) -> nn.Module:
    """Replace every batch norm by a DomainBatchNorm with the same statistics. Returns the module."""
    if isinstance(module, nn.BatchNorm1d | nn.BatchNorm2d):
        return DomainBatchNorm(module)
    for name, child in module.named_children():
        setattr(module, name, with_domain_norms(child))
    return module


def give_own_scales(module: nn.Module) -> None:
    """Give every batch norm inside a scale and shift per domain (Chang et al., DSBN, arXiv:1906.03950)."""
    for layer in module.modules():
        if isinstance(layer, DomainBatchNorm):
            layer.give_own_scales()


def with_plain_norms(module: nn.Module, side: Side) -> nn.Module:
    """Replace every domain norm by a standard layer with the statistics of `side`. Returns the module."""
    if isinstance(module, DomainNorm):
        return module.plain(side)
    for name, child in module.named_children():
        setattr(module, name, with_plain_norms(child, side))
    return module


def use_side(module: nn.Module, side: Side) -> None:
    """Make every domain norm inside use the statistics of `side`."""
    for layer in module.modules():
        if isinstance(layer, DomainNorm):
            layer.side = side


def _after(norm: nn.Module) -> nn.ModuleList:
    """The dropout and the activation that belong to a batch norm; empty for PyTorch's own, which have none."""
    return nn.ModuleList(getattr(norm, name) for name in _AFTER if hasattr(norm, name))
