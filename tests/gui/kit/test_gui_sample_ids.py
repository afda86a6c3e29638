"""Sets of samples answer as plain sets of pairs do."""

import operator
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.core.domain import Side
from workbench.gui.kit.sample_ids import Ids

PAIRS = st.frozensets(st.tuples(st.sampled_from(list(Side)), st.sampled_from("abcde")))


@pytest.mark.parametrize("do", [operator.and_, operator.or_, operator.sub, operator.xor])
@given(one=PAIRS, other=PAIRS)
def test_that_each_operation_gives_what_plain_sets_give(do: Callable[[Any, Any], Any], one: Any, other: Any) -> None:
    assert set(do(Ids.of(one), Ids.of(other))) == set(do(one, other))
    assert set(do(Ids.of(one), other)) == set(do(one, other))


@given(one=PAIRS, other=PAIRS)
def test_that_equality_membership_and_order_are_those_of_plain_sets(one: Any, other: Any) -> None:
    ids = Ids.of(one)
    assert (ids == Ids.of(other)) is (one == other)
    assert ids == one
    assert len(ids) == len(one)
    assert (ids <= Ids.of(other)) is (one <= other)
    assert all((pair in ids) is (pair in one) for pair in other)
    assert bool(ids) is bool(one)


def test_that_equal_sets_hash_alike() -> None:
    assert hash(Ids(["a"], ["b"])) == hash(Ids.of([(Side.TARGET, "b"), (Side.SOURCE, "a")]))
