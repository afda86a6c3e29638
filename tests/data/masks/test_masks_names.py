"""Images and masks whose names and folders follow the habits of many data sets are pairs, never classes."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Literal
from unicodedata import normalize

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from workbench.core.domain import Layout, Reason
from workbench.core.errors import UserError
from workbench.data.masks.name_matching import RelativeName, match
from workbench.data.masks.roles import core, names_mask, place_of
from workbench.data.scan import scan_now

NUMBERS = (np.arange(32)[:, None] // 16 + np.arange(48)[None] // 24).astype(np.uint8)

PAIRS = {
    "a suffix": ("images/lesion_%d.png", "masks/lesion_%d_segmentation.png"),
    "a prefix": ("images/%d.png", "masks/mask_%d.png"),
    "an unknown suffix": ("images/lesion_%d.png", "masks/lesion_%d_xyz.png"),
    "both named": ("images/image_%d.png", "labels/label_%d.png"),
    "two suffixes": ("images/%d_sat.jpg", "masks/%d_mask.png"),
    "other words": ("images/scan_a_%d.png", "masks/truth_b_%d.png"),
    "mmsegmentation": ("img_dir/train/%d.jpg", "ann_dir/train/%d.png"),
    "mmsegmentation with suffixes": ("img_dir/val/%d_leftImg8bit.png", "ann_dir/val/%d_gtFine_labelTrainIds_x.png"),
    "nnU-Net": ("imagesTr/case_%d_0000.png", "labelsTr/case_%d.png"),
    "splits in names": ("train_images/%d.jpg", "train_masks/%d.png"),
    "splits beside": ("train/images/%d.jpg", "train/labels/%d.png"),
    "a challenge": ("ISIC_Training_Input/I_%d.jpg", "ISIC_Training_GroundTruth/I_%d_segmentation.png"),
    "VOC with folders": ("JPEGImages/sub/%d.jpg", "SegmentationClass/sub/%d.png"),
    "VOC with folders of images": ("JPEGImages/sub/%d.jpg", "SegmentationClass/%d.png"),
    "VOC with a suffix": ("JPEGImages/%d.jpg", "SegmentationClass/%d_mask.png"),
    "masks beside": ("%d.png", "%d_mask.png"),
    "masks beside, in classes": ("benign/benign (%d).png", "benign/benign (%d)_mask.png"),
    "masks beside, by extension": ("all/%d.jpg", "all/%d.png"),
    "masks beside, both named": ("all/image_%d.jpg", "all/mask_%d.png"),
    "a folder an image": ("s%d/image.png", "s%d/mask.png"),
    "a folder an image, with folders": ("s%d/images/1.png", "s%d/masks/1.png"),
    "masks below": ("%d.jpg", "masks/%d.png"),
    "named data sets": ("Kvasir-SEG/images/%d.jpg", "Kvasir-SEG/masks/%d.png"),
    "groundtruth": ("set/photos/%d.jpg", "set/groundtruth/%d.png"),
    "CamVid": ("train/%d.png", "trainannot/%d.png"),
    "a folder of any name": ("set/pics/%d.jpg", "set/pics_labels/%d_L.png"),
    "a prefix of the folder": ("raw2019/a/%d.jpg", "gt_raw2019/a/%d.png"),
    "a part of a challenge": (
        "ISIC-2017_Training_Data/I_%d.jpg",
        "ISIC-2017_Training_Part1_GroundTruth/I_%d_segmentation.png",
    ),
}


def photograph(path: Path, seed: int = 0) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(np.random.default_rng(seed).integers(0, 256, (32, 48, 3), np.uint8)).save(path)


def mask(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(NUMBERS).save(path)


def make(root: Path, images: str, masks: str, count: int = 4) -> None:
    for number in range(count):
        photograph(root / (images % number), number)
        mask(root / (masks % number))


@pytest.mark.parametrize("form", PAIRS)
def test_that_the_usual_forms_are_pairs(form: str, tmp_path: Path) -> None:
    images, masks = PAIRS[form]
    make(tmp_path, images, masks)
    domain = scan_now(tmp_path)
    assert domain.task == "segment"
    assert {sample.path: sample.mask for sample in domain.samples} == {images % n: masks % n for n in range(4)}
    assert domain.set_aside == []


ACCENTED = ("é0", "à1", "ü2", "ñ3")
CHINESE = ("甲", "乙", "丙", "丁")


@pytest.mark.parametrize("names", [ACCENTED, CHINESE], ids=["accented", "Chinese"])
@pytest.mark.parametrize(("of_images", "of_masks"), [("NFC", "NFD"), ("NFD", "NFC")])
@pytest.mark.parametrize("form", PAIRS)
def test_that_names_in_another_unicode_form_are_pairs_too(
    form: str, of_images: Literal["NFC", "NFD"], of_masks: Literal["NFC", "NFD"], names: Sequence[str], tmp_path: Path
) -> None:
    images, masks = PAIRS[form]
    pairs = {
        normalize(of_images, images.replace("%d", name)): normalize(of_masks, masks.replace("%d", name))
        for name in names
    }
    for seed, (image, mask_of_image) in enumerate(pairs.items()):
        photograph(tmp_path / image, seed)
        mask(tmp_path / mask_of_image)
    domain = scan_now(tmp_path)
    assert domain.task == "segment"
    assert {sample.path: sample.mask for sample in domain.samples} == pairs, "the names are those of the files"
    assert domain.set_aside == []


@pytest.mark.parametrize(
    ("images", "masks"),
    [
        ("images/%d.png", "masks/other%dthing.png"),
        ("img/a%db.png", "gt/%d-x-y.png"),
        ("photos/p%d.png", "seg/q%dr.png"),
    ],
)
def test_that_masks_without_a_matching_name_are_refused_with_an_example(
    images: str, masks: str, tmp_path: Path
) -> None:
    make(tmp_path, images, masks)
    with pytest.raises(UserError, match="no name matches") as refused:
        scan_now(tmp_path)
    assert masks.split("/", maxsplit=1)[0] in refused.value.message
    assert "." in refused.value.message.rpartition(":")[2], "an example"


@pytest.mark.parametrize("above", ["", "training/", "set/train/"])
def test_that_masks_in_a_folder_of_any_name_are_not_a_class(above: str, tmp_path: Path) -> None:
    make(tmp_path, f"{above}before/%d.png", f"{above}after/%d.png")
    with pytest.raises(UserError, match="not like a class") as refused:
        scan_now(tmp_path)
    assert "table" in refused.value.hint


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("with_mask/with_mask_%d.jpg", "without_mask/%d.jpg"),
        ("photo/%d.png", "sketch/%d.png"),
        ("cat/images/%d.png", "dog/images/%d.png"),
        ("input/%d.png", "label/%d.png"),
        ("cat/mask_%d.png", "dog/label_%d.png"),
        ("cat/%d.jpg", "dog/%d.png"),
    ],
)
def test_that_photographs_of_classes_stay_classes(first: str, second: str, tmp_path: Path) -> None:
    for number in range(4):
        photograph(tmp_path / (first % number), number)
        photograph(tmp_path / (second % number), number + 9)
    assert scan_now(tmp_path).classes == sorted({first.split("/", maxsplit=1)[0], second.split("/", maxsplit=1)[0]})


def test_that_splits_beside_their_masks_are_kept_apart(tmp_path: Path) -> None:
    for split in ("train", "val", "test"):
        make(tmp_path, f"{split}/%d.png", f"{split}annot/%d.png")
    domain = scan_now(tmp_path)
    assert domain.task == "segment"
    pairs = {sample.path: sample.mask for sample in domain.samples}
    assert pairs == {f"{s}/{n}.png": f"{s}annot/{n}.png" for s in ("train", "val", "test") for n in range(4)}


def test_that_other_files_in_a_folder_beside_masks_are_told(tmp_path: Path) -> None:
    for part in ("Training", "Test_v2"):
        for number in range(4):
            photograph(tmp_path / f"ISIC_{part}_Data" / f"I_{part}{number}.jpg", number)
            mask(tmp_path / f"ISIC_{part}_Part1_GroundTruth" / f"I_{part}{number}_segmentation.png")
    photograph(tmp_path / "ISIC_Training_Data" / "I_Training0_superpixels.png")
    domain = scan_now(tmp_path)
    assert (domain.task, len(domain.samples)) == ("segment", 8)
    assert [(file.path, file.reason) for file in domain.set_aside] == [
        ("ISIC_Training_Data/I_Training0_superpixels.png", Reason.NO_MASK)
    ]


def test_that_class_folders_with_images_and_masks_of_their_own_are_no_classes(tmp_path: Path) -> None:
    for name in ("benign", "malignant"):
        make(tmp_path, f"{name}/images/%d.png", f"{name}/masks/%d.png")
    domain = scan_now(tmp_path)
    assert (domain.task, len(domain.samples)) == ("segment", 8)
    assert {sample.mask for sample in domain.samples} == {
        f"{name}/masks/{number}.png" for name in ("benign", "malignant") for number in range(4)
    }
    assert any("no classes: benign, malignant. To classify" in note for note in domain.notes)


def test_that_a_class_that_sounds_like_masks_is_asked_about(tmp_path: Path) -> None:
    for name in ("bottle", "can", "label"):
        for number in range(4):
            (mask if name == "label" else photograph)(tmp_path / name / f"{number}.png")
    with pytest.raises(UserError, match="not like a class"):
        scan_now(tmp_path)
    for number in range(4):
        photograph(tmp_path / "label" / f"{number}.png", number)
    assert scan_now(tmp_path).classes == ["bottle", "can", "label"]


def test_that_images_in_two_formats_are_images(tmp_path: Path) -> None:
    for number in range(4):
        for suffix in ("jpg", "png"):
            photograph(tmp_path / "both" / f"{number}.{suffix}", number)
            (tmp_path / "blank").mkdir(exist_ok=True)
            Image.new("RGB", (9, 9 + number), (9, 99, 200)).save(tmp_path / "blank" / f"{number}.{suffix}")
    assert [len(scan_now(tmp_path / name).samples) for name in ("both", "blank")] == [8, 8]


def test_that_drawings_in_all_classes_stay_classes(tmp_path: Path) -> None:
    for number in range(4):
        mask(tmp_path / "circle" / f"{number}.png")
        mask(tmp_path / "square" / f"{number}.png")
    assert scan_now(tmp_path).classes == ["circle", "square"]


def test_that_dark_images_of_a_class_are_no_masks(tmp_path: Path) -> None:
    for number in range(4):
        photograph(tmp_path / "eight" / f"{number}.png", number)
        strokes = np.zeros((32, 48), np.uint8)
        strokes[4:28, 20:23] = np.random.default_rng(number).integers(0, 256, (24, 3))
        (tmp_path / "one").mkdir(exist_ok=True)
        Image.fromarray(strokes).save(tmp_path / "one" / f"{number}.png")
    assert scan_now(tmp_path).classes == ["eight", "one"]


def test_that_a_missing_mask_is_not_replaced_by_another(tmp_path: Path) -> None:
    make(tmp_path, "images/a_%d.png", "masks/a_%d.png")
    for number in range(4):
        photograph(tmp_path / "images" / f"b_{number}.png", number)
        mask(tmp_path / "masks" / f"c_{number}.png")
    domain = scan_now(tmp_path)
    assert all(sample.path.rpartition("/")[2] == sample.mask.rpartition("/")[2] for sample in domain.samples)
    assert len(domain.samples) == len(domain.set_aside) == 4


def test_that_equal_names_in_other_folders_are_no_pairs(tmp_path: Path) -> None:
    make(tmp_path, "images/train/%d.png", "masks/train/%d.png", 2)
    photograph(tmp_path / "images" / "test" / "9.png")
    mask(tmp_path / "masks" / "val" / "9.png")
    domain = scan_now(tmp_path)
    assert [sample.path for sample in domain.samples] == ["images/train/0.png", "images/train/1.png"]


NAMES = st.lists(st.from_regex(r"[a-z]{1,4}[0-9]{1,4}", fullmatch=True), min_size=2, max_size=8, unique=True)
AFFIX = st.sampled_from(["", "_mask", "_segmentation", "-gt", "_label", "_x", " seg", "_q2"])


@given(NAMES, AFFIX, st.sampled_from(["", "mask_", "gt-", "pre_"]))
def test_that_one_affix_on_all_masks_never_hides_or_crosses_a_pair(names: list[str], suffix: str, prefix: str) -> None:
    images = [RelativeName((), name) for name in names]
    masks = {RelativeName((), f"{prefix}{name}{suffix}"): RelativeName((), name) for name in names}
    found = match(images, list(masks))
    assert all(masks[mask] == image for image, mask in found.items())
    if not (prefix and suffix):
        assert len(found) == len(names)


@given(st.text(max_size=20))
def test_that_any_name_has_a_core_and_a_place(name: str) -> None:
    assert core(name) in name
    assert names_mask(name) in (True, False)
    place_of(name)


ELSEWHERE = [
    "/home/me/set/images/%s",
    "C:\\\\set\\\\images\\\\%s",
    "http://host:80/set/images/%s?x=1",
    "file:///a/images/%s",
]


def coco(root: Path, names: list[str]) -> None:
    shape = [[5, 5, 25, 5, 25, 20, 5, 20]]
    content = {
        "images": [{"id": n, "file_name": name, "width": 48, "height": 32} for n, name in enumerate(names)],
        "categories": [{"id": 3, "name": "red"}],
        "annotations": [{"id": n, "image_id": n, "category_id": 3, "segmentation": shape} for n in range(len(names))],
    }
    (root / "annotations.json").write_text(json.dumps(content))


@pytest.mark.parametrize("form", [form.replace("\\\\", "\\") for form in ELSEWHERE])
def test_that_absolute_names_in_a_coco_file_find_their_images(form: str, tmp_path: Path) -> None:
    paths = ["images/a b.png", "images/deep/b.png"]
    for path in paths:
        photograph(tmp_path / path)
    coco(tmp_path, [form % path.removeprefix("images/") for path in paths])
    domain = scan_now(tmp_path)
    assert (domain.layout, [sample.path for sample in domain.samples]) == (Layout.COCO, paths)


def test_that_a_coco_file_of_other_images_is_refused(tmp_path: Path) -> None:
    photograph(tmp_path / "images" / "a.png")
    coco(tmp_path, ["b.png"])
    with pytest.raises(UserError, match=r"annotations.json lists 1 images .* b.png"):
        scan_now(tmp_path)
