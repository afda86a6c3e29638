"""Classic methods with a linear head: what the head is fitted to, on features of two shifted domains."""

from typing import Any

import pytest
import torch
import torch.nn.functional as F

from workbench.core.domain import Side
from workbench.core.job import Job
from workbench.engine.device import fabric_for
from workbench.engine.whole_domains import WholeDomains
from workbench.losses.covariance import recolouring
from workbench.methods.coral import CORAL
from workbench.methods.families.linear_head import ADAPT, LinearHeadMethod
from workbench.methods.label_prop import LabelPropagation
from workbench.methods.ot_mapping import OTMapping
from workbench.nets.classifier import feature_classifier
from workbench.nets.norm import DomainStandardise

CLASSES, SIZE = 3, 6
CENTRES = 4 * torch.eye(CLASSES, SIZE)


def clouds(offset: float, seed: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Thirty samples of each class; `offset` moves all of them."""
    labels = torch.arange(90) % CLASSES
    noise = torch.randn(90, SIZE, generator=torch.Generator().manual_seed(seed))
    return CENTRES[labels] + noise + offset, labels


def adapted(kind: type[LinearHeadMethod], shots: int = 0, **settings: Any) -> tuple[Any, WholeDomains]:
    (source, labels), (target, truth) = clouds(0, 1), clouds(5, 2)
    method = kind(feature_classifier(SIZE, CLASSES), CLASSES, settings, pretrained=False)
    for layer in method.modules():
        if isinstance(layer, DomainStandardise):
            layer.measure(source, Side.SOURCE)
            layer.measure(target, Side.TARGET)
    method.remember(len(target))
    method.setup(fabric_for(Job(method=kind.name, source="", target="", device="cpu")))
    domains = WholeDomains(source, labels, target, torch.arange(shots), truth[:shots])
    method.begin_stage(ADAPT, domains)
    return method, domains


@pytest.mark.parametrize("kind", [LabelPropagation, CORAL, OTMapping])
@pytest.mark.parametrize("shots", [0, 4])
def test_that_the_model_takes_raw_features_of_the_target(kind: type[LinearHeadMethod], shots: int) -> None:
    """They are five away from the source, which its own standardisation takes away; before any step."""
    method, domains = adapted(kind, shots)
    method.eval()
    assert [stage.name for stage in method.stages()] == [ADAPT]
    truth = torch.arange(90) % CLASSES
    exported = method.exported()
    assert (exported(domains.target).argmax(1) == truth).float().mean() > 0.9
    assert torch.allclose(exported(domains.target), method.predict(domains.target).logits, atol=1e-4)


def test_that_coral_fits_its_head_to_the_recoloured_source() -> None:
    method, domains = adapted(CORAL)
    source = (domains.source - domains.source.mean(0)) / domains.source.std(0, correction=0)
    target = (domains.target - domains.target.mean(0)) / domains.target.std(0, correction=0)
    logits = method.classify(source @ recolouring(source, target))
    loss = F.cross_entropy(logits, domains.source_labels) + method.decay()
    slopes = torch.autograd.grad(loss, list(method.classifier.head.parameters()))
    assert all(slope.abs().max() < 1e-3 for slope in slopes)


def test_that_propagated_labels_add_up_and_shots_keep_theirs() -> None:
    method, domains = adapted(LabelPropagation, shots=5)
    propagated = method.get_buffer("propagated")
    assert torch.allclose(propagated.sum(1), torch.ones(90))
    assert torch.equal(propagated[:5], F.one_hot(domains.shot_labels, CLASSES).float())


def test_that_the_same_features_give_the_same_head() -> None:
    for kind in (LabelPropagation, CORAL, OTMapping):
        torch.manual_seed(1)
        one, _ = adapted(kind)
        torch.manual_seed(2)
        other, _ = adapted(kind)
        pairs = zip(one.classifier.head.parameters(), other.classifier.head.parameters(), strict=True)
        assert all(torch.equal(a, b) for a, b in pairs)
