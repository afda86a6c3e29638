"""Losses on the nearest target samples: those of DANCE (arXiv:2002.07953) and of AaD (arXiv:2205.04183)."""

import torch
import torch.nn.functional as F
from torch import Tensor

from workbench.losses.information import entropy

MASKED = -1e4  # a logit whose probability is 0


def neighbourhood_entropy(
    features: Tensor, bank: Tensor, rows: Tensor, prototypes: Tensor, temperature: float
) -> Tensor:
    """Neighbourhood clustering loss L_nc, a scalar: mean entropy of the similarities of each sample (eqs. 3 to 5).

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
    """Entropy separation loss L_es = −mean max(|H(p) − ρ|, m), a scalar (DANCE, eq. 7, as in the authors' code).

    `logits`: (B, K). ρ is `boundary` and m is `margin`, both in nats. A sample whose entropy is within m of ρ gets no
    gradient.
    """
    return -(entropy(logits) - boundary).abs().clamp_min(margin).mean()


def attraction(p: Tensor, features: Tensor, rows: Tensor, bank_features: Tensor, bank_p: Tensor, count: int) -> Tensor:
    """−Σ p_i·p_j over the `count` nearest neighbours j of each sample i, averaged over the batch: to ().

    AaD (Yang et al., arXiv:2205.04183, §3). `p` (B, K) and `features` (B, D) of the batch; `rows` (B,): where the
    banks, (N, D) and (N, K), hold the samples themselves, which are not their own neighbours. Nearest by cosine. Rows
    of zeros in `bank_p` have not been filled yet and are left out. Neighbours and features receive no gradient.
    """
    similarity = F.normalize(features.to(bank_features.dtype), dim=1) @ F.normalize(bank_features, dim=1).T  # (B, N)
    similarity = similarity.masked_fill(bank_p.sum(dim=1) == 0, -torch.inf)
    similarity = similarity.scatter(1, rows[:, None], -torch.inf)
    nearest = similarity.topk(min(count, len(bank_p) - 1), dim=1)  # (B, k)
    filled = nearest.values.isfinite()[:, :, None]
    neighbours = (bank_p[nearest.indices] * filled).to(p.dtype)  # (B, k, K)
    return -(p[:, None] * neighbours).sum(dim=(1, 2)).mean()


def dispersion(p: Tensor) -> Tensor:
    """Σ p_i·p_m over the other samples m of the batch, averaged over its samples i: predictions (B, K) to ().

    AaD (Yang et al., arXiv:2205.04183, §3).
    """
    return (p.sum(dim=0).square().sum() - p.square().sum()) / len(p)
