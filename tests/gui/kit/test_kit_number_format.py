"""Formats of numbers."""

from workbench.gui.kit.number_format import amount_done


def test_that_the_amount_is_told_if_it_says_more_than_what_is_done() -> None:
    assert amount_done("Reading", 1_200, 4_000) == "Reading: 1,200 of 4,000"
    assert amount_done("Reading", 1_200, 0) == "Reading: 1,200"
    assert amount_done("Measuring the shift", 0, 1) == "Measuring the shift…"
