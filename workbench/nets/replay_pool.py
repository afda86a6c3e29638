"""A pool of images made earlier, so that a critic does not forget them (Shrivastava et al., arXiv:1612.07828, §2.3)."""

import torch
from torch import Tensor, nn


class ReplayPool(nn.Module):
    """Holds up to `size` images of (3, H, W). Chance is that of the CPU; all is kept in the state."""

    images: Tensor
    held: Tensor

    def __init__(self, size: int, height: int, width: int = 0) -> None:
        """`width` 0: as high."""
        super().__init__()
        self.size = size
        self.register_buffer("images", torch.zeros(size, 3, height, width or height))
        self.register_buffer("held", torch.zeros((), dtype=torch.long))

    @torch.no_grad()
    def exchange(self, made: Tensor) -> Tensor:
        """(B, 3, H, W) new images to as many for the critic: each itself, or, half of the time once the pool is full,
        an older one whose place it takes.
        """
        if not self.size:
            return made
        shown = made.detach().clone()
        swap, place = torch.rand(len(made)).tolist(), torch.randint(self.size, (len(made),)).tolist()
        held = int(self.held)
        for index in range(len(made)):
            if held < self.size:
                self.images[held] = shown[index]
                held += 1
            elif swap[index] < 0.5:
                old = self.images[place[index]].clone()
                self.images[place[index]] = shown[index]
                shown[index] = old
        self.held.fill_(held)
        return shown
