"""The precision of a run: chosen by measuring, kept when it is resumed."""

from pathlib import Path

import pytest
import torch
from torch import nn

from tests.engine.watching import assert_same_run, changed, stop_at
from workbench.core.domain import Side
from workbench.core.events import PrecisionChosen
from workbench.core.job import Job
from workbench.engine.precision import FULL, NO_INSTRUCTIONS, REDUCED, TOO_SHORT, measured_precision, native_bfloat16
from workbench.engine.run import run
from workbench.nets.classifier import Output
from workbench.nets.efficientnet_lite import SamePadConv2d
from workbench.store.run_folder import RunFolder

needs_bfloat16 = pytest.mark.skipif(not native_bfloat16(), reason="this CPU has no instructions for bfloat16")


class Wide(nn.Module):
    """Layers on which bfloat16 is several times as fast. `shift`: what is added to the outputs in bfloat16."""

    def __init__(self, shift: float = 0.0) -> None:
        super().__init__()
        self.layers = nn.Sequential(*(nn.Linear(1024, 1024) for _ in range(4)), nn.Linear(1024, 4))
        self.shift = shift

    def forward(self, inputs: torch.Tensor, side: Side) -> Output:
        logits = self.layers(inputs)
        wrong = self.shift if logits.dtype == torch.bfloat16 else 0.0
        return Output(logits + wrong * torch.tensor([1.0, -1.0, 1.0, -1.0]), logits)


@needs_bfloat16
def test_that_a_net_is_trained_in_bfloat16_where_that_is_faster_and_agrees() -> None:
    inputs = torch.randn(1024, 1024)
    chosen = measured_precision(Wide(), inputs)
    assert chosen.precision == REDUCED
    assert chosen.sentence.startswith("The precision is bfloat16: it was ")
    differs = measured_precision(Wide(shift=3.0), inputs)
    assert differs.precision == FULL
    assert "but its loss differed by" in differs.sentence


def test_that_measuring_changes_neither_the_net_nor_the_random_state() -> None:
    net, state = Wide(), torch.get_rng_state()
    before = {name: tensor.clone() for name, tensor in net.state_dict().items()}
    measured_precision(net, torch.zeros(8, 1024))
    assert torch.equal(torch.get_rng_state(), state)
    assert all(torch.equal(before[name], tensor) for name, tensor in net.state_dict().items())
    assert all(weight.grad is None for weight in net.parameters())


def test_that_the_precision_of_a_run_is_decided_once(job: Job, tmp_path: Path) -> None:
    job = changed(job, precision="auto")
    list(run(job, tmp_path / "whole"))
    stop_at(5, run(job, tmp_path / "broken"))
    place = RunFolder(tmp_path / "broken")
    assert place.job().precision == FULL  # steps of a tiny net are too short to be worth it
    told = [event for event in place.events() if isinstance(event, PrecisionChosen)]
    expected = TOO_SHORT if native_bfloat16() else NO_INSTRUCTIONS
    assert told == [PrecisionChosen(FULL, expected.sentence)], "the run's facts say why"
    list(run(place.job(), place.path, resume=True))
    assert_same_run(tmp_path / "whole", place.path)


@pytest.mark.parametrize("stride", [1, 2])
def test_that_a_depthwise_convolution_has_the_gradient_of_float32_under_autocast(stride: int) -> None:
    torch.manual_seed(0)
    layer, images = SamePadConv2d(8, 8, 5, stride, groups=8), torch.randn(2, 8, 12, 12)

    def gradients(reduced: bool) -> tuple[torch.Tensor, torch.Tensor]:
        seen = images.clone().requires_grad_()
        with torch.autocast("cpu", torch.bfloat16, enabled=reduced):
            output = layer(seen)
        assert output.dtype == (torch.bfloat16 if reduced else torch.float32)
        weight, inputs = torch.autograd.grad(output.float().square().sum(), (layer.weight, seen))
        return weight, inputs

    for exact, found in zip(gradients(False), gradients(True), strict=True):
        assert found.dtype == torch.float32
        assert (found - exact).norm() < 0.01 * exact.norm()
