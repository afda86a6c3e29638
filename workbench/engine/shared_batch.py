"""A strategy of Lightning Fabric for processes that share each batch."""

from lightning_fabric.strategies.ddp import DDPStrategy
from torch import nn


class SharedBatchStrategy(DDPStrategy):
    """A DDP strategy without DDP's module wrapper. Several processes share each batch.

    `Method.minimise` averages the gradients instead. DDP's wrapper requires one forward pass for each backward pass,
    and a gradient for every weight. Adversarial methods satisfy neither.
    """

    def setup_module(self, module: nn.Module) -> nn.Module:  # type: ignore[override]  # no wrapper
        """Return the module unchanged."""
        return module
