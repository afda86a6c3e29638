"""Labels against the model, and one person's against another's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from workbench.analysis.label_review import Conflict, Disagreement, Take, disagreements, kappa, merge
from workbench.store.run_tables import Prediction

NAMES = st.sampled_from("abc")
PEOPLE = st.dictionaries(st.sampled_from([f"{number}.png" for number in range(8)]), NAMES)


def test_that_the_surest_disagreement_comes_first_and_agreement_not_at_all() -> None:
    predictions = [
        Prediction("1.png", "cat", 0.99),
        Prediction("2.png", "dog", 0.7),
        Prediction("3.png", "dog", 0.9),
        Prediction("10.png", "dog", 0.7),
        Prediction("unlabelled.png", "dog", 1.0),
    ]
    labels = {"1.png": "cat", "2.png": "cat", "3.png": "cat", "10.png": "cat", "gone.png": "cat"}
    assert disagreements(labels, predictions) == [
        Disagreement("3.png", "cat", "dog", 0.9),
        Disagreement("2.png", "cat", "dog", 0.7),
        Disagreement("10.png", "cat", "dog", 0.7),
    ]


@given(first=PEOPLE, second=PEOPLE, take=st.sampled_from(Take))
def test_that_a_merge_keeps_all_that_is_not_in_conflict_and_of_that_what_was_chosen(
    first: dict[str, str], second: dict[str, str], take: Take
) -> None:
    merged = merge(first, second, take)
    differ = {path for path in first if path in second and first[path] != second[path]}
    assert {conflict.path for conflict in merged.conflicts} == differ
    for path in first.keys() | second.keys():
        if path not in differ:
            assert merged.labels[path] == first.get(path, second.get(path))
        else:
            assert merged.labels.get(path) == {Take.FIRST: first[path], Take.SECOND: second[path]}.get(take)
    assert merged.common + merged.only_first == len(first)
    assert merged.common + merged.only_second == len(second)


@given(pairs=st.lists(st.tuples(NAMES, NAMES), min_size=1, max_size=30))
def test_that_kappa_is_that_of_scikit_learn(pairs: list[tuple[str, str]]) -> None:
    found = kappa(pairs)
    if found is None:
        assert len({name for pair in pairs for name in pair}) == 1
    else:
        ones, others = zip(*pairs, strict=True)
        assert found == pytest.approx(cohen_kappa_score(ones, others))


def test_that_a_conflict_stands_side_by_side() -> None:
    merged = merge({"1.png": "a", "2.png": "b"}, {"1.png": "b", "3.png": "c"})
    assert merged.conflicts == [Conflict("1.png", "a", "b")]
    assert (merged.labels, merged.agreement) == ({"2.png": "b", "3.png": "c"}, 0.0)
    assert merge({"1.png": "a"}, {}).agreement is None
