"""What must hold of each method for its paper's sake: what stands still, what is not looked at, which way it moves."""

from typing import Any

import pytest
import torch

from tests.methods.test_methods import CLASSES, batch, parameters, ready
from workbench.core.domain import Side
from workbench.engine.method import Batch, Method, Progress
from workbench.losses.adversarial import reverse_gradient
from workbench.losses.information import entropy
from workbench.methods import adda, dance, dsbn, pac, pseudo_labels, shot
from workbench.methods.aad import AaD
from workbench.methods.adamatch import AdaMatch
from workbench.methods.families import source_free
from workbench.methods.mcd import MCD
from workbench.methods.mean_teacher import MeanTeacher
from workbench.methods.mic import MIC
from workbench.methods.mme import MME
from workbench.nets.norm import DomainBatchNorm


def state(module: Any) -> dict[str, torch.Tensor]:
    return {name: tensor.clone() for name, tensor in module.state_dict().items()}


def same(one: dict[str, torch.Tensor], other: dict[str, torch.Tensor]) -> bool:
    return all(torch.equal(one[name], other[name]) for name in one)


def two_ways(kind: type[Method], one: Batch, other: Batch, stage: str, **settings: Any) -> tuple[Method, Method]:
    """The same method after a step on either batch, chance being equal."""
    made = []
    for seen in (one, other):
        method = ready(kind, **settings)
        torch.manual_seed(7)
        method.advance(seen, Progress(stage, 0.5))
        made.append(method)
    return made[0], made[1]


def test_that_addas_source_encoder_and_classifier_stand_still_in_the_second_stage() -> None:
    method = ready(adda.ADDA)
    assert isinstance(method, adda.ADDA)
    method.advance(batch(), Progress(adda.SOURCE, 0.0))
    method.advance(batch(), Progress(adda.ADVERSARIAL, 0.0))
    frozen, head = state(method.source_model), parameters(method.classifier.head)
    method.advance(batch(shots=3), Progress(adda.ADVERSARIAL, 0.5))
    assert same(state(method.source_model), frozen)
    assert all(torch.equal(a, b) for a, b in zip(parameters(method.classifier.head), head, strict=True))
    assert not all(
        torch.equal(a, b) for a, b in zip(method.model.parameters(), method.source_model.parameters(), strict=True)
    )


def test_that_addas_critic_can_not_tell_the_domains_by_dropout() -> None:
    """The source's model stands still, dropout too; zeros in the target's features alone would give it away."""
    method = ready(adda.ADDA)
    dropouts = [layer for layer in method.model.modules() if isinstance(layer, torch.nn.Dropout)]
    assert dropouts
    method.train()
    method.advance(batch(), Progress(adda.ADVERSARIAL, 0.0))
    assert not any(layer.training for layer in dropouts)


def test_that_addas_target_encoder_starts_as_the_source_ones_copy() -> None:
    method = ready(adda.ADDA, adversarial_rate=1e-7)
    method.advance(batch(), Progress(adda.SOURCE, 0.0))
    learned = parameters(method.model)
    method.advance(batch(), Progress(adda.ADVERSARIAL, 0.0))
    assert all(torch.equal(a, b) for a, b in zip(parameters(method.source_model), learned, strict=True))


def test_that_dsbn_keeps_the_norms_of_the_domains_apart() -> None:
    """Another target batch moves neither the statistics nor, while the critic is away, the scales of the source."""
    one = batch()
    methods = two_ways(dsbn.DSBN, one, one._replace(target=one.target * 0.5), dsbn.ALIGN, critic_weight=0.0)
    layers = [[m for m in method.model.modules() if isinstance(m, DomainBatchNorm)] for method in methods]
    for mine, other in zip(*layers, strict=True):
        for side, equal in ((Side.SOURCE, True), (Side.TARGET, False)):
            assert torch.equal(mine.statistics(side)[0], other.statistics(side)[0]) == equal
        assert torch.equal(mine.affine(Side.SOURCE)[0], other.affine(Side.SOURCE)[0])
        assert mine.affine(Side.SOURCE)[0] is not mine.affine(Side.TARGET)[0]


