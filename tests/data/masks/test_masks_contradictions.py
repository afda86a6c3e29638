"""Masks that contradict themselves: blurred edges, colours against numbers, ids of two types, turned photographs."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from workbench.cli.main import main
from workbench.core.domain import Domain
from workbench.core.errors import UserError
from workbench.core.masks import IGNORED
from workbench.data.mask_cache import oriented
from workbench.data.masks.class_shares import pixel_shares
from workbench.data.masks.reader import mask_reader
from workbench.data.overlay_sheet import overlay_sheet
from workbench.data.scan import scan_now

SIDE = 64


def photograph(path: Path, size: tuple[int, int] = (SIDE, SIDE), **options: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", size, (90, 120, 150)).save(path, **options)


def scene(
    number: int, values: tuple[int, ...], scale: int = 4, resample: Image.Resampling | None = None
) -> Image.Image:
    """A disc for each value but the first, drawn larger and reduced; blurred unless `resample` is NEAREST."""
    scale = 4
    large = Image.new("L", (SIDE * scale, SIDE * scale), values[0])
    draw = ImageDraw.Draw(large)
    for place, value in enumerate(values[1:]):
        left, top = (5 + 24 * place + number) * scale, (8 + 12 * place) * scale
        draw.ellipse((left, top, left + 26 * scale, top + 30 * scale), fill=value)
    return large.resize((SIDE, SIDE), resample if resample is not None else Image.Resampling.BILINEAR)


def folder(root: Path, masks: list[Image.Image], classes: str = "") -> Domain:
    for number, mask in enumerate(masks):
        photograph(root / "images" / f"{number}.png")
        (root / "masks").mkdir(exist_ok=True)
        mask.save(root / "masks" / f"{number}.png")
    if classes:
        (root / "classes.csv").write_text(classes)
    return scan_now(root)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=12, deadline=None)
@given(
    st.sampled_from([(0, 255), (0, 128), (20, 200), (255, 0)]),
    st.sampled_from([Image.Resampling.BILINEAR, Image.Resampling.BICUBIC, Image.Resampling.LANCZOS]),
    st.sampled_from(["L", "RGB"]),
)
def test_that_blurred_edges_between_two_classes_are_resolved_and_told(
    tmp_path: Path, values: tuple[int, int], resample: Image.Resampling, mode: str
) -> None:
    root = tmp_path / f"{len(list(tmp_path.iterdir()))}"
    masks = [scene(number, values, resample=resample) for number in range(6)]
    domain = folder(root, [mask.convert(mode) for mask in masks])
    assert domain.table is not None
    low, high = sorted(values)
    names = (
        (str(low), str(high)) if mode == "L" else (f"#{low:02x}{low:02x}{low:02x}", f"#{high:02x}{high:02x}{high:02x}")
    )
    assert domain.table.names == names
    assert any("blurred edges" in note for note in domain.notes)
    reader = mask_reader(domain)
    for sample, mask in zip(domain.samples, masks, strict=True):
        grey = np.asarray(mask).astype(int)
        assert np.array_equal(reader(sample), np.abs(grey - high) < np.abs(grey - low))


BLACK_AND_WHITE = "name,red,green,blue\nobject,255,255,255\nbackground,0,0,0\n"


@pytest.mark.parametrize("mode", ["L", "RGB"])
def test_that_blurred_edges_between_listed_colours_are_resolved(mode: str, tmp_path: Path) -> None:
    masks = [scene(number, (0, 255)) for number in range(6)]
    domain = folder(tmp_path, [mask.convert(mode) for mask in masks], BLACK_AND_WHITE)
    assert any("blurred edges" in note for note in domain.notes)
    assert np.array_equal(mask_reader(domain)(domain.samples[0]), np.asarray(masks[0]) < 128)


def test_that_values_that_are_not_listed_are_told(tmp_path: Path) -> None:
    domain = folder(tmp_path, [Image.fromarray((TRUTH * 7).astype(np.uint8))], CLASSES)
    assert any("classes.csv lacks" in note and "number 7" in note for note in domain.notes)


def test_that_a_number_without_a_class_is_found_in_any_mask(tmp_path: Path) -> None:
    """The scan reads all masks, not a few of them: masks 18 and 21 of 40 would else only be missed by the run."""
    for folder in ("images", "masks"):
        (tmp_path / folder).mkdir()
    for number in range(40):
        mask = np.zeros((8, 8), np.uint8)
        mask[4:] = 9 if number in (18, 21) else 1
        Image.fromarray(mask).save(tmp_path / "masks" / f"{number:02d}.png")
        Image.fromarray(np.full((8, 8, 3), number, np.uint8)).save(tmp_path / "images" / f"{number:02d}.png")
    (tmp_path / "classes.csv").write_text("name,red,green,blue\nsky,70,130,180\nroad,128,64,128\n")
    (note,) = [note for note in scan_now(tmp_path).notes if "classes.csv lacks" in note]
    assert "number 9" in note
    assert "and in 1 other mask" in note


def test_that_small_blurred_objects_are_resolved(tmp_path: Path) -> None:
    masks = []
    for number in range(4):
        large = Image.new("L", (1200, 1200))
        ImageDraw.Draw(large).ellipse((100 + 90 * number, 300, 148 + 90 * number, 348), fill=255)
        masks.append(large.resize((300, 300), Image.Resampling.BILINEAR))
    for number in range(4):
        photograph(tmp_path / "images" / f"{number}.png", (300, 300))
        (tmp_path / "masks").mkdir(exist_ok=True)
        masks[number].save(tmp_path / "masks" / f"{number}.png")
    assert scan_now(tmp_path).classes == ["0", "255"]


def test_that_blurred_edges_between_three_classes_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="blurred edges") as refused:
        folder(tmp_path, [scene(number, (0, 120, 250)) for number in range(6)])
    assert "nearest neighbour" in refused.value.hint


@pytest.mark.parametrize("values", [(0, 255), (0, 1, 2), (0, 100, 200), (0, 60, 120, 180)])
def test_that_sharp_masks_are_read_as_they_are(values: tuple[int, ...], tmp_path: Path) -> None:
    masks = [scene(number, values, resample=Image.Resampling.NEAREST) for number in range(4)]
    domain = folder(tmp_path, masks)
    assert domain.table is not None
    assert domain.table.names == tuple(map(str, values))
    assert domain.notes == []


def test_that_thin_classes_are_no_blur(tmp_path: Path) -> None:
    masks = []
    for number in range(4):
        mask = scene(number, (0, 200), resample=Image.Resampling.NEAREST)
        for place, value in enumerate((50, 100, 120, 150)):
            ImageDraw.Draw(mask).line((0, 50 + 3 * place, SIDE, 50 + 3 * place), fill=value)
        masks.append(mask)
    domain = folder(tmp_path, masks)
    assert domain.table is not None
    assert domain.table.names == ("0", "50", "100", "120", "150", "200")


@pytest.mark.parametrize(("values", "classes"), [((0, 128, 255), 3), ((0, 85, 170, 255), 4), ((0, 1, 255), 2)])
def test_that_255_is_a_class_among_greys_at_equal_steps(values: tuple[int, ...], classes: int, tmp_path: Path) -> None:
    masks = [scene(number, values, resample=Image.Resampling.NEAREST) for number in range(4)]
    domain = folder(tmp_path, masks)
    assert domain.table is not None
    assert len(domain.table.names) == classes
    assert bool(domain.notes) == (classes == len(values))
    ignored = (mask_reader(domain)(domain.samples[0]) == IGNORED).any()
    assert bool(ignored) == (classes < len(values))


def test_that_grey_photographs_are_no_masks(tmp_path: Path) -> None:
    noise = np.random.default_rng(0).integers(0, 200, (SIDE, SIDE), np.uint8)
    with pytest.raises(UserError, match="look like photographs"):
        folder(tmp_path, [Image.fromarray(noise)] * 3)


COLOURS = {"road": (128, 64, 128), "sky": (70, 130, 180), "car": (0, 0, 142)}
CLASSES = "name,red,green,blue\n" + "".join(f"{name},{r},{g},{b}\n" for name, (r, g, b) in COLOURS.items())
TRUTH = np.arange(SIDE)[:, None] // 22 + np.zeros((1, SIDE), int)


def with_palette(numbers: list[int], colours: list[tuple[int, int, int]]) -> Image.Image:
    """A mask in which class i of TRUTH has a number and a colour."""
    mask = Image.fromarray(np.array(numbers, np.uint8)[TRUTH]).copy()
    palette = [0] * 768
    for number, colour in zip(numbers, colours, strict=True):
        palette[3 * number : 3 * number + 3] = colour
    mask.putpalette(palette)
    return mask


@given(st.permutations([0, 1, 2]) | st.lists(st.integers(0, 254), min_size=3, max_size=3, unique=True))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=15, deadline=None)
def test_that_a_palette_with_the_colours_of_the_classes_is_read_by_colour(tmp_path: Path, numbers: list[int]) -> None:
    root = tmp_path / f"{len(list(tmp_path.iterdir()))}"
    domain = folder(root, [with_palette(numbers, list(COLOURS.values()))] * 2, CLASSES)
    assert np.array_equal(mask_reader(domain)(domain.samples[0]), TRUTH)
    assert bool(domain.notes) == (numbers != [0, 1, 2])


def test_that_a_palette_of_other_colours_is_read_by_number(tmp_path: Path) -> None:
    domain = folder(tmp_path, [with_palette([0, 1, 2], [(0, 0, 0), (255, 0, 0), (0, 255, 0)])], CLASSES)
    assert np.array_equal(mask_reader(domain)(domain.samples[0]), TRUTH)
    assert domain.notes == []


def test_that_greys_that_are_colours_of_the_classes_are_read_by_colour(tmp_path: Path) -> None:
    classes = "name,red,green,blue\nbackground,0,0,0\nobject,255,255,255\n"
    domain = folder(tmp_path, [Image.fromarray(np.where(TRUTH > 1, 255, 0).astype(np.uint8))], classes)
    assert np.array_equal(mask_reader(domain)(domain.samples[0]), TRUTH > 1)
    assert any("greys" in note for note in domain.notes)


SHAPE = [5, 5, 25, 5, 25, 20, 5, 20]


def coco(root: Path, image: Any, thing: Any, category: Any, kind: Any, size: tuple[int, int] = (60, 40)) -> Domain:
    listed: dict[str, Any] = {"id": image, "file_name": "a.jpg"}
    if size[0]:
        listed |= {"width": size[0], "height": size[1]}
    content = {
        "images": [listed],
        "categories": [{"id": category, "name": "red"}],
        "annotations": [{"id": 1, "image_id": thing, "category_id": kind, "segmentation": [SHAPE], "area": 300}],
    }
    (root / "annotations.json").write_text(json.dumps(content))
    return scan_now(root)


@pytest.mark.parametrize(
    ("image", "thing", "category", "kind", "told"),
    [
        (1, "1", 3, 3, True),
        ("1", 1, 3, 3, True),
        (1, 1, "3", 3, True),
        (1, 1.0, 3, 3.0, True),
        ("0001", 1, 3, 3, True),
        ("x", "a.jpg", 3, 3, False),
        (1, 1, 3, 3, False),
    ],
)
def test_that_ids_of_two_types_are_compared(
    image: Any, thing: Any, category: Any, kind: Any, told: bool, tmp_path: Path
) -> None:
    photograph(tmp_path / "images" / "a.jpg", (60, 40))
    domain = coco(tmp_path, image, thing, category, kind)
    assert pixel_shares(domain)["red"] == pytest.approx(0.125)
    assert bool(domain.notes) == told


def test_that_annotations_of_no_image_are_counted(tmp_path: Path) -> None:
    photograph(tmp_path / "images" / "a.jpg", (60, 40))
    assert coco(tmp_path, 1, "other", 3, 3).notes == ["1 annotation in annotations.json is of no listed image."]
    assert coco(tmp_path, 1, 1, 3, 4).notes == ["1 annotation in annotations.json is of no listed category."]


@pytest.mark.parametrize("listed", [(60, 40), (40, 60), (0, 0)])
@pytest.mark.parametrize("drawn", ["stored", "shown"])
def test_that_shapes_over_a_turned_photograph_are_drawn_where_they_fit(
    drawn: str, listed: tuple[int, int], tmp_path: Path
) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # stored as 60 × 40, shown as 40 × 60
    photograph(tmp_path / "images" / "a.jpg", (60, 40), exif=exif)
    wide, tall = (60, 40) if drawn == "stored" else (40, 60)
    shape = [wide - 12, tall - 12, wide - 2, tall - 12, wide - 2, tall - 2, wide - 12, tall - 2]
    SHAPE[:] = shape
    domain = coco(tmp_path, 1, 1, 3, 3, listed)
    (sample,) = domain.samples
    mask = oriented(mask_reader(domain)(sample), domain.folder / sample.path, (sample.width, sample.height))
    assert mask.shape == (60, 40)
    rows, columns = np.nonzero(mask)
    expected = (48, 58, 2, 12) if drawn == "stored" else (48, 58, 28, 38)
    assert (rows.min(), rows.max() + 1, columns.min(), columns.max() + 1) == expected
    SHAPE[:] = [5, 5, 25, 5, 25, 20, 5, 20]


def test_that_the_preview_shows_masks_and_the_reason_of_those_that_cannot_be_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = with_palette([0, 1, 2], list(COLOURS.values()))
    domain = folder(tmp_path / "set", [good, Image.fromarray(np.full((SIDE, SIDE), 9, np.uint8))], CLASSES)
    sheet = np.asarray(overlay_sheet(domain, side=SIDE))
    top, bottom = sheet[8 + 5, 8 + 5], sheet[8 + 60, 8 + 5]
    assert top[0] > bottom[0], "road is redder than car"
    path = tmp_path / "preview.png"
    assert main(["scan", str(tmp_path / "set"), "--preview", str(path)], lambda: 0) == 0
    with Image.open(path) as written:
        assert written.width > 2 * 320
    assert main(["scan", str(tmp_path / "set"), "--preview", str(tmp_path / "preview.txt")], lambda: 0) == 2
    assert "preview.txt" in capsys.readouterr().err
