"""Validators: scores of a model that need no target labels, each with its paper. Higher is always better."""

import warnings
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor

from workbench.core.catalogue import ValidatorCard
from workbench.core.errors import UserError
from workbench.losses.information import entropy, mutual_information

SND_TEMPERATURE = 0.05
MOST = 4096  # samples at most, for validators that compare all pairs of samples or cluster them


class Evidence(NamedTuple):
    """The inputs of validators: N held-out source samples, T source samples of training, M target samples."""

    source_logits: Tensor  # (N, K)
    source_labels: Tensor  # (N,)
    source_features: Tensor  # (N, D)
    train_features: Tensor  # (T, D)
    target_logits: Tensor  # (M, K)
    target_features: Tensor  # (M, D)


class Validator(NamedTuple):
    """A validator. `estimates`: whether its value estimates the target accuracy; `needs_source`: whether it uses
    source samples.
    """

    name: str
    title: str
    paper: str
    summary: str
    value: Callable[[Evidence], float]
    estimates: bool = False
    needs_source: bool = False

    def card(self) -> ValidatorCard:
        """The card of this validator, for a front end."""
        return ValidatorCard(self.name, self.title, self.paper, self.summary, self.estimates)


def source_accuracy(evidence: Evidence) -> float:
    """The accuracy on held-out source samples, in [0, 1]."""
    return float((evidence.source_logits.argmax(1) == evidence.source_labels).float().mean())


def certainty(evidence: Evidence) -> float:
    """1 − mean H(p) / log K over the target, in [0, 1]. Morerio et al., arXiv:1711.10288, use the mean entropy."""
    most = float(np.log(evidence.target_logits.shape[1]))
    return 1 - float(entropy(evidence.target_logits).mean()) / most


def information(evidence: Evidence) -> float:
    """Mutual information (H(mean p) − mean H(p)) / log K over the target, in [0, 1].

    High for confident predictions that use all classes.
    """
    most = float(np.log(evidence.target_logits.shape[1]))
    return max(0.0, float(mutual_information(evidence.target_logits)) / most)


def neighbourhood_density(evidence: Evidence) -> float:
    """SND: mean entropy of each target prediction's similarities to the others, over log (M − 1), in [0, 1].

    Saito et al., arXiv:2108.10860, eq. 1 to 4. High if similar samples lie close together.
    """
    p = F.normalize(evidence.target_logits[:MOST].softmax(1))  # (M, K)
    if len(p) < 3:
        return 0.0  # too few samples for neighbourhoods
    similar = p @ p.T / SND_TEMPERATURE  # (M, M)
    similar.fill_diagonal_(float("-inf"))
    share = similar.softmax(1)
    density = -torch.xlogy(share, share).sum(1).mean()
    return float(density) / float(np.log(len(p) - 1))


def nuclear_norm(evidence: Evidence) -> float:
    """BNM: the nuclear norm of the target's predictions over its bound √(M · min(M, K)), in [0, 1].

    Cui et al., arXiv:2003.12237, eq. 7. High for confident predictions of many classes.
    """
    p = evidence.target_logits.softmax(1)  # (M, K)
    bound = float(np.sqrt(len(p) * min(p.shape)))
    return float(torch.linalg.matrix_norm(p, "nuc")) / bound


def class_ami(evidence: Evidence) -> float:
    """Adjusted mutual information of predicted classes and k-means clusters of target features, at most 1.

    Musgrave et al., arXiv:2208.07360, section 3. High if the features form clusters that the predictions follow.
    """
    from sklearn.cluster import KMeans
    from sklearn.metrics import adjusted_mutual_info_score

    features = evidence.target_features[:MOST].numpy()
    clusters = min(evidence.target_logits.shape[1], len(features))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about fewer distinct samples than clusters; the value is low then
        assigned = KMeans(clusters, n_init=1, random_state=0).fit_predict(features)
    predicted = evidence.target_logits[:MOST].argmax(1).numpy()
    return float(adjusted_mutual_info_score(predicted, assigned))


def density_weighted(evidence: Evidence) -> float:
    """DEV: 1 − importance-weighted risk on held-out source samples, with a control variate. Not bounded.

    You et al., Towards accurate model selection in deep unsupervised domain adaptation, ICML 2019, algorithm 1, with
    the 0/1 loss. The weights are density ratios of target and source.
    """
    wrong = (evidence.source_logits.argmax(1) != evidence.source_labels).double().numpy()  # (N,)
    weight = _density_ratio(evidence)  # (N,)
    weighted = weight * wrong
    spread = weight.var(ddof=1) if len(weight) > 1 else 0.0
    slope = -np.cov(weighted, weight)[0, 1] / spread if spread > 0 else 0.0
    return float(1 - (weighted.mean() + slope * (weight.mean() - 1)))


