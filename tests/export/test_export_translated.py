"""A translated folder: the same names in the same class folders at the same size, masks as they were."""

from pathlib import Path

import numpy as np
import psutil
import pytest
from PIL import Image

from tests.conftest import make_domain
from tests.data.masks.test_masks_paired import LISTED, image, mask
from tests.data.masks.test_masks_voc import add
from tests.machine import needs_links
from workbench.core.domain import Layout, Sample
from workbench.core.errors import UserError
from workbench.core.generators import Returning
from workbench.core.translation import Direction, TranslationJob
from workbench.data.decode import decode
from workbench.data.masks.reader import mask_reader
from workbench.data.scan import scan_now
from workbench.engine.translation_run import translate
from workbench.engine.translator_io import LoadedTranslator, load_translator, translate_pixels
from workbench.export.translated_folder import TranslatedFolder, _parts, write_translated


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("translated")


@pytest.fixture(scope="module")
def loaded(place: Path) -> LoadedTranslator:
    """Colour transfer to a dark red target."""
    make_domain(place / "source", seed=1, count=3)
    (place / "target").mkdir()
    Image.new("RGB", (16, 16), (90, 10, 10)).save(place / "target" / "x.png")
    job = TranslationJob(
        translator="reinhard",
        source=str(place / "source"),
        target=str(place / "target"),
        device="cpu",
        cache=str(place / "cache"),
    )
    for _ in translate(job, place / "run"):
        pass
    return load_translator(place / "run", "cpu")


def written(loaded: LoadedTranslator, folder: Path, out: Path, masks: str = "") -> TranslatedFolder:
    return Returning(write_translated(loaded, folder, out, direction=Direction.TO_TARGET, masks=masks)).finish()


def test_that_names_classes_and_sizes_stay(loaded: LoadedTranslator, tmp_path: Path) -> None:
    folder = make_domain(tmp_path / "in", seed=3, count=2)
    Image.new("RGB", (31, 7), (10, 200, 30)).save(folder / "a" / "wide.jpg")
    Image.new("RGBA", (5, 40), (10, 20, 230, 120)).save(folder / "b" / "wide.png")
    (folder / "c" / "cut.png").write_bytes((folder / "c" / "000.png").read_bytes()[:60])
    result = written(loaded, folder, tmp_path / "out")
    before, after = (scan_now(tmp_path / name) for name in ("in", "out"))
    assert result.images == len(after.samples) == 8
    assert [one.path for one in result.set_aside] == ["c/cut.png"]
    kept = {one.path.replace(".jpg", ".png"): (one.label, one.width, one.height) for one in before.samples}
    assert {one.path: (one.label, one.width, one.height) for one in after.samples}.items() <= kept.items()
    red = decode(tmp_path / "out" / "a" / "wide.png")
    assert red[..., 0].mean() > red[..., 1].mean() + 30


