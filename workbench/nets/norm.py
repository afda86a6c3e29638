"""Normalisation with statistics of its own for each domain.

A batch of source and a batch of target images pass through a network one after the other; each is normalised by the
statistics of its own domain, while weights are shared (Li et al., AdaBN, arXiv:1603.04779).
"""

from collections.abc import Mapping

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from workbench.core.domain import Side
from workbench.nets.distributed import processes, summed

_PLAIN = ("weight", "bias", "running_mean", "running_var")


class DomainNorm(nn.Module):
    """What depends on a domain: `side` says whose statistics the next forward pass uses."""

    side: Side = Side.SOURCE

    def plain(self, side: Side) -> nn.Module:
        """The same layer with the statistics of one domain only, in evaluation mode."""
        raise NotImplementedError

    def take(self, tensors: Mapping[str, Tensor]) -> None:
        """Both domains get what the state of a `plain` layer says. Raises KeyError where it lacks something."""
        raise NotImplementedError


class DomainBatchNorm(DomainNorm):
    """Batch norm over (B, C, …) with shared scale and shift and running statistics for each domain."""

    def __init__(self, norm: nn.BatchNorm1d | nn.BatchNorm2d) -> None:
        super().__init__()
        self.kind = type(norm)
        self.eps, self.momentum = norm.eps, norm.momentum or 0.1
        self.weight, self.bias = norm.weight, norm.bias
        self.own: nn.ParameterDict | None = None  # scale and shift of each domain, where they are not shared
        for side in Side:
            for name in ("mean", "var"):
                self.register_buffer(f"{side}_{name}", getattr(norm, f"running_{name}").clone())

    def forward(self, x: Tensor) -> Tensor:
        """(B, C, …) to the same shape. In training mode the running statistics of `side` move, no others."""
        mean, var = self.statistics(self.side)
        weight, bias = self.affine(self.side)
        if self.training and processes() > 1:
            return self._shared(x, mean, var, weight, bias)
        return F.batch_norm(x, mean, var, weight, bias, self.training, self.momentum, self.eps)

    def _shared(self, x: Tensor, running_mean: Tensor, running_var: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
        """The same by the statistics of the batch that all processes share; x is this one's part of it.

        Sums are of differences from the running mean, so that squares lose no digits.
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
        normal: Tensor = (away - mean.view(shape)) * scale.view(shape) + bias.view(shape)
        return normal.to(x.dtype)

    def statistics(self, side: Side) -> tuple[Tensor, Tensor]:
        """Running mean and variance of a domain, (C,) each."""
        return self.get_buffer(f"{side}_mean"), self.get_buffer(f"{side}_var")

    def affine(self, side: Side) -> tuple[Tensor, Tensor]:
        """Scale and shift of a domain, (C,) each."""
        if self.own is None:
            return self.weight, self.bias
        return self.own[f"{side}_weight"], self.own[f"{side}_bias"]

    def give_own_scales(self) -> None:
        """From now on, each domain has a scale and a shift of its own."""
        values = {"weight": self.weight, "bias": self.bias}
        self.own = nn.ParameterDict(
            {f"{side}_{name}": nn.Parameter(value.detach().clone()) for side in Side for name, value in values.items()}
        )
        self.weight = self.bias = None  # type: ignore[assignment]  # what nothing uses shall not be trained or saved

    def plain(self, side: Side) -> nn.Module:
        """A BatchNorm of the kind that this one replaced."""
        mean, var = self.statistics(side)
        weight, bias = self.affine(side)
        norm = self.kind(mean.numel(), eps=self.eps, momentum=self.momentum)
        values = {"weight": weight, "bias": bias, "running_mean": mean, "running_var": var}
        norm.load_state_dict({**norm.state_dict(), **values})
        return norm.eval()

    @torch.no_grad()
    def take(self, tensors: Mapping[str, Tensor]) -> None:
        """Scale, shift and running statistics."""
        for side in Side:
            for mine, name in zip((*self.affine(side), *self.statistics(side)), _PLAIN, strict=True):
                mine.copy_(tensors[name])


class DomainStandardise(DomainNorm):
    """(B, D) features to zero mean and unit variance by the fixed statistics of their domain."""

    def __init__(self, size: int) -> None:
        super().__init__()
        for side in Side:
            self.register_buffer(f"{side}_mean", torch.zeros(size))
            self.register_buffer(f"{side}_scale", torch.ones(size))

    @torch.no_grad()
    def measure(self, features: Tensor, side: Side) -> None:
        """Take the statistics of a domain from all its features, (N, D)."""
        self.get_buffer(f"{side}_mean").copy_(features.mean(dim=0))
        self.get_buffer(f"{side}_scale").copy_(features.std(dim=0, correction=0).clamp_min(1e-3))

    def forward(self, features: Tensor) -> Tensor:
        """(B, D) to (B, D)."""
        return (features - self.get_buffer(f"{self.side}_mean")) / self.get_buffer(f"{self.side}_scale")

    def plain(self, side: Side) -> nn.Module:
        """A BatchNorm1d without scale and shift."""
        mean, scale = self.get_buffer(f"{side}_mean"), self.get_buffer(f"{side}_scale")
        affine = nn.BatchNorm1d(mean.numel(), eps=0.0, affine=False)
        affine.load_state_dict({**affine.state_dict(), "running_mean": mean, "running_var": scale**2})
        return affine.eval()

    @torch.no_grad()
    def take(self, tensors: Mapping[str, Tensor]) -> None:
        """Mean and scale."""
        for side in Side:
            self.get_buffer(f"{side}_mean").copy_(tensors["running_mean"])
            self.get_buffer(f"{side}_scale").copy_(tensors["running_var"].sqrt())


class InstanceBatchNorm(nn.Module):
    """Instance norm on the first half of the channels, batch norm on the rest (Pan et al., IBN-a, arXiv:1807.09441).

    Both start from the batch norm that is replaced.
    """

    def __init__(self, norm: nn.BatchNorm2d) -> None:
        super().__init__()
        self.cut = norm.num_features // 2
        self.instance = nn.InstanceNorm2d(self.cut, eps=norm.eps, affine=True)
        self.batch = nn.BatchNorm2d(norm.num_features - self.cut, eps=norm.eps, momentum=norm.momentum)
        parts = {name: tensor[self.cut :] if tensor.dim() else tensor for name, tensor in norm.state_dict().items()}
        self.batch.load_state_dict(parts)
        with torch.no_grad():
            self.instance.weight.copy_(norm.weight[: self.cut])
            self.instance.bias.copy_(norm.bias[: self.cut])

    def forward(self, x: Tensor) -> Tensor:
        """(B, C, H, W) to the same shape."""
        by_instance, by_batch = x.split([self.cut, x.shape[1] - self.cut], dim=1)
        return torch.cat([self.instance(by_instance.contiguous()), self.batch(by_batch.contiguous())], dim=1)


def with_instance_norms(module: nn.Module) -> int:
    """Replace the first half of the batch norms over maps inside by InstanceBatchNorm; how many those were."""
    found = [
        (parent, name, child)
        for parent in module.modules()
        for name, child in parent.named_children()
        if isinstance(child, nn.BatchNorm2d) and child.num_features > 1
    ]
    early = found[: (len(found) + 1) // 2]
    for parent, name, child in early:
        setattr(parent, name, InstanceBatchNorm(child))
    return len(early)


def with_domain_norms(module: nn.Module) -> nn.Module:
    """The module with every batch norm replaced by a DomainBatchNorm that starts from its statistics."""
    if isinstance(module, nn.BatchNorm1d | nn.BatchNorm2d):
        return DomainBatchNorm(module)
    for name, child in module.named_children():
        setattr(module, name, with_domain_norms(child))
    return module


def give_own_scales(module: nn.Module) -> None:
    """Let every batch norm inside have a scale and a shift for each domain (Chang et al., DSBN, arXiv:1906.03950)."""
    for layer in module.modules():
        if isinstance(layer, DomainBatchNorm):
            layer.give_own_scales()


def with_plain_norms(module: nn.Module, side: Side) -> nn.Module:
    """The module with every domain norm replaced by an ordinary one that carries the statistics of `side`."""
    if isinstance(module, DomainNorm):
        return module.plain(side)
    for name, child in module.named_children():
        setattr(module, name, with_plain_norms(child, side))
    return module


def use_side(module: nn.Module, side: Side) -> None:
    """Let every domain norm inside use the statistics of `side` from now on."""
    for layer in module.modules():
        if isinstance(layer, DomainNorm):
            layer.side = side
