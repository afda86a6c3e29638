"""Pascal VOC and what CVAT and labelme write in its shape."""

from pathlib import Path
from typing import Literal
from unicodedata import normalize

import numpy as np
import pytest
from PIL import Image

from workbench.core.domain import Layout, Reason
from workbench.core.errors import UserError
from workbench.core.masks import IGNORED
from workbench.data.masks.reader import mask_reader
from workbench.data.masks.voc import CLASSES, EDGE, voc_colour
from workbench.data.scan import scan_now

NUMBERS = np.array([[0, 15, 255]], np.uint8)


def add(root: Path, name: str, numbers: np.ndarray | None = NUMBERS, coloured: bool = False) -> None:
    (root / "JPEGImages").mkdir(parents=True, exist_ok=True)
    (root / "SegmentationClass").mkdir(exist_ok=True)
    Image.new("RGB", (3, 1), (9, 99, 199)).save(root / "JPEGImages" / f"{name}.jpg")
    if numbers is None:
        return
    if coloured:
        picture = Image.fromarray(numbers)
    else:
        picture = Image.fromarray(numbers)
        picture.putpalette([part for number in range(256) for part in (EDGE if number == 255 else voc_colour(number))])
    picture.save(root / "SegmentationClass" / f"{name}.png")


def lists(root: Path, **names: list[str]) -> None:
    folder = root / "ImageSets" / "Segmentation"
    folder.mkdir(parents=True)
    for name, lines in names.items():
        (folder / f"{name}.txt").write_text("\n".join(lines) + "\n")


def test_that_classes_have_the_published_colours() -> None:
    known = {"aeroplane": (128, 0, 0), "bottle": (128, 0, 128), "car": (128, 128, 128), "person": (192, 128, 128)}
    assert {name: voc_colour(CLASSES.index(name)) for name in known} == known
    assert voc_colour(CLASSES.index("tvmonitor")) == (0, 64, 128)


@pytest.mark.parametrize("below", ["", "VOCdevkit/VOC2012"])
def test_that_lists_say_which_images_have_masks(below: str, tmp_path: Path) -> None:
    root = tmp_path / below
    for name in ("2007_1", "2007_2"):
        add(root, name)
    for name in ("2008_1", "2008_2"):
        add(root, name, None)
    lists(root, train=["2007_1"], val=["2007_2", "2008_1"])
    domain = scan_now(tmp_path)
    assert domain.layout is Layout.VOC
    assert domain.table is not None
    assert domain.table.names == CLASSES
    assert [Path(one.path).stem for one in domain.samples] == ["2007_1", "2007_2"]
    assert [(Path(one.path).name, one.reason) for one in domain.set_aside] == [("2008_1.jpg", Reason.NO_MASK)]
    assert mask_reader(domain)(domain.samples[0]).tolist() == [[0, 15, IGNORED]]


def test_that_masks_in_colours_mean_the_same(tmp_path: Path) -> None:
    add(tmp_path, "1", np.array([[voc_colour(0), voc_colour(15), EDGE]], np.uint8), coloured=True)
    domain = scan_now(tmp_path)
    assert mask_reader(domain)(domain.samples[0]).tolist() == [[0, 15, IGNORED]]


def test_that_a_labelmap_names_classes_and_colours(tmp_path: Path) -> None:
    add(tmp_path, "1", np.array([[(0, 0, 0), (10, 20, 30), (9, 9, 9)]], np.uint8), coloured=True)
    (tmp_path / "labelmap.txt").write_text(
        "# label:color_rgb:parts:actions\nbackground:0,0,0::\ncrack:10,20,30::\nignore:9,9,9::\n"
    )
    domain = scan_now(tmp_path)
    assert domain.table is not None
    assert [(one.name, one.colour) for one in domain.table.classes] == [
        ("background", (0, 0, 0)),
        ("crack", (10, 20, 30)),
    ]
    assert mask_reader(domain)(domain.samples[0]).tolist() == [[0, 1, IGNORED]]
    (tmp_path / "labelmap.txt").write_text("background:0,0::\n")
    with pytest.raises(UserError, match=r"Line 1 of .* has no colour"):
        scan_now(tmp_path)


def test_that_class_names_are_read_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    add(tmp_path, "1", np.array([[0, 1, 255]], np.uint8))
    (tmp_path / "class_names.txt").write_text("_background_\nleaf\n")
    domain = scan_now(tmp_path)
    assert domain.table is not None
    assert domain.table.names == ("_background_", "leaf")
    assert mask_reader(domain)(domain.samples[0]).tolist() == [[0, 1, IGNORED]]


@pytest.mark.parametrize(("of_folder", "of_files"), [("NFC", "NFD"), ("NFD", "NFC")])
def test_that_lists_and_masks_in_another_unicode_form_mean_the_same(
    of_folder: Literal["NFC", "NFD"], of_files: Literal["NFC", "NFD"], tmp_path: Path
) -> None:
    root = tmp_path / normalize(of_folder, "été")
    add(root, normalize(of_folder, "café"))
    add(root, normalize(of_folder, "thé"))
    mask = root / "SegmentationClass" / f"{normalize(of_folder, 'café')}.png"
    mask.rename(mask.with_name(f"{normalize(of_files, 'café')}.png"))
    lists(root, train=[normalize(of_files, "café")])
    (sample,) = scan_now(tmp_path).samples
    assert (tmp_path / sample.path).is_file()
    assert (tmp_path / sample.mask).is_file()
    assert "caf" in sample.path, "the other one is not listed"
