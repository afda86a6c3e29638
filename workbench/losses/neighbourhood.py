"""Losses of DANCE: clustering by neighbours, and entropy kept away from a boundary (Saito et al., arXiv:2002.07953)."""

import torch
from torch import Tensor

from workbench.losses.information import entropy

NEVER = -1e4  # a logit whose probability is 0


def neighbourhood_entropy(
    features: Tensor, bank: Tensor, rows: Tensor, prototypes: Tensor, temperature: float
) -> Tensor:
    """Mean entropy of who is near whom, L_nc (eqs. 3 to 5): low when each sample is near a few others or one prototype.

    `features` (B, D) of the batch, `bank` (N, D) of all target samples, of which the batch is `rows` (B,), and
    `prototypes` (K, D): all of length one, but for rows of zeros in the bank, which are not known yet. A sample is no
    neighbour of itself, and the batch's own rows of the bank are left out, for the batch itself stands for them.
    """
    to_bank = features @ bank.T / temperature  # (B, N)
    unknown = bank.abs().sum(dim=1) == 0
    to_bank = to_bank.masked_fill(unknown, NEVER).index_fill(1, rows, NEVER)
    to_batch = features @ features.T / temperature  # (B, B)
    to_batch = to_batch.masked_fill(torch.eye(len(features), dtype=torch.bool, device=features.device), NEVER)
    to_prototypes = features @ prototypes.T / temperature  # (B, K)
    return entropy(torch.cat([to_prototypes, to_bank, to_batch], dim=1)).mean()


def entropy_separation(logits: Tensor, boundary: float, margin: float) -> Tensor:
    """−mean of max(|H(p) − ρ|, m), L_es (eq. 7, as in the authors' code): a sample nearer to ρ than m has no gradient.

    `logits` (B, K); ρ is `boundary`, m is `margin`, both in nats.
    """
    return -(entropy(logits) - boundary).abs().clamp_min(margin).mean()
