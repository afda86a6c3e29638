"""What to label next: the contract for every strategy, and each formula against itself written out."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.analysis.strategies import badge, clue, entropy, k_center, margin, probcover, typiclust
from workbench.analysis.strategies.contract import Pool, clustered, strategies, strategy
from workbench.core.errors import UserError

NAMES = sorted(strategies())


def pool(count: int = 60, seed: int = 0, labelled: tuple[int, ...] = (), size: int = 8, classes: int = 4) -> Pool:
    random = np.random.default_rng(seed)
    logits = random.normal(0, 2, (count, classes))
    probabilities = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    features = random.normal(size=(count, size)).astype(np.float32)
    return Pool(features, probabilities.astype(np.float32), np.array(labelled, np.int64))


def islands(sizes: tuple[int, ...], seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Groups of points far from each other, and which group each point is of."""
    random = np.random.default_rng(seed)
    group = np.repeat(np.arange(len(sizes)), sizes)
    centres = 20 * np.eye(len(sizes), 8)
    return (centres[group] + random.normal(0, 0.3, (len(group), 8))).astype(np.float32), group


def test_that_all_strategies_are_found() -> None:
    assert NAMES == ["badge", "clue", "entropy", "k_center", "margin", "probcover", "random", "typiclust"]
    with pytest.raises(UserError, match="no strategy"):
        strategy("magic")


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=15, deadline=None)
@given(
    count=st.integers(1, 30),
    wanted=st.integers(0, 40),
    labelled=st.sets(st.integers(0, 29), max_size=30),
    same=st.booleans(),
    seed=st.integers(0, 5),
)
def test_that_each_strategy_takes_different_images_without_a_label_and_as_many_as_there_are(
    name: str, count: int, wanted: int, labelled: set[int], same: bool, seed: int
) -> None:
    made = pool(count, seed, tuple(sorted(row for row in labelled if row < count)))
    if same:  # all images alike
        made = made._replace(features=np.ones_like(made.features))
    chosen = strategy(name).choose(made, wanted, seed)
    rows = [one.row for one in chosen]
    assert len(set(rows)) == len(rows) == min(wanted, len(made.open))
    assert not set(rows) & set(made.labelled.tolist())
    assert all(one.why for one in chosen)
    assert strategy(name).choose(made, wanted, seed) == chosen, "the same seed, the same choice"


def test_that_entropy_and_margin_take_what_their_formulas_say() -> None:
    made = pool()
    p = made.probabilities.astype(np.float64)
    by_entropy = np.argsort((p * np.log(p)).sum(axis=1))[:5]
    assert [one.row for one in entropy.choose(made, 5, 0)] == by_entropy.tolist()
    two = np.sort(p, axis=1)
    assert [one.row for one in margin.choose(made, 5, 0)] == np.argsort(two[:, -1] - two[:, -2])[:5].tolist()


def test_that_k_center_takes_what_lies_farthest_from_the_labelled() -> None:
    made = pool(labelled=(3, 4))
    unit = made.features / np.linalg.norm(made.features, axis=1, keepdims=True)
    taken = [3, 4]
    for one in k_center.choose(made, 6, 0):
        away = np.linalg.norm(unit[:, None] - unit[taken][None], axis=2).min(axis=1)
        assert one.row == away.argmax()
        taken.append(one.row)


def test_that_badge_starts_with_the_largest_gradient_and_never_takes_its_twin_next() -> None:
    made = pool()
    twin = int(badge.choose(made, 1, 0)[0].row)
    doubled = Pool(
        np.concatenate([made.features, made.features[[twin]]]),
        np.concatenate([made.probabilities, made.probabilities[[twin]]]),
        made.labelled,
    )
    a = made.probabilities.copy()
    a[np.arange(60), a.argmax(axis=1)] -= 1
    gradients = (a[:, :, None] * made.features[:, None, :]).reshape(60, -1)
    assert twin == np.linalg.norm(gradients, axis=1).argmax()
    for seed in range(20):
        assert badge.choose(doubled, 2, seed)[1].row != 60, "its distance to what was taken is zero"


def test_that_clue_looks_where_the_model_doubts() -> None:
    features, group = islands((40, 40))
    probabilities = np.where((group == 1)[:, None], 0.5, [[0.999, 0.001]]).astype(np.float32)
    chosen = [one.row for one in clue.choose(Pool(features, probabilities, np.zeros(0, np.int64)), 6, 0)]
    assert sum(group[chosen] == 1) >= 4


def test_that_typiclust_takes_one_of_each_group_the_largest_first_and_none_that_is_labelled() -> None:
    features, group = islands((50, 30, 10, 40))
    even = np.full((130, 2), 0.5, np.float32)
    found = [one.row for one in typiclust.choose(Pool(features, even, np.zeros(0, np.int64)), 4, 0)]
    assert group[found].tolist() == [0, 3, 1, 2]
    labelled = np.array(found[:2])
    further = [one.row for one in typiclust.choose(Pool(features, even, labelled), 2, 0)]
    assert sorted(group[further].tolist()) == [1, 2]


def test_that_typiclust_takes_the_densest_image_of_a_group() -> None:
    random = np.random.default_rng(0)
    features = np.concatenate([random.normal(0, 1.0, (40, 2)), random.normal(0, 0.02, (10, 2))]) + np.array([30, 0])
    made = Pool(features.astype(np.float32), np.full((50, 2), 0.5, np.float32), np.zeros(0, np.int64))
    assert typiclust.choose(made, 1, 0)[0].row >= 40


def test_that_probcover_takes_one_image_of_each_island_the_largest_first() -> None:
    features, group = islands((30, 20, 10))
    made = Pool(features, np.full((60, 3), 1 / 3, np.float32), np.empty(0, np.int64))
    chosen = probcover.choose(made, 3, seed=0)
    assert [int(group[one.row]) for one in chosen] == [0, 1, 2]


def test_that_probcover_leaves_what_labels_cover_for_last() -> None:
    features, group = islands((30, 20, 10))
    covered = np.concatenate([np.flatnonzero(group == 0)[:12], np.flatnonzero(group == 1)[:12]])
    made = Pool(features, np.full((60, 3), 1 / 3, np.float32), covered)
    assert group[probcover.choose(made, 1, seed=0)[0].row] == 2


def test_that_probcovers_balls_are_pure_as_far_as_the_paper_asks() -> None:
    random = np.random.default_rng(0)
    features = random.normal(size=(200, 3))
    distances = np.linalg.norm(features[:, None] - features, axis=2)
    radius = probcover._radius(features, distances, 4, seed=0)
    cluster = clustered(features, 4, 0).labels_

    def purity(r: float) -> float:
        return float(np.mean([len(set(cluster[distances[row] <= r])) == 1 for row in range(200)]))

    assert purity(radius) >= 0.95
    assert purity(radius * 1.2) < 0.95
