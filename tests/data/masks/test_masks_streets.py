"""Cityscapes, GTA5 and SYNTHIA: folders as they come, and what the numbers and colours in them mean."""

import shutil
from pathlib import Path
from unicodedata import normalize

import numpy as np
import pytest
from PIL import Image

from tests.data.masks.sixteen import save_sixteen
from workbench.core.domain import Layout, Reason
from workbench.core.generators import Returning
from workbench.core.masks import IGNORED
from workbench.data.masks.reader import mask_reader
from workbench.data.masks.street_classes import LABELS, TABLE
from workbench.data.masks.synthia import NUMBERS
from workbench.data.scan import scan_now
from workbench.samples.streets.street_styles import GAME, REAL
from workbench.samples.streets.writing import scene, write_scenes

SIZE = (32, 64)


def image(path: Path, wide: int = 3, tall: int = 1) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (wide, tall), (9, 99, 199)).save(path)


def label(path: Path, pixels: np.ndarray) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(pixels).save(path)


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("scenes")
    for layout in (Layout.CITYSCAPES, Layout.GTA5):
        Returning(write_scenes(root / layout.name, 2, SIZE, layout)).finish()
    return root


@pytest.mark.parametrize("layout", [Layout.CITYSCAPES, Layout.GTA5])
def test_that_drawn_folders_load_unchanged(layout: Layout, folders: Path) -> None:
    for look in (GAME, REAL):
        domain = scan_now(folders / layout.name / look.name)
        assert (domain.layout, domain.table, domain.set_aside) == (layout, TABLE, [])
        for number, sample in enumerate(domain.samples):
            assert np.array_equal(mask_reader(domain)(sample), scene(look, SIZE, 0, number)[1])


@pytest.mark.parametrize("left", [("labelTrainIds",), ("labelIds",), ("color",), ("labelIds", "color")])
def test_that_every_kind_of_cityscapes_label_says_the_same(
    left: tuple[str, ...], folders: Path, tmp_path: Path
) -> None:
    shutil.copytree(folders / Layout.CITYSCAPES.name / "real", tmp_path / "city")
    for path in (tmp_path / "city").rglob("*_gtFine_*"):
        if not path.stem.endswith(left):
            path.unlink()
    domain = scan_now(tmp_path / "city")
    assert domain.samples[0].mask.endswith(f"_{left[0]}.png")
    assert np.array_equal(mask_reader(domain)(domain.samples[0]), scene(REAL, SIZE, 0, 0)[1])


def test_that_cityscapes_numbers_follow_the_published_list(tmp_path: Path) -> None:
    image(tmp_path / "leftImg8bit/val/ulm/ulm_1_leftImg8bit.png", len(LABELS) + 2)
    numbers = np.array([[one.label_id for one in LABELS] + [34, 255]], np.uint8)
    label(tmp_path / "gtFine/val/ulm/ulm_1_gtFine_labelIds.png", numbers)
    domain = scan_now(tmp_path)
    read = mask_reader(domain)(domain.samples[0])[0].tolist()
    assert read == [*(one.train_id for one in LABELS), IGNORED, IGNORED]
    assert [TABLE.names[number] for number in read if number != IGNORED] == list(TABLE.names)


def test_that_fine_labels_come_before_coarse_ones_and_lacking_ones_are_told(tmp_path: Path) -> None:
    for name in ("ulm_1", "ulm_2", "ulm_3"):
        image(tmp_path / f"leftImg8bit/val/ulm/{name}_leftImg8bit.png")
    line = np.zeros((1, 3), np.uint8)
    label(tmp_path / "gtCoarse/val/ulm/ulm_1_gtCoarse_labelTrainIds.png", line)
    label(tmp_path / "gtFine/val/ulm/ulm_1_gtFine_labelIds.png", line + 7)
    label(tmp_path / "gtCoarse/val/ulm/ulm_2_gtCoarse_labelTrainIds.png", line)
    domain = scan_now(tmp_path)
    assert [Path(one.mask).name for one in domain.samples] == [
        "ulm_1_gtFine_labelIds.png",
        "ulm_2_gtCoarse_labelTrainIds.png",
    ]
    assert [(Path(one.path).name, one.reason) for one in domain.set_aside] == [
        ("ulm_3_leftImg8bit.png", Reason.NO_MASK)
    ]


