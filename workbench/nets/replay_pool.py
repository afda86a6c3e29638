"""A pool of earlier generated images for training a critic (Shrivastava et al., arXiv:1612.07828, §2.3)."""

import torch
from torch import Tensor, nn


class ReplayPool(nn.Module):
    """A buffer of up to `size` images (3, H, W). It draws from the CPU's generator and is part of the state dict."""

    images: Tensor
    held: Tensor

    def __init__(self, size: int, height: int, width: int = 0) -> None:
        """`width`: 0 for square images."""
        super().__init__()
        self.size = size
        self.register_buffer("images", torch.zeros(size, 3, height, width or height))
        self.register_buffer("held", torch.zeros((), dtype=torch.long))

    @torch.no_grad()
    def exchange(self, images: Tensor) -> Tensor:
        """Exchange generated images (B, 3, H, W) for images to show to the critic, of the same shape.

        Until the pool is full, images are stored and returned. Afterwards, with probability ½, an image replaces a
        random one of the pool, which is returned instead.
        """
        if not self.size:
            return images
        output = images.detach().clone()
        swap, place = torch.rand(len(images)).tolist(), torch.randint(self.size, (len(images),)).tolist()
        held = int(self.held)
        for index in range(len(images)):
            if held < self.size:
                self.images[held] = output[index]
                held += 1
            elif swap[index] < 0.5:
                old = self.images[place[index]].clone()
                self.images[place[index]] = output[index]
                output[index] = old
        self.held.fill_(held)
        return output
