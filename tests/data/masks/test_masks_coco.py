"""COCO files of things: which image is meant, and which pixels a polygon or run lengths cover."""

import json
from pathlib import Path
from typing import Any, Literal
from unicodedata import normalize

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from PIL import Image

from workbench.core.domain import Layout, Reason
from workbench.core.errors import UserError
from workbench.data.decode import Unreadable
from workbench.data.masks.reader import mask_reader
from workbench.data.masks.rle import decode_runs, measure_runs
from workbench.data.scan import scan_now

WIDE, TALL = 8, 6
CATEGORIES = [{"id": 7, "name": "car"}, {"id": 3, "name": "person"}]


def image(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (WIDE, TALL), (9, 99, 199)).save(path)


def write(path: Path, names: list[str], things: list[dict[str, Any]], categories: list[dict[str, Any]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    pictures = [{"id": at, "file_name": name, "width": WIDE, "height": TALL} for at, name in enumerate(names)]
    path.write_text(json.dumps({"images": pictures, "annotations": things, "categories": categories}))


def thing(segmentation: object, category: int = 7, image_id: int = 0, area: float = 1.0) -> dict[str, Any]:
    return {"id": 1, "image_id": image_id, "category_id": category, "segmentation": segmentation, "area": area}


def box(left: float, top: float, right: float, bottom: float) -> list[list[float]]:
    return [[left, top, right, top, right, bottom, left, bottom]]


def only(root: Path, *things: dict[str, Any]) -> np.ndarray:
    image(root / "images" / "a.png")
    write(root / "annotations" / "instances.json", ["a.png"], list(things), CATEGORIES)
    domain = scan_now(root)
    assert domain.layout is Layout.COCO
    return mask_reader(domain)(domain.samples[0])


def counts_of(mask: np.ndarray) -> list[int]:
    """COCO's own: runs of columns, the first of zeros."""
    flat = mask.T.ravel().astype(int)
    ends = np.flatnonzero(np.diff(flat)) + 1
    runs = np.diff([0, *ends, flat.size]).tolist()
    return [0, *runs] if flat[0] else runs


def compressed(counts: list[int]) -> str:
    """rleToString of maskApi.c, line by line."""
    text = ""
    for at, count in enumerate(counts):
        value = count - counts[at - 2] if at > 2 else count
        more = True
        while more:
            letter = value & 31
            value >>= 5
            more = value != -1 if letter & 16 else value != 0
            text += chr((letter | 32 if more else letter) + 48)
    return text


def test_that_a_polygon_covers_the_pixels_whose_middle_is_inside(tmp_path: Path) -> None:
    read = only(tmp_path, thing(box(1, 2, 4, 5)))
    expected = np.zeros((TALL, WIDE), np.uint8)
    expected[2:5, 1:4] = 1
    assert np.array_equal(read, expected)


@given(st.lists(st.tuples(st.floats(-3, 11), st.floats(-3, 9)), min_size=3, max_size=7))
def test_that_any_polygon_is_filled_as_by_going_round_each_middle(corners: list[tuple[float, float]]) -> None:
    from workbench.data.masks.coco_pixels import _fill

    mask = np.zeros((TALL, WIDE), np.uint8)
    _fill(mask, [part for corner in corners for part in corner], 1)
    for row in range(TALL):
        for column in range(WIDE):
            x, y, inside = column + 0.5, row + 0.5, False
            for (x0, y0), (x1, y1) in zip(corners, corners[1:] + corners[:1], strict=True):
                (low_x, low_y), (high_x, high_y) = sorted([(x0, y0), (x1, y1)], key=lambda one: one[1])
                if low_y <= y < high_y:
                    inside ^= low_x + (y - low_y) * (high_x - low_x) / (high_y - low_y) <= x
            assert bool(mask[row, column]) is inside


def test_that_the_smaller_thing_is_in_front_and_the_rest_is_background(tmp_path: Path) -> None:
    read = only(tmp_path, thing(box(1, 1, 3, 3), 3, area=4), thing(box(0, 0, 6, 6), 7, area=36))
    expected = np.zeros((TALL, WIDE), np.uint8)
    expected[0:6, 0:6] = 1
    expected[1:3, 1:3] = 2
    assert np.array_equal(read, expected)


@pytest.mark.parametrize("packed", [False, True])
def test_that_run_lengths_are_read_column_by_column(packed: bool, tmp_path: Path) -> None:
    mask = np.random.default_rng(0).random((TALL, WIDE)) < 0.5
    counts = counts_of(mask)
    read = only(tmp_path, thing({"size": [TALL, WIDE], "counts": compressed(counts) if packed else counts}))
    assert np.array_equal(read, mask.astype(np.uint8))


@given(st.integers(1, 9), st.integers(1, 9), st.randoms(use_true_random=False))
def test_that_any_mask_is_decoded_from_its_own_run_lengths(tall: int, wide: int, chance: Any) -> None:
    mask = np.array([[chance.random() < 0.5 for _ in range(wide)] for _ in range(tall)])
    counts = counts_of(mask)
    assert np.array_equal(decode_runs(counts, (tall, wide)), mask)
    assert np.array_equal(decode_runs(compressed(counts), (tall, wide)), mask)


@given(st.integers(1, 9), st.integers(1, 9), st.randoms(use_true_random=False))
def test_that_area_and_box_are_those_of_the_pixels(tall: int, wide: int, chance: Any) -> None:
    mask = np.array([[chance.random() < 0.4 for _ in range(wide)] for _ in range(tall)])
    assume(mask.any())
    rows, columns = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
    box = [columns[0], rows[0], columns[-1] - columns[0] + 1, rows[-1] - rows[0] + 1]
    assert measure_runs(counts_of(mask), (tall, wide)) == (mask.sum(), box)


NUMBERS = st.integers(-2, 12) | st.sampled_from([2**31, 2**32 - 1, 2**32, 2**64, -(2**40)])
LETTERS = st.text(st.characters(min_codepoint=40, max_codepoint=120), max_size=12) | st.text(max_size=4)


@given(st.integers(1, 4), st.integers(1, 4), st.lists(NUMBERS, max_size=9) | LETTERS, st.data())
def test_that_run_lengths_are_read_as_by_the_definition_or_refused(
    tall: int, wide: int, counts: list[int] | str, data: st.DataObject
) -> None:
    if data.draw(st.booleans()):  # a whole one with at most one letter or number changed
        whole = counts_of(
            np.array(
                data.draw(st.lists(st.lists(st.booleans(), min_size=wide, max_size=wide), min_size=tall, max_size=tall))
            )
        )
        place = data.draw(st.integers(0, len(whole) - 1))
        counts = compressed([*whole[:place], data.draw(NUMBERS.filter(lambda n: 0 <= n < 2**31)), *whole[place + 1 :]])
    expected = by_definition(counts, (tall, wide))
    if expected is None:
        with pytest.raises(Unreadable):
            decode_runs(counts, (tall, wide))
    else:
        assert np.array_equal(decode_runs(counts, (tall, wide)), expected)


def by_definition(counts: list[int] | str, size: tuple[int, int]) -> np.ndarray | None:
    """(H, W) of uncompressed or compressed run lengths (rleFrString of maskApi.c); None where they do not fill it."""
    if isinstance(counts, str):
        numbers: list[int] = []
        value = shift = 0
        for letter in counts:
            bits = ord(letter) - 48
            if not 0 <= bits < 64:
                return None
            value |= (bits & 31) << shift
            shift += 5
            if bits & 32:
                continue
            if bits & 16:
                value -= 1 << shift
            numbers.append(value + numbers[-2] if len(numbers) > 2 else value)
            value = shift = 0
        if shift:
            return None
        counts = numbers
    if any(count < 0 for count in counts) or sum(counts) != size[0] * size[1]:
        return None
    return np.repeat(np.arange(len(counts)) % 2 == 1, counts).reshape(size[1], size[0]).T


@pytest.mark.parametrize(
    ("shape", "reason"),
    [
        ({"size": [TALL, WIDE], "counts": [3, 4]}, Reason.UNREADABLE),
        ({"size": [TALL, WIDE], "counts": "é"}, Reason.UNREADABLE),
        ({"size": [TALL, WIDE], "counts": "P"}, Reason.UNREADABLE),
        ({"size": [2, 2], "counts": [4]}, Reason.MASK_SIZE),
        ("circle", Reason.UNREADABLE),
    ],
)
def test_that_a_shape_that_is_none_is_told(shape: object, reason: Reason, tmp_path: Path) -> None:
    with pytest.raises(Unreadable) as caught:
        only(tmp_path, thing(shape))
    assert caught.value.reason is reason


def test_that_a_category_that_is_not_listed_is_told(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="unknown class") as caught:
        only(tmp_path, thing(box(0, 0, 2, 2), 99))
    assert caught.value.detail == "category 99 is not listed"


def test_that_splits_have_files_of_their_own_and_the_table_holds_the_classes_of_all(tmp_path: Path) -> None:
    for split in ("train2017", "val2017"):
        image(tmp_path / split / "1.png")
    write(tmp_path / "annotations/captions_train2017.json", ["1.png"], [], [])
    write(tmp_path / "annotations/instances_train2017.json", ["1.png"], [thing(box(0, 0, 8, 6))], CATEGORIES)
    more = [{"id": 1, "name": "tree"}]
    write(tmp_path / "annotations/instances_val2017.json", ["1.png"], [thing(box(0, 0, 8, 6), 1)], more)
    domain = scan_now(tmp_path)
    assert domain.table is not None
    assert domain.table.names == ("background", "car", "person", "tree")
    read = mask_reader(domain)
    assert {one.path: int(read(one)[0, 0]) for one in domain.samples} == {"train2017/1.png": 1, "val2017/1.png": 3}


def test_that_a_file_beside_the_images_does_too(tmp_path: Path) -> None:
    for split in ("train", "valid"):
        image(tmp_path / split / "1.png")
        write(tmp_path / split / "_annotations.coco.json", ["1.png"], [thing(box(0, 0, 8, 6))], CATEGORIES)
    assert [(one.path, one.mask) for one in scan_now(tmp_path).samples] == [
        ("train/1.png", "train/_annotations.coco.json"),
        ("valid/1.png", "valid/_annotations.coco.json"),
    ]


def test_that_images_and_lines_without_each_other_are_set_aside_and_no_thing_is_background(tmp_path: Path) -> None:
    for name in ("a", "b", "c"):
        image(tmp_path / "images" / f"{name}.png")
    write(tmp_path / "x.json", ["a.png", "b.png", "gone.png"], [thing(box(0, 0, 8, 6))], CATEGORIES)
    domain = scan_now(tmp_path)
    assert [one.path for one in domain.samples] == ["images/a.png", "images/b.png"]
    assert not mask_reader(domain)(domain.samples[1]).any()
    assert [(one.path, one.reason) for one in domain.set_aside] == [
        ("images/c.png", Reason.NO_MASK),
        ("gone.png", Reason.MISSING),
    ]


def test_that_files_without_shapes_do_not_make_masks(tmp_path: Path) -> None:
    for name in ("cat", "dog"):
        image(tmp_path / name / "a.png")
    write(tmp_path / "labels.json", ["cat/a.png"], [thing([])], CATEGORIES)
    assert scan_now(tmp_path).classes == ["cat", "dog"]


def test_that_a_file_that_breaks_off_is_refused_in_a_sentence(tmp_path: Path) -> None:
    image(tmp_path / "images" / "a.png")
    write(tmp_path / "x.json", ["a.png"], [thing(box(0, 0, 8, 6))], CATEGORIES)
    (tmp_path / "x.json").write_text((tmp_path / "x.json").read_text()[:-3])
    with pytest.raises(UserError, match="is not a COCO annotation file"):
        scan_now(tmp_path)


@pytest.mark.parametrize(("of_files", "of_names"), [("NFC", "NFD"), ("NFD", "NFC")])
def test_that_names_in_another_unicode_form_are_the_same(
    of_files: Literal["NFC", "NFD"], of_names: Literal["NFC", "NFD"], tmp_path: Path
) -> None:
    for split in ("été", "hiver"):
        image(tmp_path / normalize(of_files, split) / f"{normalize(of_files, 'café')}.png")
    categories = [{"id": 7, "name": normalize(of_names, "forêt")}]
    for split in ("été", "hiver"):
        shapes = [thing(box(0, 0, WIDE, TALL))]
        write(
            tmp_path / f"annotations/{normalize(of_names, split)}.json",
            [normalize(of_names, "café.png")],
            shapes,
            categories,
        )
    domain = scan_now(tmp_path)
    assert domain.set_aside == []
    assert domain.table is not None
    assert domain.table.names == ("background", normalize("NFC", "forêt"))
    masks = {normalize("NFC", sample.path): normalize("NFC", sample.mask) for sample in domain.samples}
    assert masks == {f"{split}/café.png": f"annotations/{split}.json" for split in ("été", "hiver")}
    assert all((tmp_path / sample.path).is_file() for sample in domain.samples)
    assert [int(mask_reader(domain)(sample)[0, 0]) for sample in domain.samples] == [1, 1]
