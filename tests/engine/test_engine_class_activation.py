"""Grad-CAM: the formulas of Selvaraju et al. (arXiv:1610.02391), written out, and a trained net that finds a blob."""

from pathlib import Path

import msgspec
import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from PIL import Image
from torch import Tensor, nn

from workbench.analysis.explanation import explain
from workbench.core.domain import Side
from workbench.core.errors import UserError
from workbench.core.job import Job
from workbench.engine.class_activation import class_activation
from workbench.engine.run import run
from workbench.nets.efficientnet_lite import EfficientNetLite0


def tiny() -> nn.Sequential:
    """Convolution, ReLU in place, and a linear layer of all places: the gradient differs from place to place."""
    torch.manual_seed(0)
    net = nn.Sequential(nn.Conv2d(3, 4, 3, stride=2), nn.ReLU(inplace=True), nn.Flatten(), nn.Linear(4 * 3 * 3, 3))
    return net.eval().requires_grad_(False)


@pytest.mark.parametrize("number", [0, 2])
def test_that_the_heat_is_that_of_equations_1_and_2(number: int) -> None:
    net, image = tiny(), torch.rand(1, 3, 7, 7)
    maps = net[1](net[0](image))[0]  # A, (4, 3, 3)
    last = net[3]
    assert isinstance(last, nn.Linear)
    gradient = last.weight[number].view(4, 3, 3)  # dy/dA, because y is linear in A
    alpha = [sum(gradient[k, i, j] for i in range(3) for j in range(3)) / 9 for k in range(4)]  # equation 1
    expected = [[max(sum(alpha[k] * maps[k, i, j] for k in range(4)), 0.0) for j in range(3)] for i in range(3)]
    found = class_activation(net, image, number)
    assert found.heat == pytest.approx(np.array(expected, np.float32), abs=1e-6)
    assert found.logits == pytest.approx(net(image)[0].numpy())


def test_that_no_class_means_the_most_probable_one() -> None:
    net, image = tiny(), torch.rand(1, 3, 7, 7)
    best = int(net(image).argmax())
    assert (class_activation(net, image).heat == class_activation(net, image, best).heat).all()


def test_that_a_net_without_maps_is_refused() -> None:
    net = nn.Sequential(nn.Flatten(), nn.Linear(3 * 49, 3)).eval().requires_grad_(False)
    with pytest.raises(UserError, match="no maps of places"):
        class_activation(net, torch.rand(1, 3, 7, 7))
    assert not any(module._forward_hooks for module in net.modules()), "the hooks are removed"


def test_that_maps_are_those_behind_an_activation_in_place() -> None:
    torch.manual_seed(1)
    net = nn.Sequential(EfficientNetLite0(), nn.Linear(1280, 2)).eval().requires_grad_(False)
    assert class_activation(net, torch.rand(1, 3, 64, 64)).heat.shape == (2, 2)


class Attention(nn.Module):
    """Patches of 4 pixels and a class token; only the class token is read, as in a vision transformer."""

    def __init__(self) -> None:
        super().__init__()
        self.patches = nn.Conv2d(3, 8, 4, stride=4)
        self.token = nn.Parameter(torch.rand(1, 1, 8))
        self.blocks = nn.ModuleList(nn.TransformerEncoderLayer(8, 2, 16, batch_first=True) for _ in range(2))
        self.head = nn.Linear(8, 3)

    def forward(self, images: Tensor) -> Tensor:
        tokens = torch.cat([self.token, self.patches(images).flatten(2).transpose(1, 2)], dim=1)
        for block in self.blocks:
            tokens = block(tokens)
        logits: Tensor = self.head(tokens[:, 0])
        return logits


def test_that_the_tokens_of_a_transformer_are_laid_out_as_its_patches() -> None:
    torch.manual_seed(0)
    net = Attention().eval().requires_grad_(False)
    image = torch.rand(1, 3, 16, 24)
    found = class_activation(net, image, 1)
    tokens = torch.cat([net.token, net.patches(image).flatten(2).transpose(1, 2)], dim=1)
    tokens = net.blocks[0](tokens).detach().requires_grad_(True)  # the last that the class token reads
    (gradient,) = torch.autograd.grad(net.head(net.blocks[1](tokens)[:, 0])[0, 1], tokens)
    alpha = gradient[0, 1:].mean(dim=0)
    expected = (tokens[0, 1:] * alpha).sum(dim=1).relu().detach().reshape(4, 6)
    assert found.heat == pytest.approx(expected.numpy(), abs=1e-6)


def blobs(root: Path, seed: int) -> Path:
    """Images of noise; those of class “blob” have a bright blob somewhere."""
    chance = np.random.default_rng(seed)
    for name in ("blob", "none"):
        folder = root / name
        folder.mkdir(parents=True)
        for number in range(24):
            pixels, _ = painted(chance, name == "blob")
            Image.fromarray(pixels).save(folder / f"{number:03}.png")
    return root


def painted(chance: np.random.Generator, blob: bool) -> tuple[NDArray[np.uint8], tuple[int, int]]:
    pixels = chance.integers(60, 120, (32, 32, 3), dtype=np.uint8)
    x, y = (int(at) for at in chance.integers(4, 28, 2))
    if blob:
        pixels[max(y - 3, 0) : y + 4, max(x - 3, 0) : x + 4] = (250, 220, 40)
    return pixels, (x, y)


def test_that_the_map_of_a_trained_net_lands_on_the_blob_that_makes_the_class(tmp_path: Path, job: Job) -> None:
    source, target = blobs(tmp_path / "source", 0), blobs(tmp_path / "target", 1)
    wanted = msgspec.structs.replace(
        job,
        method="source_only",
        source=str(source),
        target=str(target),
        backbone="small",
        steps=60,
        batch=24,
        image_size=32,
    )
    list(run(wanted, tmp_path / "run"))
    chance, hits = np.random.default_rng(2), 0
    for number in range(8):
        pixels, (x, y) = painted(chance, True)
        file = tmp_path / f"{number}.png"
        Image.fromarray(pixels).save(file)
        found = explain(tmp_path / "run", file, Side.TARGET, "blob")
        assert found.heat.shape == (8, 8)
        assert found.heat.max() == 1
        row, column = divmod(int(found.heat.argmax()), 8)
        hits += abs(4 * column + 2 - x) <= 6 and abs(4 * row + 2 - y) <= 6
    assert hits >= 7, f"{hits} of 8 maps are highest on the blob; by chance it would be about 1"
    assert explain(tmp_path / "run", file, Side.TARGET).class_name == "blob"
    with pytest.raises(UserError, match="does not know the class"):
        explain(tmp_path / "run", file, Side.TARGET, "cat")


def test_that_a_run_without_a_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError):
        explain(tmp_path, tmp_path / "0.png", Side.TARGET)
