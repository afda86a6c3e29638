"""Progress and result of one generator."""

from collections.abc import Generator

import pytest

from workbench.core.generators import Returning


def counting(closed: list[bool]) -> Generator[int, None, str]:
    try:
        yield from range(3)
    finally:
        closed.append(True)
    return "done"


def test_that_all_that_is_told_comes_and_then_the_result() -> None:
    work = Returning(counting([]))
    assert list(work) == [0, 1, 2]
    assert work.result == "done"
    assert Returning(counting([])).finish() == "done"


def test_that_leaving_early_closes_the_generator_and_gives_no_result() -> None:
    closed: list[bool] = []
    work = Returning(counting(closed))
    for told in work:
        assert told == 0
        break
    assert closed == [True]
    with pytest.raises(AttributeError):
        _ = work.result