@pytest.mark.parametrize("kind", [shot.SHOT, AaD])
def test_that_source_free_methods_read_no_source_image_in_their_second_stage(kind: type[Method]) -> None:
    one = batch()
    other = one._replace(source=one.source + 3, source_labels=one.source_labels.flip(0))
    first, second = two_ways(kind, one, other, source_free.TARGET)
    assert same(state(first), state(second))


def test_that_shot_leaves_the_classifier_alone_in_its_second_stage() -> None:
    first, _ = two_ways(shot.SHOT, batch(), batch(), source_free.TARGET)
    assert same(state(first.classifier.head), state(ready(shot.SHOT).classifier.head))


@pytest.mark.parametrize("fraction", [0.0, 0.5])
def test_that_aad_disperses_less_and_less(fraction: float) -> None:
    method = ready(AaD, decay=3.0)
    told = []
    method.minimise = lambda loss, *names: told.append(float(loss.detach()))  # type: ignore[method-assign]
    losses = method.step(batch(), Progress(source_free.TARGET, fraction))
    expected = losses["attraction"] + (1 + 10 * fraction) ** -3 * losses["dispersion"]
    assert told == [pytest.approx(expected.item())]


def test_that_shots_labels_are_the_nearest_centroid_of_two_rounds() -> None:
    random = torch.Generator().manual_seed(2)
    bank, p = torch.randn(12, 5, generator=random), torch.rand(12, 3, generator=random).softmax(1)
    unit = [row / row.norm() for row in bank]
    first = [sum(p[i, k] * unit[i] for i in range(12)) / p[:, k].sum() for k in range(3)]

    def nearest(row: torch.Tensor, centroids: list[Any]) -> int:
        return max(range(3), key=lambda k: float(row @ centroids[k] / centroids[k].norm()))

    chosen = [nearest(row, first) for row in unit]
    second = [
        sum(unit[i] for i in range(12) if chosen[i] == k) / chosen.count(k) if k in chosen else first[k]
        for k in range(3)
    ]
    assert shot.nearest_centroids(bank, bank, p).tolist() == [nearest(row, second) for row in unit]


def test_that_pacs_pretraining_sees_no_label_and_moves_no_class_prototype() -> None:
    one = batch(shots=3)
    other = one._replace(source_labels=one.source_labels.flip(0), shot_labels=one.shot_labels.flip(0))
    first, second = two_ways(pac.PAC, one, other, pac.ROTATION)
    assert same(state(first), state(second))
    assert same(state(first.classifier.head), state(ready(pac.PAC).classifier.head))


def test_that_a_cached_feature_can_not_be_turned_so_pac_begins_with_labels() -> None:
    from workbench.nets.classifier import feature_classifier

    method = pac.PAC(feature_classifier(16, CLASSES, pac.PAC.make_head), CLASSES, {}, pretrained=False)
    assert [stage.name for stage in method.stages()] == [pac.ADAPT]


def test_that_mmes_head_climbs_the_entropy_that_its_features_descend() -> None:
    method = ready(MME)
    head, features = method.classifier.head, method.views(batch()).target.features
    weight = next(head.parameters())
    climb = torch.autograd.grad(entropy(head(features)).mean(), (weight, features), retain_graph=True)
    minimised = -entropy(head(reverse_gradient(features, 1.0))).mean()
    step = torch.autograd.grad(minimised, (weight, features))
    assert torch.allclose(step[0], -climb[0], atol=1e-6), "down this gradient, the head's entropy goes up"
    assert torch.allclose(step[1], climb[1], atol=1e-6), "and that of the features goes down"


def test_that_the_teacher_is_the_students_running_average_and_gets_no_gradient() -> None:
    method = ready(MeanTeacher, teacher_momentum=0.9)
    assert isinstance(method, MeanTeacher)
    old = parameters(method.teacher)
    method.advance(batch(), Progress("train", 0.0))
    for teacher, before, student in zip(method.teacher.parameters(), old, method.model.parameters(), strict=True):
        assert torch.allclose(teacher, 0.9 * before + 0.1 * student, atol=1e-6)
        assert teacher.grad is None


