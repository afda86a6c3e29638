"""Losses of DANCE: neighbourhood clustering and entropy separation (Saito et al., arXiv:2002.07953)."""

import torch
from torch import Tensor

from workbench.losses.information import entropy

MASKED = -1e4  # a logit whose probability is 0


def neighbourhood_entropy(
    features: Tensor, bank: Tensor, rows: Tensor, prototypes: Tensor, temperature: float
) -> Tensor:
    """Neighbourhood clustering loss L_nc, a scalar (eqs. 3 to 5): mean entropy of the similarities of each sample.

    Low when each sample is close to a few other samples or to one prototype. `features` (B, D): of the batch. `bank`
    (N, D): of all target samples. `rows` (B,): the rows of the batch in the bank. `prototypes` (K, D): one per class.
    All vectors have unit length; rows of zeros in the bank have not been filled yet and are ignored. The similarity
    of a sample to itself is masked, and so are the batch's rows of the bank: the batch stands in for them.
    """
    to_bank = features @ bank.T / temperature  # (B, N)
    unknown = bank.abs().sum(dim=1) == 0
    to_bank = to_bank.masked_fill(unknown, MASKED).index_fill(1, rows, MASKED)
    to_batch = features @ features.T / temperature  # (B, B)
    to_batch = to_batch.masked_fill(torch.eye(len(features), dtype=torch.bool, device=features.device), MASKED)
    to_prototypes = features @ prototypes.T / temperature  # (B, K)
    return entropy(torch.cat([to_prototypes, to_bank, to_batch], dim=1)).mean()


def entropy_separation(logits: Tensor, boundary: float, margin: float) -> Tensor:
    """Entropy separation loss L_es = −mean max(|H(p) − ρ|, m), a scalar (eq. 7, as in the authors' code).

    `logits`: (B, K). ρ is `boundary` and m is `margin`, both in nats. A sample whose entropy is within m of ρ gets no
    gradient.
    """
    return -(entropy(logits) - boundary).abs().clamp_min(margin).mean()
