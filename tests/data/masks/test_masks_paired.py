"""Paired folders: which mask belongs to which image, and what the numbers and colours in it mean."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from workbench.core.domain import Layout, Reason
from workbench.core.errors import UserError
from workbench.core.masks import IGNORED, ClassTable, PixelClass
from workbench.data.decode import Unreadable
from workbench.data.masks.class_file import distinct
from workbench.data.masks.reader import mask_reader, read_mask
from workbench.data.scan import scan_now

NUMBERS = np.array([[0, 1, 2], [2, 255, 0]], np.uint8)
COLOURS = ((10, 20, 30), (200, 100, 0), (0, 0, 255))
TABLE = ClassTable(tuple(PixelClass(name, colour) for name, colour in zip(("a", "b", "c"), COLOURS, strict=True)))
LISTED = "name,red,green,blue\n" + "".join(f"{one.name},{','.join(map(str, one.colour))}\n" for one in TABLE.classes)


def image(path: Path, wide: int = 3, tall: int = 2) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (wide, tall), (9, 99, 199)).save(path)


def mask(path: Path, numbers: np.ndarray = NUMBERS, mode: str = "L") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    picture = Image.fromarray(numbers)
    if mode == "P":
        picture = picture.copy()
        picture.putpalette([value for colour in distinct(256) for value in colour])
    picture.save(path)
    return path


def coloured(path: Path, numbers: np.ndarray) -> Path:
    return mask(path, np.array([*COLOURS, (7, 7, 7)], np.uint8)[numbers])


@pytest.mark.parametrize("folder", ["masks", "labels", "Masks"])
def test_that_a_mask_belongs_to_the_image_of_the_same_name(folder: str, tmp_path: Path) -> None:
    for name in ("1", "deep/2"):
        image(tmp_path / "images" / f"{name}.jpg")
        mask(tmp_path / folder / f"{name}.png")
    domain = scan_now(tmp_path)
    assert domain.layout is Layout.PAIRED
    pairs = [(one.path, one.mask, one.label) for one in domain.samples]
    assert pairs == [
        ("images/1.jpg", f"{folder}/1.png", None),
        ("images/deep/2.jpg", f"{folder}/deep/2.png", None),
    ]


def test_that_splits_are_looked_through_and_endings_of_masks_too(tmp_path: Path) -> None:
    for split in ("train", "val"):
        image(tmp_path / split / "images" / "1.png")
        mask(tmp_path / split / "masks" / "1_mask.png")
    assert [one.mask for one in scan_now(tmp_path).samples] == ["train/masks/1_mask.png", "val/masks/1_mask.png"]


def test_that_images_alone_stay_an_unlabelled_target(tmp_path: Path) -> None:
    image(tmp_path / "images" / "1.png")
    domain = scan_now(tmp_path)
    assert (domain.table, domain.samples[0].mask) == (None, "")


def test_that_class_folders_with_masks_of_their_own_are_pairs_which_is_told(tmp_path: Path) -> None:
    for name in ("cat", "dog"):
        image(tmp_path / name / "images" / "1.png")
        mask(tmp_path / name / "masks" / "1.png")
    domain = scan_now(tmp_path)
    assert [(sample.path, sample.mask) for sample in domain.samples] == [
        ("cat/images/1.png", "cat/masks/1.png"),
        ("dog/images/1.png", "dog/masks/1.png"),
    ]
    assert any("no classes: cat, dog" in note for note in domain.notes)


def test_that_what_does_not_fit_is_set_aside_with_its_reason(tmp_path: Path) -> None:
    for name in ("good", "alone", "small", "cut", "larger"):
        image(tmp_path / "images" / f"{name}.png", 300, 200)
        mask(tmp_path / "masks" / f"{name}.png", np.zeros((200, 300), np.uint8))
    (tmp_path / "masks" / "alone.png").unlink()
    mask(tmp_path / "masks" / "small.png", np.zeros((10, 10), np.uint8))
    mask(tmp_path / "masks" / "larger.png", np.zeros((400, 601), np.uint8))
    (tmp_path / "masks" / "cut.png").write_bytes((tmp_path / "masks" / "good.png").read_bytes()[:60])
    domain = scan_now(tmp_path)
    assert [one.path for one in domain.samples] == ["images/good.png", "images/larger.png"]
    reasons = {one.path: one.reason for one in domain.set_aside}
    assert reasons == {
        "images/alone.png": Reason.NO_MASK,
        "images/small.png": Reason.MASK_SIZE,
        "images/cut.png": reasons["images/cut.png"],
    }
    assert "its mask cut.png" in next(one.detail for one in domain.set_aside if one.path == "images/cut.png")


@pytest.mark.parametrize("mode", ["L", "P"])
def test_that_masks_of_numbers_name_their_classes_by_what_occurs(mode: str, tmp_path: Path) -> None:
    image(tmp_path / "images" / "1.png")
    mask(tmp_path / "masks" / "1.png", mode=mode)
    domain = scan_now(tmp_path)
    assert domain.table is not None
    assert domain.table.names == ("0", "1", "2")
    assert np.array_equal(mask_reader(domain)(domain.samples[0]), NUMBERS)


@pytest.mark.parametrize(("values", "names"), [((0, 255), ("0", "255")), ((0, 128), ("0", "128")), ((3, 3), ("3",))])
def test_that_sparse_numbers_are_classes_by_name(
    values: tuple[int, int], names: tuple[str, ...], tmp_path: Path
) -> None:
    image(tmp_path / "images" / "1.png")
    mask(tmp_path / "masks" / "1.png", np.array([[0, 1, 0], [1, 1, 0]], np.uint8).choose(values).astype(np.uint8))
    domain = scan_now(tmp_path)
    assert domain.table is not None
    assert domain.table.names == names
    read = mask_reader(domain)(domain.samples[0])
    assert set(read.ravel().tolist()) == set(range(len(names)))


@pytest.mark.parametrize("bits", [2, 4])
def test_that_greys_of_few_bits_are_the_numbers_in_the_file(bits: int, tmp_path: Path) -> None:
    import struct
    import zlib

    packed = {2: bytes([0b00011000]), 4: bytes([0x01, 0x20])}[bits]  # 0, 1, 2
    chunks = [
        (b"IHDR", struct.pack(">IIBBBBB", 3, 1, bits, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(b"\0" + packed)),
        (b"IEND", b""),
    ]
    body = b"".join(
        struct.pack(">I", len(part)) + kind + part + struct.pack(">I", zlib.crc32(kind + part)) for kind, part in chunks
    )
    (tmp_path / "1.png").write_bytes(b"\x89PNG\r\n\x1a\n" + body)
    assert read_mask(tmp_path / "1.png", TABLE).tolist() == [[0, 1, 2]]


def test_that_classes_csv_names_numbers_and_colours_and_what_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "classes.csv").write_text(LISTED + ",7,7,7\n")
    for name, make in (("numbers", mask), ("colours", coloured)):
        image(tmp_path / "images" / f"{name}.png")
        make(tmp_path / "masks" / f"{name}.png", np.array([[0, 1, 2], [2, 3, 0]], np.uint8))
    domain = scan_now(tmp_path)
    assert domain.table == TABLE
    for sample in domain.samples:
        assert mask_reader(domain)(sample).tolist() == [[0, 1, 2], [2, IGNORED, 0]]


def test_that_colours_without_a_table_are_called_by_their_code(tmp_path: Path) -> None:
    image(tmp_path / "images" / "1.png")
    coloured(tmp_path / "masks" / "1.png", np.array([[0, 1, 2], [2, 2, 0]], np.uint8))
    domain = scan_now(tmp_path)
    assert domain.table is not None
    assert domain.table.names == ("#0000ff", "#0a141e", "#c86400")
    assert mask_reader(domain)(domain.samples[0]).tolist() == [[1, 2, 0], [0, 0, 1]]


def test_that_the_first_unknown_number_or_colour_is_named_with_its_pixels(tmp_path: Path) -> None:
    path = mask(tmp_path / "1.png", np.array([[0, 9, 9], [8, 1, 9]], np.uint8))
    with pytest.raises(Unreadable) as caught:
        read_mask(path, TABLE)
    assert (caught.value.reason, caught.value.detail) == (Reason.MASK_COLOUR, "number 9 in 3 pixels")
    path = coloured(tmp_path / "2.png", np.array([[0, 3, 3]], np.uint8))
    with pytest.raises(Unreadable) as caught:
        read_mask(path, TABLE)
    assert (caught.value.reason, caught.value.detail) == (Reason.MASK_COLOUR, "colour 7, 7, 7 in 2 pixels")


def test_that_a_mask_that_is_gone_or_no_picture_says_so(tmp_path: Path) -> None:
    (tmp_path / "text.png").write_text("no picture")
    for name, reason in (("none.png", Reason.NO_MASK), ("text.png", Reason.UNREADABLE)):
        with pytest.raises(Unreadable) as caught:
            read_mask(tmp_path / name, TABLE)
        assert caught.value.reason is reason


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("a,b\n1,2\n", "does not have the columns"),
        ("name,red,green,blue\nroad,1,2\n", "Line 2 .* no colour"),
        ("name,red,green,blue\nroad,1,2,3\ncar,1,2,3\n", "Line 3 .* repeats the colour"),
        ("name,red,green,blue\nroad,1,2,3\nroad,3,2,1\n", "duplicate names: road"),
        ("name,red,green,blue\n", "have no classes"),
    ],
)
def test_that_a_table_that_is_none_is_refused_by_line(content: str, words: str, tmp_path: Path) -> None:
    image(tmp_path / "images" / "1.png")
    mask(tmp_path / "masks" / "1.png")
    (tmp_path / "classes.csv").write_text(content)
    with pytest.raises(UserError, match=words):
        scan_now(tmp_path)


def test_that_photographs_are_not_taken_for_masks(tmp_path: Path) -> None:
    image(tmp_path / "images" / "1.png", 64, 64)
    mask(tmp_path / "masks" / "1.png", np.random.default_rng(0).integers(0, 256, (64, 64, 3), np.uint8))
    with pytest.raises(UserError, match="more than 255 different values"):
        scan_now(tmp_path)


def test_that_masks_that_were_saved_as_jpeg_are_not_taken(tmp_path: Path) -> None:
    image(tmp_path / "images" / "1.png")
    image(tmp_path / "masks" / "1.jpg")
    with pytest.raises(UserError, match="are JPEG files"):
        scan_now(tmp_path)
    image(tmp_path / "images" / "2.png")
    mask(tmp_path / "masks" / "2.png")
    domain = scan_now(tmp_path)
    assert [one.path for one in domain.samples] == ["images/2.png"]
    assert [(one.path, one.reason, one.detail) for one in domain.set_aside] == [
        ("images/1.png", Reason.MASK_COLOUR, "1.jpg is a JPEG file, which changes the numbers; save it as PNG")
    ]


def test_that_a_class_of_few_small_masks_is_not_overlooked(tmp_path: Path) -> None:
    for number in range(200):
        image(tmp_path / "images" / f"{number}.png")
        mask(tmp_path / "masks" / f"{number}.png", np.full((2, 3), int(number == 123), np.uint8))
    domain = scan_now(tmp_path)
    assert domain.table is not None
    assert domain.table.names == ("0", "1")


def test_that_colours_for_classes_are_all_different() -> None:
    assert len(set(distinct(255))) == 255


def test_that_one_red_object_on_black_is_no_street(tmp_path: Path) -> None:
    image(tmp_path / "images" / "1.png")
    mask(tmp_path / "labels" / "1.png", np.array([(0, 0, 0), (255, 0, 0)], np.uint8)[[[0, 1, 1], [0, 0, 0]]])
    domain = scan_now(tmp_path)
    assert (domain.layout, domain.table and domain.table.names) == (Layout.PAIRED, ("#000000", "#ff0000"))
    assert mask_reader(domain)(domain.samples[0]).tolist() == [[0, 1, 1], [0, 0, 0]]


@pytest.mark.parametrize("bordered", [False, True])
def test_that_masks_on_two_scales_are_told(bordered: bool, tmp_path: Path) -> None:
    for number, top in enumerate((1, 255, 1)):
        image(tmp_path / "images" / f"{number}.png")
        edge = 255 if bordered else 0
        mask(tmp_path / "masks" / f"{number}.png", np.array([[0, top, top], [0, edge, 0]], np.uint8))
    notes = " ".join(scan_now(tmp_path).notes)
    told = "masks/1.png have only 0 and 255 (1), others such as masks/0.png have numbers and no 255 (2)." in notes
    assert told is not bordered