def test_that_cities_are_no_classes_where_labels_are_left_away(tmp_path: Path) -> None:
    for city in ("ulm", "bonn"):
        image(tmp_path / f"leftImg8bit/train/{city}/{city}_1_leftImg8bit.png")
    domain = scan_now(tmp_path)
    assert (len(domain.samples), domain.classes, domain.table) == (2, [], None)


def test_that_other_paired_folders_are_not_taken_for_gta5(folders: Path, tmp_path: Path) -> None:
    shutil.copytree(folders / Layout.GTA5.name / "game", tmp_path / "own")
    (tmp_path / "own" / "classes.csv").write_text("name,red,green,blue\na,1,2,3\n")
    assert scan_now(tmp_path / "own").layout is Layout.PAIRED
    image(tmp_path / "plain/images/1.png")
    label(tmp_path / "plain/labels/1.png", np.zeros((1, 3, 3), np.uint8))
    assert scan_now(tmp_path / "plain").layout is Layout.PAIRED


def test_that_a_colour_that_no_class_has_is_named(folders: Path, tmp_path: Path) -> None:
    shutil.copytree(folders / Layout.GTA5.name / "game", tmp_path / "game")
    for number in range(3, 30):
        shutil.copy(tmp_path / "game/images/00001.png", tmp_path / f"game/images/{number:05}.png")
        shutil.copy(tmp_path / "game/labels/00001.png", tmp_path / f"game/labels/{number:05}.png")
    label(tmp_path / "game/labels/00004.png", np.full((*SIZE, 3), 1, np.uint8))
    domain = scan_now(tmp_path / "game")
    with pytest.raises(Exception, match="unknown class in the mask") as caught:
        mask_reader(domain)(next(one for one in domain.samples if one.path.endswith("00004.png")))
    assert "colour 1, 1, 1 in 2,048 pixels" in str(getattr(caught.value, "detail", ""))


def test_that_the_numbers_of_synthia_are_read_from_sixteen_bits(tmp_path: Path) -> None:
    image(tmp_path / "RGB/0000001.png", len(NUMBERS))
    numbers = np.zeros((1, len(NUMBERS), 3), np.uint16)
    numbers[..., 0] = range(len(NUMBERS))
    numbers[..., 1] = 777  # which thing
    save_sixteen(tmp_path / "GT/LABELS/0000001.png", numbers)
    image(tmp_path / "RGB/0000002.png")
    domain = scan_now(tmp_path)
    assert (domain.layout, [one.path for one in domain.samples]) == (Layout.SYNTHIA, ["RGB/0000001.png"])
    assert [(one.path, one.reason) for one in domain.set_aside] == [("RGB/0000002.png", Reason.NO_MASK)]
    read = mask_reader(domain)(domain.samples[0])[0].tolist()
    assert [TABLE.names[number] if number != IGNORED else "" for number in read] == list(NUMBERS)


def test_that_the_colours_of_synthia_do_where_there_are_no_numbers(tmp_path: Path) -> None:
    image(tmp_path / "RAND/RGB/1.png", 3)
    label(tmp_path / "RAND/GT/COLOR/1.png", np.array([[(64, 64, 128), (70, 130, 180), (0, 0, 0)]], np.uint8))
    domain = scan_now(tmp_path)
    assert mask_reader(domain)(domain.samples[0]).tolist() == [
        [TABLE.names.index("fence"), TABLE.names.index("sky"), IGNORED]
    ]


@pytest.mark.parametrize(
    ("photo", "mask", "layout"),
    [
        ("leftImg8bit/train/köln/köln_0_leftImg8bit.png", "gtFine/train/köln/köln_0_gtFine_labelIds.png", "CITYSCAPES"),
        ("RGB/köln.png", "GT/LABELS/köln.png", "SYNTHIA"),
    ],
)
def test_that_masks_of_names_in_another_unicode_form_are_found(
    photo: str, mask: str, layout: str, tmp_path: Path
) -> None:
    image(tmp_path / normalize("NFC", photo))
    label(tmp_path / normalize("NFD", mask), np.array([[7, 7, 7]], np.uint8))
    domain = scan_now(tmp_path)
    assert domain.layout is Layout[layout]
    assert [(sample.path, sample.mask) for sample in domain.samples] == [
        (normalize("NFC", photo), normalize("NFD", mask))
    ]
