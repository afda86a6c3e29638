"""Words for rates and times."""

import pytest

from workbench.core.pace import about, left_words, rate_words, span_words


@pytest.mark.parametrize(
    ("rate", "words"), [(12.34, "12.3 steps/s"), (0.1, "0.1 steps/s"), (0.025, "40 s a step"), (1e-9, ""), (0.0, "")]
)
def test_that_a_slow_rate_is_told_in_seconds_and_an_endless_one_not_at_all(rate: float, words: str) -> None:
    assert rate_words(rate) == words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(245, "4:05 left"), (3 * 86400, "3 days left"), (1.25e11, ""), (float("inf"), ""), (float("nan"), ""), (0, "")],
)
def test_that_a_remaining_time_is_told_only_if_it_is_an_estimate(seconds: float, words: str) -> None:
    assert left_words(seconds) == words


def test_that_spans_are_told_in_units_that_can_be_read() -> None:
    assert [span_words(one) for one in (75, 4000, 5 * 86400)] == ["1:15", "1:06:40", "5 days"]
    assert [about(one) for one in (3, 44, 400, 9000, 4 * 86400)] == [
        "about 10 seconds",
        "about 40 seconds",
        "about 7 minutes",
        "about 2 hours",
        "about 4 days",
    ]
