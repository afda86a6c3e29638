"""What the window proposes is what the command line proposes: the same objects."""

from types import ModuleType

import pytest

import workbench.cli.bench_command
import workbench.cli.inspect_command
import workbench.cli.matrix_command
import workbench.cli.translate_command
import workbench.core.job_options
import workbench.gui.adapt.inspector
import workbench.gui.inspect.inspector
import workbench.gui.translate.inspector
from workbench.core import defaults
from workbench.core.translation import Preset, automatic_preset


@pytest.mark.parametrize(
    ("shared", "front_ends"),
    [
        (
            defaults.JOB,
            (
                workbench.core.job_options,
                workbench.cli.bench_command,
                workbench.cli.matrix_command,
                workbench.gui.adapt.inspector,
            ),
        ),
        (defaults.TRANSLATION, (workbench.cli.translate_command, workbench.gui.translate.inspector)),
        (defaults.INSPECTION, (workbench.cli.inspect_command, workbench.gui.inspect.inspector)),
    ],
    ids=["adapt", "translate", "inspect"],
)
def test_that_both_front_ends_start_from_the_same_object(shared: object, front_ends: tuple[ModuleType, ...]) -> None:
    assert all(vars(module)["DEFAULTS"] is shared for module in front_ends)


def test_that_the_automatic_preset_is_the_light_one_on_a_cpu_alone() -> None:
    paper, light = Preset("paper", "As in the paper", 100, 64), Preset("light", "Light", 10, 8)
    assert automatic_preset((paper, light), "cpu") is light
    assert automatic_preset((paper, light), "cuda") is paper
    assert automatic_preset((paper,), "cpu") is paper
