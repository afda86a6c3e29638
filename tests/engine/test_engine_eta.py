"""Rates and remaining times, by a clock that the test turns."""

import pytest

from workbench.engine.eta import RateMeter


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def trained(meter: RateMeter, clock: Clock, first: int, last: int, seconds: float) -> None:
    """Take the steps after `first` until `last`, each in so many seconds."""
    for step in range(first + 1, last + 1):
        clock.now += seconds
        meter.at(step, 0)


def test_that_nothing_is_said_before_the_first_step(clock: Clock) -> None:
    meter = RateMeter(0, 100, clock.now, clock=clock)
    with meter.evaluation():
        clock.now += 20
        assert (meter.at(0, 0).rate, meter.at(0, 0).eta) == (0, 0)


def test_that_an_evaluation_does_not_lower_the_rate_and_those_to_come_count(clock: Clock) -> None:
    meter = RateMeter(0, 100, clock.now, clock=clock)
    trained(meter, clock, 0, 50, 0.1)
    with meter.evaluation():
        clock.now += 10
        during = meter.at(50, 0)
    assert during.rate == pytest.approx(10)
    assert during.eta == pytest.approx(5), "how long an evaluation takes is known after the first"
    after = meter.at(50, 0)
    assert after.rate == pytest.approx(10)
    assert after.eta == pytest.approx(5 + 10)
    assert after.seconds == pytest.approx(15)


def test_that_the_rate_is_of_the_last_half_minute(clock: Clock) -> None:
    meter = RateMeter(0, 1000, clock.now, spent=7, clock=clock)
    trained(meter, clock, 0, 10, 10)
    trained(meter, clock, 10, 200, 0.5)
    assert meter.at(200, 0).rate == pytest.approx(2, rel=0.02)
    assert meter.seconds == pytest.approx(7 + 100 + 95)
