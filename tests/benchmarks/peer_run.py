"""DANN by another library on two image folders, as its own examples do it. Run by peers.py in its environment.

Prints one JSON line: steps a second, and the accuracies on source and target after all steps.
"""

import argparse
import json
import time
from collections.abc import Callable, Iterator
from itertools import chain, repeat
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.utils.data import DataLoader, Dataset
from torchvision import transforms
from torchvision.datasets import ImageFolder

from workbench.nets.small_cnn import FEATURES, SmallNet

RATE, HIDDEN, WORKERS, WARM = 1e-3, 1024, 2, 10
REVERSAL = 0.1  # pytorch-adapt has no schedule; with its default of 1 this net, not pretrained, learns nothing
Step = Callable[[Tensor, Tensor, Tensor], None]


def varied(size: int, augment: str) -> transforms.Compose:
    """Resize, and what comes nearest to the workbench's light augmentation."""
    light = [
        transforms.RandomAffine(degrees=6, translate=(0.06, 0.06), scale=(0.9, 1.1)),
        transforms.ColorJitter(brightness=0.1, contrast=0.2, hue=0.05),
    ]
    middle = light if augment == "light" else []
    return transforms.Compose([transforms.Resize((size, size)), *middle, transforms.ToTensor()])


def endless(loader: "DataLoader[Any]") -> Iterator[Any]:
    """Batches without end."""
    return chain.from_iterable(repeat(loader))


def of_pytorch_adapt(backbone: nn.Module, head: nn.Module, device: str) -> Step:
    """One step of pytorch-adapt's DANN hook."""
    from pytorch_adapt.containers import Models, Optimizers
    from pytorch_adapt.hooks import DANNHook
    from pytorch_adapt.models import Discriminator

    models = Models({"G": backbone, "C": head, "D": Discriminator(FEATURES, HIDDEN).to(device)})
    optimizers = Optimizers((torch.optim.Adam, {"lr": RATE}))
    optimizers.create_with(models)
    hook = DANNHook(opts=list(optimizers.values()), gradient_reversal_weight=REVERSAL)

    def step(source: Tensor, labels: Tensor, target: Tensor) -> None:
        count = len(source)
        hook(
            {
                **models,
                "src_imgs": source,
                "src_labels": labels,
                "target_imgs": target,
                "src_domain": torch.zeros(count, device=device),
                "target_domain": torch.ones(len(target), device=device),
            }
        )

    return step


def of_dalib(backbone: nn.Module, head: nn.Module, device: str) -> Step:
    """One step of dalib's example of DANN."""
    np.float = float  # type: ignore[attr-defined]  # a name that its last release still uses
    from dalib.adaptation.dann import DomainAdversarialLoss
    from dalib.modules.domain_discriminator import DomainDiscriminator

    critic = DomainDiscriminator(in_feature=FEATURES, hidden_size=HIDDEN).to(device)
    adversarial = DomainAdversarialLoss(critic).to(device)
    networks = nn.ModuleList([backbone, head, critic])
    optimizer = torch.optim.Adam(networks.parameters(), lr=RATE)

    def step(source: Tensor, labels: Tensor, target: Tensor) -> None:
        features = backbone(torch.cat([source, target]))
        source_features, target_features = features.chunk(2)
        loss = F.cross_entropy(head(source_features), labels) + adversarial(source_features, target_features)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()

    return step


def accuracy(network: nn.Module, folder: Path, size: int, device: str) -> float:
    """Share of the target's images that are right, in evaluation mode."""
    network.eval()
    right = total = 0
    with torch.no_grad():
        for images, labels in DataLoader(ImageFolder(str(folder), varied(size, "none")), 256, num_workers=WORKERS):
            right += int((network(images.to(device)).argmax(1).cpu() == labels).sum())
            total += len(labels)
    return right / total


def main() -> None:
    """Train, time, evaluate, print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("peer", choices=["pytorch-adapt", "dalib"])
    parser.add_argument("source", type=Path)
    parser.add_argument("target", type=Path)
    for name, default in (("steps", 300), ("batch", 64), ("size", 32), ("seed", 0)):
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--augment", default="none")
    parser.add_argument("--device", default="cpu")
    arguments = parser.parse_args()
    torch.manual_seed(arguments.seed)
    device = arguments.device
    folders: list[Dataset[Any]] = [
        ImageFolder(str(folder), varied(arguments.size, arguments.augment))
        for folder in (arguments.source, arguments.target)
    ]
    source, target = (
        endless(DataLoader(folder, arguments.batch, shuffle=True, num_workers=WORKERS, drop_last=True))
        for folder in folders
    )
    backbone, head = SmallNet().to(device), nn.Linear(FEATURES, len(folders[0].classes)).to(device)  # type: ignore[attr-defined]
    make = {"pytorch-adapt": of_pytorch_adapt, "dalib": of_dalib}[arguments.peer]
    step = make(backbone, head, device)
    start = 0.0
    for number in range(arguments.steps):
        if number == WARM:
            start = time.perf_counter()
        (images, labels), (others, _) = next(source), next(target)
        step(images.to(device), labels.to(device), others.to(device))
    if device != "cpu":
        torch.cuda.synchronize()
    rate = (arguments.steps - WARM) / (time.perf_counter() - start)
    network = nn.Sequential(backbone, head)
    on_source, on_target = (
        accuracy(network, folder, arguments.size, device) for folder in (arguments.source, arguments.target)
    )
    print(json.dumps({"rate": rate, "source": on_source, "accuracy": on_target}))


if __name__ == "__main__":
    main()
