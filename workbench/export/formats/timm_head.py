"""The linear layer that stands in timm's nets for all that follows the backbone of a model."""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

AFFINE = (nn.Linear, nn.BatchNorm1d, nn.Identity, nn.Dropout)  # layers that are affine in evaluation mode
ITERATIONS = 200  # of L-BFGS
DECAY = 1e-4  # L2 penalty on the weights for standardised features


def is_affine(rest: nn.Module) -> bool:
    """Whether a module from features to logits is an affine function, so that one linear layer equals it."""
    return all(isinstance(layer, AFFINE) for layer in rest.modules() if not list(layer.children()))


@torch.no_grad()
def affine_layer(rest: nn.Module, features: int) -> tuple[Tensor, Tensor]:
    """The weight (K, D) and the bias (K) of an affine module from `features` = D features to logits."""
    double = rest.double()
    bias: Tensor = double(torch.zeros(1, features, dtype=torch.double))[0]
    weight = (double(torch.eye(features, dtype=torch.double)) - bias).T
    rest.float()
    return weight.float(), bias.float()


def fitted_layer(features: Tensor, logits: Tensor) -> tuple[Tensor, Tensor]:
    """The weight (K, D) and the bias (K) whose softmax is closest to that of `logits` (N, K) on `features` (N, D).

    Minimises the mean cross-entropy with the model's probabilities, plus DECAY/2 ‖W‖², by L-BFGS.
    """
    inputs, targets = features.double(), logits.double().softmax(dim=1)
    mean, scale = inputs.mean(dim=0), inputs.std(dim=0, correction=0).clamp_min(1e-6)
    standard = (inputs - mean) / scale
    weight = torch.zeros(logits.shape[1], inputs.shape[1], dtype=torch.double, requires_grad=True)
    bias = torch.zeros(logits.shape[1], dtype=torch.double, requires_grad=True)
    optimizer = torch.optim.LBFGS([weight, bias], max_iter=ITERATIONS, line_search_fn="strong_wolfe")

    def loss() -> Tensor:
        optimizer.zero_grad()
        total = F.cross_entropy(standard @ weight.T + bias, targets) + DECAY / 2 * weight.square().sum()
        total.backward()
        return total

    optimizer.step(loss)
    scaled = weight.detach() / scale
    return scaled.float(), (bias.detach() - scaled @ mean).float()