def thresholded_confidence(evidence: Evidence) -> float:
    """ATC: the share of target samples whose confidence is above a threshold. An estimated accuracy in [0, 1].

    The share of source samples above the threshold equals the source accuracy. Garg et al., arXiv:2201.04234, eq. 1
    and 2, with negative entropy as the confidence.
    """
    source = -entropy(evidence.source_logits).numpy()
    target = -entropy(evidence.target_logits).numpy()
    wrong = round((1 - source_accuracy(evidence)) * len(source))
    if wrong == 0:
        return float((target >= source.min()).mean())
    return float((target > np.sort(source)[wrong - 1]).mean())


def difference_of_confidences(evidence: Evidence) -> float:
    """DoC: source accuracy minus the drop of mean confidence from source to target. An estimated accuracy in [0, 1].

    Guillory et al., arXiv:2107.03315, section 3.
    """
    drop = _confidence(evidence.source_logits) - _confidence(evidence.target_logits)
    return float(np.clip(source_accuracy(evidence) - drop, 0, 1))


def _confidence(logits: Tensor) -> float:
    return float(logits.softmax(1).amax(1).mean())


def _density_ratio(evidence: Evidence) -> NDArray[np.float64]:
    """p_target / p_source at each held-out source sample, (N,), from a linear classifier of the two domains."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    train, target = evidence.train_features[:MOST].numpy(), evidence.target_features[:MOST].numpy()
    domain = np.r_[np.zeros(len(train)), np.ones(len(target))]
    classifier = make_pipeline(StandardScaler(), LogisticRegression(C=0.01, max_iter=200))
    classifier.fit(np.concatenate([train, target]), domain)
    share = classifier.predict_proba(evidence.source_features.numpy())  # (N, 2)
    ratio: NDArray[np.float64] = share[:, 1] / np.clip(share[:, 0], 1e-6, None) * len(train) / len(target)
    return ratio


VALIDATORS = (
    Validator(
        "source_accuracy",
        "source accuracy",
        "",
        "Accuracy on held-out source images.",
        source_accuracy,
        needs_source=True,
    ),
    Validator(
        "entropy", "certainty", "https://arxiv.org/abs/1711.10288", "Mean confidence of target predictions.", certainty
    ),
    Validator(
        "im",
        "information",
        "https://proceedings.neurips.cc/paper/2010/hash/42998cf32d552343bc8e460416382dca-Abstract.html",
        "Confident target predictions that use all classes.",
        information,
    ),
    Validator(
        "snd",
        "neighbourhood density",
        "https://arxiv.org/abs/2108.10860",
        "Whether target samples with similar predictions lie close together.",
        neighbourhood_density,
    ),
    Validator(
        "bnm",
        "nuclear norm",
        "https://arxiv.org/abs/2003.12237",
        "Confident and diverse target predictions, measured by their nuclear norm.",
        nuclear_norm,
    ),
    Validator(
        "class_ami",
        "class–cluster agreement",
        "https://arxiv.org/abs/2208.07360",
        "Agreement of predicted classes with clusters of target features.",
        class_ami,
    ),
    Validator(
        "dev",
        "weighted source accuracy",
        "https://proceedings.mlr.press/v97/you19a.html",
        "Source accuracy with weights for similarity to the target.",
        density_weighted,
        needs_source=True,
    ),
    Validator(
        "atc",
        "thresholded confidence",
        "https://arxiv.org/abs/2201.04234",
        "Estimated target accuracy: target samples above a confidence threshold from the source.",
        thresholded_confidence,
        estimates=True,
        needs_source=True,
    ),
    Validator(
        "doc",
        "difference of confidences",
        "https://arxiv.org/abs/2107.03315",
        "Estimated target accuracy: source accuracy minus the drop in confidence.",
        difference_of_confidences,
        estimates=True,
        needs_source=True,
    ),
)


def validate(evidence: Evidence) -> dict[str, float]:
    """The values of all validators by name. Without source samples, validators that need them are left out."""
    source_free = not len(evidence.source_labels)
    usable = (validator for validator in VALIDATORS if not (source_free and validator.needs_source))
    return {validator.name: validator.value(evidence) for validator in usable}


def validator(name: str) -> Validator:
    """The validator of that name. Raises UserError if there is none."""
    by_name = {known.name: known for known in VALIDATORS}
    if name not in by_name:
        raise UserError(f"There is no validator “{name}”.", f"Choose from: {', '.join(by_name)}.")
    return by_name[name]
