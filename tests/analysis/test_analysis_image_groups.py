"""Groups of images: pure on features that the engine made, propagated from labels, and never of what measures."""

from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.made_projects import MadeProject
from workbench.analysis.image_groups import image_groups
from workbench.analysis.kept_index import index_run, keep, kept_index
from workbench.analysis.neighbour_labels import FEWEST, RIGHT, clear_margin, several_groups, vote, voters
from workbench.analysis.similar_images import divided, similar_images
from workbench.analysis.target_index import TargetIndex, grouped, target_index, unit
from workbench.core.errors import UserError
from workbench.core.generators import Returning
from workbench.core.image_groups import PAGE, GroupKind, ImageGroup
from workbench.data.cache import ImageCache

CLASSES = ("a", "b", "c")


@pytest.fixture(scope="module")
def blobs() -> TargetIndex:
    """Three clear classes of 100 images, each in several clumps; the paths begin with the class."""
    random = np.random.default_rng(0)
    centres = 4 * random.normal(size=(3, 16))
    clumps = centres[:, None] + random.normal(size=(3, 5, 16))
    features = (clumps[:, :, None] + 0.4 * random.normal(size=(3, 5, 20, 16))).reshape(300, 16).astype(np.float32)
    paths = [f"{CLASSES[row // 100]}/{row:03d}.png" for row in range(300)]
    even = np.full((300, 3), 1 / 3, np.float32)
    return target_index(paths, features, even, CLASSES)


def named(groups: list[ImageGroup], kind: GroupKind, most: int) -> dict[str, str]:
    """The true labels of what the first groups of a kind hold."""
    chosen = [group for group in groups if group.kind is kind][:most]
    return {path: path[0] for group in chosen for path in group.paths}


def test_that_groups_of_what_a_run_computed_are_pure(made_classification: MadeProject, tmp_path: Path) -> None:
    run = made_classification.folder / "runs" / made_classification.with_shots
    index = kept_index(Returning(index_run(run, cache=str(tmp_path))).finish())
    groups = image_groups(index, {}, ())
    assert sorted(path for group in groups for path in group.paths) == sorted(index.paths)
    top = [Counter(path[0] for path in group.paths[:3]).most_common(1)[0][1] for group in groups]
    by_chance = len(index.paths) / 3 / len(index.paths)
    assert sum(top) / sum(min(len(group.paths), 3) for group in groups) > by_chance


def test_that_groups_are_small_pure_and_ordered_by_what_they_are_worth(blobs: TargetIndex) -> None:
    groups = image_groups(blobs, {}, ())
    assert all(group.kind is not GroupKind.AGREED for group in groups), "there are no labels to propagate"
    alike = [group for group in groups if group.kind is GroupKind.ALIKE]
    assert all(len({path[0] for path in group.paths}) == 1 for group in alike)
    assert sum(len(group.paths) for group in alike) > 250
    assert np.mean([len(group.paths) for group in alike]) < 20
    worth = [min(len(group.paths), 10) * group.share for group in alike]
    assert worth == sorted(worth, reverse=True)


def test_that_labels_are_propagated_to_neighbours_that_agree_and_hidden_images_never_appear(
    blobs: TargetIndex,
) -> None:
    first = image_groups(blobs, {}, ())
    labels = named(first, GroupKind.ALIKE, 12)
    hidden = [path for path in blobs.paths if path not in labels][::5]
    groups = image_groups(blobs, labels, hidden)
    agreed = [group for group in groups if group.kind is GroupKind.AGREED]
    assert agreed
    assert all(path[0] == group.likely for group in agreed for path in group.paths)
    assert all(len(group.paths) <= PAGE for group in agreed)
    offered = [path for group in groups for path in group.paths]
    assert len(offered) == len(set(offered)) == len(blobs.paths) - len(labels) - len(hidden)
    assert set(offered).isdisjoint({*labels, *hidden})


def test_that_nothing_is_propagated_to_what_the_model_takes_for_a_class_without_labels(blobs: TargetIndex) -> None:
    sure = np.repeat(np.eye(3, dtype=np.float32), 100, axis=0)
    labels = {path: path[0] for path in blobs.paths[:200] if path.endswith(("0.png", "1.png", "2.png", "3.png"))}
    groups = image_groups(blobs._replace(probabilities=sure), labels, ())
    agreed = [path for group in groups if group.kind is GroupKind.AGREED for path in group.paths]
    assert agreed
    assert not [path for path in agreed if path.startswith("c")]


