"""Methods: each does to its networks what its paper says."""

from typing import Any

import pytest
import torch

from workbench.core.domain import Side
from workbench.core.job import Job
from workbench.data.paired_augment import IGNORE
from workbench.engine.device import fabric_for
from workbench.engine.method import Batch, Method, Progress
from workbench.engine.registry import methods
from workbench.engine.whole_domains import WholeDomainMethod, WholeDomains
from workbench.methods.adabn import AdaBN
from workbench.methods.dann import DANN
from workbench.methods.source_only import SourceOnly
from workbench.nets.backbones import extractor
from workbench.nets.classifier import image_classifier
from workbench.nets.segmentation_nets import pixel_classifier

CLASSES = 4
SIZES = {"classify": (16, 16), "segment": (32, 64)}
SERVING = [(kind, task) for kind in methods().values() for task in kind.tasks]


def ready(kind: type[Method], task: str = "classify", **settings: Any) -> Method:
    torch.manual_seed(0)
    if task == "segment":
        found = extractor("light")
        model = pixel_classifier(found.module, found.neck, found.features, CLASSES, found.card.stride)
    else:
        found = extractor("small")
        model = image_classifier(found.module, found.features, CLASSES, False, kind.make_head)
    method = kind(model, CLASSES, settings, pretrained=False)
    method.remember(8)
    method.receive(*SIZES[task])
    method.setup(fabric_for(Job(method=kind.name, source="", target="", device="cpu")))
    return method


def batch(shots: int = 0, task: str = "classify") -> Batch:
    random = torch.Generator().manual_seed(1)

    def images(count: int) -> torch.Tensor:
        return torch.rand(count, 3, *SIZES[task], generator=random)

    labels = torch.arange(8) % CLASSES
    if task == "segment":
        labels = torch.randint(0, CLASSES, (8, *SIZES[task]), generator=random)
        labels[:, :4] = IGNORE
    rows = torch.arange(8)
    return Batch(images(8), labels, images(8), images(shots), labels[:shots], rows, images(8), images(8))


def begin(method: Method, stage: str, shots: int = 0) -> None:
    """What the engine does before the first step of a stage."""
    if isinstance(method, WholeDomainMethod) and stage in method.whole_domain_stages:
        random = torch.Generator().manual_seed(2)
        source, target = torch.randn(2, 8, method.classifier.feature_size, generator=random)
        labels, rows = torch.arange(8) % CLASSES, torch.arange(shots)
        method.begin_stage(stage, WholeDomains(source, labels, target, rows, labels[:shots]))


def parameters(module: Any) -> list[torch.Tensor]:
    return [parameter.detach().clone() for parameter in module.parameters()]


@pytest.mark.parametrize("kind", methods().values(), ids=list(methods()))
def test_that_a_card_says_all_that_a_person_needs(kind: type[Method]) -> None:
    card = kind.card()
    assert card.paper.startswith("https://")
    assert card.summary.endswith(".")
    assert all(field.help for field in card.fields)


@pytest.mark.parametrize("shots", [0, 3])
@pytest.mark.parametrize(("kind", "task"), SERVING, ids=[f"{kind.name}-{task}" for kind, task in SERVING])
def test_that_a_step_moves_every_network_and_reports_detached_losses(kind: type[Method], task: str, shots: int) -> None:
    method = ready(kind, task)
    before = {name: parameters(network) for name, network in method.named_children()}
    told = set()
    for stage in method.stages():
        begin(method, stage.name, shots)
        for fraction in (0.0, 0.5):
            losses = method.advance(batch(shots, task), Progress(stage.name, fraction))
            told.add(frozenset(losses))
            assert losses
            assert not any(loss.requires_grad for loss in losses.values())
    assert len(told) == 1, "each stage reports the same losses, so that curves go on"
    for name, network in method.named_children():
        moved = [not torch.equal(a, b) for a, b in zip(before[name], parameters(network), strict=True)]
        assert all(moved), name


def test_that_shots_weigh_as_much_as_the_source_where_there_are_any() -> None:
    method = ready(AdaBN)
    one = batch(shots=3)
    views = method.views(one)
    source, shots = (
        torch.nn.functional.cross_entropy(output.logits, labels)
        for output, labels in ((views.source, one.source_labels), (views.shots, one.shot_labels))
    )
    assert method.task_loss(views, one).item() == pytest.approx(((source + shots) / 2).item())
    none = one._replace(shots=one.shots[:0], shot_labels=one.shot_labels[:0])
    assert method.task_loss(views, none).item() == pytest.approx(source.item())


def test_that_source_only_never_looks_at_the_target() -> None:
    method, other = ready(SourceOnly), ready(SourceOnly)
    one = batch()
    changed = one._replace(target=one.target + 5)
    torch.manual_seed(7)
    method.advance(one, Progress("train", 0.0))
    torch.manual_seed(7)
    other.advance(changed, Progress("train", 0.0))
    same = zip(method.state_dict().values(), other.state_dict().values(), strict=True)
    assert all(torch.equal(a, b) for a, b in same)
    assert method.deployed_side is Side.SOURCE


def test_that_adabn_learns_nothing_from_the_target_but_its_statistics() -> None:
    plain, measured = ready(SourceOnly), ready(AdaBN)
    for method in (plain, measured):
        torch.manual_seed(7)
        method.advance(batch(), Progress("train", 0.0))
    assert all(torch.equal(a, b) for a, b in zip(parameters(plain), parameters(measured), strict=True))
    assert measured.deployed_side is Side.TARGET


def test_that_the_critic_learns_to_tell_domains_apart_while_features_learn_to_confuse_it() -> None:
    method = ready(DANN)
    assert isinstance(method, DANN)
    one = batch()
    source, target = (
        method.model(inputs, side).features for inputs, side in ((one.source, Side.SOURCE), (one.target, Side.TARGET))
    )
    from workbench.losses.adversarial import domain_loss, reverse_gradient

    loss = domain_loss(method.critic(reverse_gradient(source, 1.0)), method.critic(reverse_gradient(target, 1.0)))
    plain = domain_loss(method.critic(source), method.critic(target))
    critic = next(method.critic.parameters())
    method.eval()
    (reversed_,) = torch.autograd.grad(loss, source, retain_graph=True)
    (ascent,) = torch.autograd.grad(plain, source, retain_graph=True)
    assert torch.nn.functional.cosine_similarity(reversed_.flatten(), ascent.flatten(), dim=0) < 0
    assert critic.requires_grad


def test_that_the_reversal_is_off_at_the_start() -> None:
    with_critic, without = ready(DANN), ready(DANN, critic_weight=0.0)
    for method in (with_critic, without):
        torch.manual_seed(7)
        method.advance(batch(), Progress("train", 0.0))
    pairs = zip(parameters(with_critic.model), parameters(without.model), strict=True)
    assert all(torch.allclose(a, b) for a, b in pairs)
