"""A throttle lets something happen at once, then no more often than it says."""

from workbench.core.throttle import Throttle

LONG = 1e6  # seconds


def test_that_the_first_time_is_due_at_once_and_the_next_is_not() -> None:
    throttle = Throttle(LONG)
    assert [throttle.due(), throttle.due()] == [True, False]


def test_that_what_has_to_happen_is_due_and_starts_the_wait_anew() -> None:
    throttle = Throttle(LONG)
    assert throttle.due(always=True)
    assert throttle.due(always=True)
    assert not throttle.due()


def test_that_a_restarted_throttle_waits_and_one_of_no_seconds_never_does() -> None:
    waiting, never = Throttle(LONG), Throttle(0)
    waiting.restart()
    never.restart()
    assert not waiting.due()
    assert never.due()