def test_that_mics_teacher_sees_whole_images_without_dropout_and_the_student_hidden_ones() -> None:
    method, one = ready(MIC, mask_ratio=1.0, base_weight=0.0), batch()
    assert isinstance(method, MIC)
    method.train()
    hidden: list[torch.Tensor] = []
    whole: list[torch.Tensor] = []
    method.model.register_forward_pre_hook(lambda _, inputs: hidden.append(inputs[0]))
    method.teacher.register_forward_pre_hook(lambda _, inputs: whole.append(inputs[0]))
    method.advance(one, Progress("train", 0.0))
    assert torch.equal(whole[0], one.target)
    assert not any(layer.training for layer in method.teacher.modules() if isinstance(layer, torch.nn.Dropout))
    assert torch.allclose(hidden[-1], one.target.mean(dim=(2, 3), keepdim=True).expand_as(one.target), atol=1e-6)


def test_that_mcds_last_update_of_a_step_moves_the_features_towards_agreement() -> None:
    method = ready(MCD, learning_rate=1e-3)
    assert isinstance(method, MCD)
    heads = state(method.second)
    one = batch()
    before = method._discrepancy(one).item()
    for _ in range(10):
        method.minimise(method._discrepancy(one), "features")
    assert method._discrepancy(one).item() < before
    assert same(state(method.second), heads)


@pytest.mark.parametrize(("fraction", "heard"), [(0.0, False), (0.25, True)])
def test_that_adamatch_listens_to_the_target_little_by_little(fraction: float, heard: bool) -> None:
    weights = []
    for threshold in (0.0, 1.0):  # every label of the target is believed, or hardly any
        method = ready(AdaMatch, relative_threshold=threshold)
        torch.manual_seed(7)
        method.advance(batch(), Progress("train", fraction))
        weights.append(parameters(method.model))
    assert heard != all(torch.equal(a, b) for a, b in zip(*weights, strict=True))


@pytest.mark.parametrize(("portion", "expected"), [(0.0, []), (0.5, [1, 4]), (1.0, [0, 1, 4, 5])])
def test_that_the_surest_of_each_class_are_believed(portion: float, expected: list[int]) -> None:
    classes, confidence = torch.tensor([0, 0, 0, 1, 1, 1]), torch.tensor([0.4, 0.9, 0.0, 0.0, 0.7, 0.6])
    assert pseudo_labels.most_confident(classes, confidence, portion).nonzero().flatten().tolist() == expected


def test_that_banks_hold_every_target_sample_once_after_an_epoch() -> None:
    method = ready(shot.SHOT)
    one = batch()
    method.advance(one._replace(target_rows=torch.arange(8).flip(0)), Progress(source_free.SOURCE, 0.0))
    assert (method.get_buffer("bank_p").sum(dim=1) - 1).abs().max() < 1e-5
    method.eval()
    seen = method.get_buffer("bank_features")
    assert len(torch.unique(seen, dim=0)) == 8


def test_that_dances_bank_holds_the_direction_of_every_target_sample_after_an_epoch() -> None:
    method = ready(dance.DANCE)
    one, order = batch(), torch.tensor([3, 0, 7, 1, 6, 2, 5, 4])
    for half in (slice(0, 4), slice(4, 8)):
        part = one._replace(target=one.target[half], target_rows=order[half])
        torch.manual_seed(7)
        expected = method.views(part).target.features.detach()
        torch.manual_seed(7)  # the same dropout
        method.advance(part, Progress("train", 0.0))
        found = method.get_buffer("bank")[order[half]]
        assert torch.allclose(found, expected / expected.norm(dim=1, keepdim=True), atol=1e-6)
    assert torch.allclose(method.get_buffer("bank").norm(dim=1), torch.ones(8))


def test_that_pseudo_labels_are_made_anew_each_round_and_kept_within_it() -> None:
    method = ready(pseudo_labels.PseudoLabels, rounds=2, first_portion=1.0, last_portion=1.0)
    assert isinstance(method, pseudo_labels.PseudoLabels)
    method.advance(batch(), Progress(pseudo_labels.SOURCE, 0.0))
    method.advance(batch(), Progress(pseudo_labels.SELF, 0.0))
    first = method.get_buffer("labels").clone()
    assert (first >= 0).all()
    method.get_buffer("seen_class").copy_((first + 1) % CLASSES)
    method._begin_round(0)
    assert torch.equal(method.get_buffer("labels"), first)
    method._begin_round(1)
    assert torch.equal(method.get_buffer("labels"), (first + 1) % CLASSES)