def test_that_images_of_no_class_are_not_propagated(blobs: TargetIndex) -> None:
    labels = named(image_groups(blobs, {}, ()), GroupKind.ALIKE, 12)
    labels = {path: "unknown" if label == "a" else label for path, label in labels.items()}
    groups = image_groups(blobs, labels, ())
    assert {group.likely for group in groups if group.kind is GroupKind.AGREED} <= {"b", "c"}


def test_that_votes_follow_the_nearest_labels_of_other_groups() -> None:
    known = unit(np.array([[1, 0], [1, 0.1], [0, 1], [0.1, 1]], np.float32))
    labels, groups = np.array([0, 0, 1, 1]), np.array([0, 1, 2, 3])
    votes = vote(known[:1], known, labels, (groups[:1], groups))
    near = np.linalg.norm(known[0] - known[1])
    away = np.linalg.norm(known[:1] - known[2:], axis=1).mean()
    assert votes.classes.tolist() == [0]
    assert votes.margins == pytest.approx([(away - near) / (away + near)], abs=1e-3)
    same = vote(known[:1], known, labels, (groups[:1], np.array([0, 0, 2, 3])))
    assert same.classes.tolist() == [1], "its own group does not vote"
    assert several_groups(labels, np.array([0, 1, 2, 2])).tolist() == [True, True, False, False]


@given(st.lists(st.tuples(st.floats(-1, 1), st.booleans()), max_size=60))
@settings(max_examples=50, deadline=None)
def test_that_from_the_clear_margin_on_the_wanted_share_is_right(judged: list[tuple[float, bool]]) -> None:
    margins, right = np.array([m for m, _ in judged], float), np.array([r for _, r in judged], bool)
    limit = clear_margin(margins, right)
    above = right[margins >= limit]
    assert not len(above) or (above.mean() >= RIGHT and len(above) >= FEWEST)
    parts = (right[margins >= margin] for margin in margins[margins < limit])
    assert all(part.mean() < RIGHT or len(part) < FEWEST for part in parts)


def test_that_voters_are_drawn_evenly_from_the_classes() -> None:
    labels = np.array([0] * 9_000 + [1] * 100 + [2] * 3_000)
    counts = np.bincount(labels[voters(labels)])
    assert counts.tolist() == [2450, 100, 2450]


def test_that_images_like_one_come_in_the_order_of_distance_and_rejected_ones_push_away(blobs: TargetIndex) -> None:
    liked = blobs.paths[0]
    found = similar_images(blobs, [liked], (), ["a/001.png"], 30)
    assert found.kind is GroupKind.SIMILAR
    assert len(found.paths) == 30
    assert {liked, "a/001.png"}.isdisjoint(found.paths)
    place = {path: row for row, path in enumerate(blobs.paths)}
    distances = [np.linalg.norm(blobs.points[place[path]] - blobs.points[0]) for path in found.paths]
    assert distances == sorted(distances)
    nearest = found.paths[0]
    pushed = similar_images(blobs, [liked], [nearest], (), 300)
    assert nearest not in pushed.paths
    by_hand = [
        np.linalg.norm(blobs.points[place[path]] - blobs.points[0])
        - np.linalg.norm(blobs.points[place[path]] - blobs.points[place[nearest]])
        for path in pushed.paths
    ]
    assert by_hand == pytest.approx(sorted(by_hand), abs=2e-3)


def test_that_a_mixed_group_is_divided_by_looks_and_equal_images_are_not(blobs: TargetIndex) -> None:
    mixed = ImageGroup(GroupKind.ALIKE, (*blobs.paths[:6], *blobs.paths[200:204]), "a", 0.6)
    larger, smaller = divided(blobs, mixed)
    assert set(larger.paths) == set(blobs.paths[:6])
    assert set(smaller.paths) == set(blobs.paths[200:204])
    equal = blobs._replace(points=np.full(blobs.points.shape, 0.25, np.float32))
    assert divided(equal, mixed) == (mixed,)


def test_that_an_index_is_kept_and_a_lost_one_is_told(blobs: TargetIndex, tmp_path: Path) -> None:
    place = keep(blobs, ImageCache(tmp_path))
    read = kept_index(place)
    assert (read.paths, read.classes) == (blobs.paths, blobs.classes)
    assert all(np.array_equal(read[part], blobs[part]) for part in (1, 2, 4))
    kept_index.cache_clear()
    for file in tmp_path.glob("alike-*"):
        file.unlink()
    with pytest.raises(UserError, match="no longer in the cache"):
        kept_index(place)


def test_that_many_equal_images_are_grouped_too() -> None:
    groups = grouped(np.ones((4_000, 3), np.float32), 0)
    assert np.bincount(groups).max() < 4_000
