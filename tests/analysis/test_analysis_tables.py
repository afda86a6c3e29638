"""Columns of samples, and the source samples nearest to those of the target."""

import numpy as np

from workbench.analysis.tables import indexed
from workbench.engine.nearest_samples import nearest_rows


def test_that_names_keep_the_order_given_and_what_has_none_is_minus_one() -> None:
    column = indexed("label", "Class", ["b", None, "a", "c"], ["b", "a"])
    assert column.names == ("b", "a")
    assert np.frombuffer(column.values, "<f4").tolist() == [0, -1, 1, -1]


def test_that_names_without_an_order_stand_in_the_natural_one() -> None:
    assert indexed("site", "Site", ["10", "2", "10"]).names == ("2", "10")


def test_that_the_nearest_rows_are_those_of_highest_cosine() -> None:
    random = np.random.default_rng(0)
    source, target = (random.normal(size=(count, 8)).astype(np.float32) for count in (50, 2000))
    found = nearest_rows(source, target, 3)
    cosines = (target / np.linalg.norm(target, axis=1)[:, None]) @ (source / np.linalg.norm(source, axis=1)[:, None]).T
    assert (found == np.argsort(-cosines, axis=1)[:, :3]).all()


def test_that_a_source_with_too_few_samples_leaves_places_empty() -> None:
    found = nearest_rows(np.eye(2, dtype=np.float32), np.array([[1.0, 0.1]], np.float32), 4)
    assert found.tolist() == [[0, 1, -1, -1]]
