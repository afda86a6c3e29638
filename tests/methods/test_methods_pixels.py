"""Methods for pixels: who moves which way, and what a mixed scene is taught."""

import copy
from typing import Any

import pytest
import torch
import torch.nn.functional as F

from tests.methods.test_methods import batch, parameters, ready
from workbench.core.domain import Side
from workbench.data.style_statistics import swap_amplitude
from workbench.engine.method import Batch, Progress
from workbench.losses.adversarial import domain_loss
from workbench.losses.information import self_information
from workbench.methods.adaptsegnet import AdaptSegNet
from workbench.methods.advent import ADVENT
from workbench.methods.dacs import DACS
from workbench.methods.families.output_alignment import OutputAlignment
from workbench.methods.fda import FDA

START = Progress("", 0.0)


def dusk() -> Batch:
    """Scenes of which the target's are darker."""
    one = batch(task="segment")
    return one._replace(target=one.target * 0.3)


def maps(method: OutputAlignment, side: Side) -> torch.Tensor:
    one = dusk()
    (seen,) = method.see(one.source if side is Side.SOURCE else one.target, side=side)
    return method.critic_input(seen.logits).detach()


@pytest.mark.parametrize("kind", [AdaptSegNet, ADVENT])
def test_that_the_net_makes_the_target_look_like_the_source_and_the_critic_tells_them_apart(
    kind: type[OutputAlignment],
) -> None:
    method = ready(kind, "segment", critic_width=8, adversarial_weight=10.0, critic_rate=0.001)
    assert isinstance(method, OutputAlignment)
    critic: Any = copy.deepcopy(method.critic)
    before = critic(maps(method, Side.TARGET)).mean().item()
    source, target = maps(method, Side.SOURCE), maps(method, Side.TARGET)
    apart = domain_loss(method.critic(source), method.critic(target)).item()
    method.advance(dusk(), START)
    # The critic as it was takes the target more for the source, and as it is now it tells the old maps better.
    assert critic(maps(method, Side.TARGET)).mean().item() > before
    assert domain_loss(method.critic(source), method.critic(target)).item() < apart


def test_that_advents_critic_sees_doubt_and_adaptsegnets_probabilities() -> None:
    logits = torch.randn(2, 4, 3, 5)
    shown = ready(ADVENT, "segment").critic_input(logits)  # type: ignore[operator]
    assert shown == pytest.approx(self_information(logits))
    assert ready(AdaptSegNet, "segment").critic_input(logits).sum(dim=1) == pytest.approx(1)  # type: ignore[operator]


def test_that_the_teacher_of_dacs_is_the_running_average_and_what_leaves() -> None:
    method = ready(DACS, "segment", teacher_momentum=0.9)
    assert isinstance(method, DACS)
    before = parameters(method.teacher)
    method.advance(batch(task="segment"), START)
    for old, now, student in zip(before, parameters(method.teacher), parameters(method.model), strict=True):
        assert now == pytest.approx(0.9 * old + 0.1 * student, abs=1e-6)
    images = torch.rand(2, 3, 32, 64)
    assert method.exported()(images) == pytest.approx(method.teacher.eval()(images, Side.TARGET).logits)


def test_that_a_mixed_scene_has_source_labels_where_the_source_was_pasted(monkeypatch: pytest.MonkeyPatch) -> None:
    method, one = ready(DACS, "segment", colour=0.0), batch(task="segment")
    seen: list[tuple[torch.Tensor, torch.Tensor]] = []
    plain = F.cross_entropy

    def told(logits: torch.Tensor, labels: torch.Tensor, **more: Any) -> torch.Tensor:
        seen.append((logits, labels))
        return plain(logits, labels, **more)

    monkeypatch.setattr(F, "cross_entropy", told)
    with torch.no_grad():
        (taught,) = method.see(one.target, side=Side.TARGET, model=method.teacher)
    method.advance(one, START)
    labels = seen[-1][1]
    source, teacher = labels == one.source_labels, labels == taught.logits.argmax(dim=1)
    assert (source | teacher).all()
    assert 0.2 < source.float().mean() < 0.95
    assert (labels >= 0).all(), "where the source has no label, the teacher's stands"


def test_that_fda_learns_source_scenes_in_the_targets_light() -> None:
    one, method = dusk(), ready(FDA, "segment", beta=0.1)
    painted = one._replace(source=swap_amplitude(one.source, one.target, 0.1))
    expected, plain = (float(method.task_loss(method.views(each), each).detach()) for each in (painted, one))
    assert expected != pytest.approx(plain, abs=1e-4)
    assert float(method.advance(one, START)["task"]) == pytest.approx(expected, abs=1e-5)