def test_that_two_names_that_would_become_one_stay_two(loaded: LoadedTranslator, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name in ("x.jpg", "x.png", "y.jpeg", "y.jpg"):
        Image.new("RGB", (16, 16), (10, 200, 30)).save(tmp_path / "in" / name)
    assert written(loaded, tmp_path / "in", tmp_path / "out").images == 4
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["x.jpg.png", "x.png", "y.jpg.png", "y.png"]


def test_that_an_image_outside_of_its_tables_folder_stays_below_the_new_one(
    loaded: LoadedTranslator, tmp_path: Path
) -> None:
    (tmp_path / "in").mkdir()
    for path in (tmp_path / "x.png", tmp_path / "in" / "x.png"):
        Image.new("RGB", (16, 16), (10, 200, 30)).save(path)
    (tmp_path / "in" / "labels.csv").write_text("path,label\n../x.png,a\nx.png,b\n")
    before = (tmp_path / "x.png").read_bytes()
    assert written(loaded, tmp_path / "in", tmp_path / "deep" / "out").images == 2
    assert (tmp_path / "x.png").read_bytes() == before
    assert {one.label: "/" in one.path for one in scan_now(tmp_path / "deep" / "out").samples} == {
        "a": False, "b": False,
    }  # fmt: skip


def same_pixels(before: Path, after: Path) -> None:
    """Both folders say the same classes of the same pixels, by image name."""
    ours, theirs = scan_now(before), scan_now(after)
    assert ours.table is not None
    assert theirs.table == ours.table
    assert theirs.layout is Layout.PAIRED
    assert not theirs.set_aside
    told, expected = (
        {Path(one.path).name.split(".")[0]: reader(one).tolist() for one in domain.samples}
        for domain, reader in ((theirs, mask_reader(theirs)), (ours, mask_reader(ours)))
    )
    assert told == expected


@pytest.mark.parametrize("images", ["images/day", "train/images", "images"])
@pytest.mark.parametrize("masks", ["masks", "labels"])
def test_that_masks_of_a_pair_of_folders_stay(
    loaded: LoadedTranslator, tmp_path: Path, images: str, masks: str
) -> None:
    folder = tmp_path / "in"
    for number in range(2):
        image(folder / images / f"{number}.jpg")
        mask(folder / images.replace("images", masks) / f"{number}.png")
    (folder / "classes.csv").write_text(LISTED)
    result = written(loaded, folder, tmp_path / "out")
    assert (result.images, result.masks) == (2, 2)
    same_pixels(folder, tmp_path / "out")
    names = {path.relative_to(tmp_path / "out").as_posix() for path in (tmp_path / "out").rglob("*.png")}
    assert names == {f"{place}/{n}.png" for place in (images, images.replace("images", "masks")) for n in range(2)}
    given = folder / images.replace("images", masks)
    again = written(loaded, folder / images, tmp_path / "named", masks=str(given))
    assert again.masks == 2
    assert (tmp_path / "named" / "masks" / "0.png").read_bytes() == (given / "0.png").read_bytes()


def test_that_masks_of_another_layout_become_a_pair_of_folders(loaded: LoadedTranslator, tmp_path: Path) -> None:
    for name in ("2007_1", "2007_2"):
        add(tmp_path / "in", name)
    (tmp_path / "in" / "SegmentationClass" / "2007_3.png").write_bytes(b"no picture")
    Image.new("RGB", (3, 1)).save(tmp_path / "in" / "JPEGImages" / "2007_3.jpg")
    result = written(loaded, tmp_path / "in", tmp_path / "out")
    assert (result.images, result.masks) == (2, 2)
    assert [Path(one.path).name for one in result.set_aside] == ["2007_3.jpg"]
    same_pixels(tmp_path / "in", tmp_path / "out")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["classes.csv", "images", "masks"]


def test_that_two_images_of_one_mask_have_one_each(loaded: LoadedTranslator, tmp_path: Path) -> None:
    for name in ("b.jpg", "b.png"):
        image(tmp_path / "in" / "images" / name)
    mask(tmp_path / "in" / "masks" / "b.png")
    assert written(loaded, tmp_path / "in", tmp_path / "out").masks == 2
    assert len(scan_now(tmp_path / "out").samples) == 2


def test_that_masks_that_are_not_there_are_missed_before_anything_is_written(
    loaded: LoadedTranslator, tmp_path: Path
) -> None:
    folder = make_domain(tmp_path / "in", seed=3, count=1)
    with pytest.raises(UserError, match="no folder of masks"):
        written(loaded, folder, tmp_path / "out", masks=str(tmp_path / "nope"))
    assert not (tmp_path / "out").exists()


def test_that_a_table_with_gaps_hides_no_image_and_a_colon_loses_no_class(
    loaded: LoadedTranslator, tmp_path: Path
) -> None:
    folder = make_domain(tmp_path / "in", seed=3, classes="ab", count=2)
    (folder / "labels.csv").write_text("path,label\na/000.png,cat\nb/001.png,\n")
    written(loaded, folder / "labels.csv", tmp_path / "out")
    assert {one.path: one.label for one in scan_now(tmp_path / "out").samples} == {
        "a/000.png": "cat",
        "b/001.png": None,
    }
    for kind in ("car:red", "C:"):
        image(tmp_path / "colours" / kind / "0.png")
    written(loaded, tmp_path / "colours", tmp_path / "painted")
    assert {one.label for one in scan_now(tmp_path / "painted").samples} == {"car:red", "C:"}


def test_that_labels_of_a_table_are_written_as_a_table(loaded: LoadedTranslator, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for number in range(3):
        Image.new("RGB", (16, 16), (10, 80 * number, 30)).save(tmp_path / "in" / f"{number}.jpg")
    rows = "".join(f"{number}.jpg,{kind}\n" for number, kind in enumerate("aba"))
    (tmp_path / "in" / "labels.csv").write_text("path,label\n" + rows)
    written(loaded, tmp_path / "in", tmp_path / "out")
    assert {one.path: one.label for one in scan_now(tmp_path / "out").samples} == {
        "0.png": "a", "1.png": "b", "2.png": "a",
    }  # fmt: skip


@pytest.mark.parametrize("where", ["in", "in/below", "other/../in/below", "linked/below", "full"])
@needs_links
def test_that_no_file_of_a_person_is_overwritten(loaded: LoadedTranslator, tmp_path: Path, where: str) -> None:
    folder = make_domain(tmp_path / "in", seed=3, count=1)
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "note.txt").write_text("mine")
    (tmp_path / "other").mkdir()
    (tmp_path / "linked").symlink_to(folder, target_is_directory=True)
    with pytest.raises(UserError, match="Choose a"):
        written(loaded, folder, tmp_path / where)
    assert (tmp_path / "full" / "note.txt").read_text() == "mine"


def test_that_memory_does_not_grow_with_the_number_of_images(loaded: LoadedTranslator, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    pixels = np.random.default_rng(0).integers(0, 255, (64, 64, 3)).astype(np.uint8)
    Image.fromarray(pixels).save(folder / "0000.png")
    for number in range(1, 400):
        (folder / f"{number:04d}.png").hardlink_to(folder / "0000.png")
    process = psutil.Process()
    events = write_translated(loaded, folder, tmp_path / "out", direction=Direction.TO_TARGET)
    seen = [process.memory_info().rss for _ in events]
    assert seen[-1] - seen[len(seen) // 2] < 16e6, "400 such images take 20 MB as floats, and more on the way"


def test_that_images_shown_together_come_out_as_they_do_alone(loaded: LoadedTranslator, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for number in range(70):  # more than two batches, of one size and of others
        side = 16 if number % 10 else 20
        Image.new("RGB", (side, 12), (number, 200, 3 * number)).save(tmp_path / "in" / f"{number:02}.png")
    result = written(loaded, tmp_path / "in", tmp_path / "out")
    assert result.images == 70
    for number in (0, 1, 35, 69):
        name = f"{number:02}.png"
        (alone,) = translate_pixels(loaded, [decode(tmp_path / "in" / name)], Direction.TO_TARGET)
        assert np.abs(decode(tmp_path / "out" / name).astype(int) - alone).max() <= 1


def test_that_an_image_that_can_not_be_written_stops_the_folder(loaded: LoadedTranslator, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for number in range(3):
        Image.new("RGB", (16, 16), (10, 80 * number, 30)).save(tmp_path / "in" / f"{number}.png")
    events = write_translated(loaded, tmp_path / "in", tmp_path / "out", direction=Direction.TO_TARGET)
    assert next(events)
    (tmp_path / "out").write_text("a file where the folder should be")
    with pytest.raises(UserError):
        list(events)


def test_that_large_images_are_held_few_at_a_time() -> None:
    samples = [Sample(f"{n}.png", None, side, side, "PNG", 1, 1) for n, side in enumerate([64] * 40 + [4000] * 3)]
    parts = _parts(samples)
    assert [one for part in parts for one in part] == samples
    assert [len(part) for part in parts] == [32, 9, 1, 1]
