"""Formats of numbers."""

from workbench.core.events import Progressed
from workbench.gui.kit.number_format import amount_done, pace


def test_that_the_amount_is_told_if_it_says_more_than_what_is_done() -> None:
    assert amount_done("Reading", 1_200, 4_000) == "Reading: 1,200 of 4,000"
    assert amount_done("Reading", 1_200, 0) == "Reading: 1,200"
    assert amount_done("Measuring the shift", 0, 1) == "Measuring the shift…"


def test_that_progress_tells_the_trial_and_leaves_out_what_is_not_known() -> None:
    begun = Progressed(step=1, steps=10_000_000, rate=1e-9, eta=1.25e11, seconds=1.0)
    assert pace(begun) == "step 1 / 10,000,000"
    second = Progressed(step=40, steps=120, rate=8.0, eta=10.0, seconds=5.0, memory=2_000_000_000, trial=2, trials=3)
    assert pace(second) == "trial 2 of 3 · step 40 / 120 · 8.0 steps/s · 2.0 GB · 0:10 left"
