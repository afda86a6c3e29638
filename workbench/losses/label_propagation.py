"""Label propagation on a graph of nearest neighbours (Zhou et al., Learning with local and global consistency, 2003).

Iscen et al. (arXiv:1904.04717) use such a graph of deep features.
"""

from typing import TYPE_CHECKING, NamedTuple

import torch
import torch.nn.functional as F
from torch import Tensor

if TYPE_CHECKING:
    from scipy.sparse import csr_array

EXACT = 8192  # up to so many samples, all pairs are compared at full width
REDUCED, CANDIDATES = 96, 4  # beyond: candidates, as a multiple of k, from this many principal components
ELEMENTS = 2**24  # of a block of similarities


class Neighbours(NamedTuple):
    """The k nearest other samples of N samples: `cosines` (N, k), the highest first, and their row numbers `rows`."""

    cosines: Tensor
    rows: Tensor


def nearest_neighbours(features: Tensor, count: int, exact: int = EXACT) -> Neighbours:
    """The nearest neighbours of N features (N, D) by cosine, on their device; `count` is at most N − 1.

    Similarities are computed in blocks, so memory is O(N·(D + k)). Of more than `exact` samples, only
    candidates are compared at full width: the nearest in the first principal components.
    """
    unit = F.normalize(features.float(), dim=1)
    count = min(count, len(unit) - 1)
    if len(unit) <= exact:
        return _nearest(unit, count)
    rows = _nearest(_reduced(unit), min(CANDIDATES * count, len(unit) - 1)).rows
    blocks = zip(unit.split(1024), rows.split(1024), strict=True)
    found = [_among(block, unit, candidates, count) for block, candidates in blocks]
    return Neighbours(*(torch.cat(parts) for parts in zip(*found, strict=True)))


def affinity(neighbours: Neighbours, scale: float) -> "csr_array":
    """S = D^−½ W D^−½, (N, N) with at most 2·N·k entries; W is symmetric with w_ij = exp((cos_ij − 1) / scale).

    An edge joins i and j if one of them is among the neighbours of the other.
    """
    from scipy.sparse import coo_array, csr_array, diags_array

    cosines, columns = neighbours.cosines.cpu().double(), neighbours.rows.cpu()
    size, count = columns.shape
    rows = torch.arange(size).repeat_interleave(count)
    weights = ((cosines.flatten().clamp(-1, 1) - 1) / scale).exp().numpy()
    one_way = coo_array((weights, (rows.numpy(), columns.flatten().numpy())), (size, size)).tocsr()
    joined = one_way.maximum(one_way.T)
    degrees = joined.sum(axis=1)
    scales = diags_array(1 / (degrees + (degrees == 0)) ** 0.5)
    return csr_array(scales @ joined @ scales)


def propagate(similarity: "csr_array", labels: Tensor, alpha: float, iterations: int) -> Tensor:
    """F ← α S F + (1 − α) Y from F = Y: scores (N, K) of the samples, on the CPU, in float32.

    `labels` (N, K) is Y: one-hot for labelled samples, and for others what is believed of them. α in [0, 1).
    """
    fixed = labels.cpu().double().numpy()
    scores = fixed
    for _ in range(iterations):
        scores = alpha * (similarity @ scores) + (1 - alpha) * fixed
    return torch.from_numpy(scores).float()


def _nearest(unit: Tensor, count: int) -> Neighbours:
    """Of vectors (N, D) of unit length, in blocks of rows."""
    found = []
    for block in torch.arange(len(unit), device=unit.device).split(max(ELEMENTS // len(unit), 1)):
        cosines = unit[block] @ unit.T
        cosines[torch.arange(len(block), device=unit.device), block] = -torch.inf  # a sample is not its own neighbour
        found.append(cosines.topk(count, dim=1))
    return Neighbours(*(torch.cat(parts) for parts in zip(*found, strict=True)))


def _reduced(unit: Tensor) -> Tensor:
    """The first principal components of vectors (N, D), without centring, again of unit length."""
    _, vectors = torch.linalg.eigh(unit.T @ unit)  # ascending
    return F.normalize(unit @ vectors[:, -REDUCED:], dim=1)


def _among(block: Tensor, unit: Tensor, candidates: Tensor, count: int) -> Neighbours:
    """The nearest of (B, C) candidate rows of `unit` to the vectors (B, D) of a block."""
    cosines = torch.einsum("bd,bcd->bc", block, unit[candidates])
    best = cosines.topk(count, dim=1)
    return Neighbours(best.values, candidates.gather(1, best.indices))
