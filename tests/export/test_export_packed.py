"""Packed data sets: what is packed comes back, other libraries open it, and members that lead elsewhere stay inside."""

import io
import json
import tarfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from workbench.cli.main import main
from workbench.core.errors import UserError
from workbench.core.generators import Returning
from workbench.data.scan import scan_now
from workbench.export.packed import webdataset
from workbench.export.packed.contract import PackedImage, writers
from workbench.export.packed.packing import Reservoir, pack, unpack

NAMES = st.text(st.characters(exclude_characters="/\0", codec="utf-8"), min_size=1, max_size=8)
LABELS = st.one_of(st.just(""), st.text(st.characters(categories=["L", "N", "P"]), min_size=1, max_size=6))


def picture(path: Path, colour: int) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (8, 6), (colour, 99, 199)).save(path)


@pytest.fixture
def labelled(tmp_path: Path) -> Path:
    for number in range(6):
        picture(tmp_path / "in" / ("cat" if number % 2 else "a, dog") / f"{number // 2}.png", 40 * number)
    return tmp_path / "in"


def contents(folder: Path) -> set[tuple[bytes, str]]:
    domain = scan_now(folder)
    root = Path(domain.folder)
    return {((root / sample.path).read_bytes(), sample.label or "") for sample in domain.samples}


@pytest.mark.parametrize("form", sorted(writers()))
def test_that_what_is_packed_comes_back(form: str, labelled: Path, tmp_path: Path) -> None:
    if form in ("parquet", "datasets"):
        pytest.importorskip("datasets", reason="datasets is not installed: pip install 'domain-workbench[datasets]'")
    counted = Returning(pack(scan_now(labelled), tmp_path / "packed", form)).finish()
    assert counted == (6, 6)
    if form == "yolo":  # a scan reads it as it is
        assert contents(tmp_path / "packed") == contents(labelled)
        assert {path.name for path in (tmp_path / "packed").iterdir()} == {"train", "val"}
        return
    assert Returning(unpack(str(tmp_path / "packed"), tmp_path / "back")).finish() == (6, 6, 6, 0)
    assert contents(tmp_path / "back") == contents(labelled)


@settings(max_examples=40, deadline=None)
@given(images=st.lists(st.tuples(NAMES, st.binary(min_size=1, max_size=4), LABELS), max_size=5))
def test_that_shards_keep_every_name_label_and_byte(
    images: list[tuple[str, bytes, str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("shards")
    given_images = [PackedImage(*image) for image in images]
    webdataset.write(folder, sorted({image.label for image in given_images} - {""}), given_images)
    assert list(webdataset.read(folder)) == given_images


def test_that_shards_of_others_are_read(tmp_path: Path) -> None:
    members = {
        "train/a.b/0001.jpg": b"first",
        "train/a.b/0001.cls": b"1\n",
        "train/a.b/0002.seg.png": b"second",
        "train/a.b/0002.json": json.dumps({"label": "fish"}).encode(),
        "train/a.b/0003.txt": b"no image",
        "train/a.b/0004.PNG": b"fourth",
    }
    (tmp_path / "classnames.txt").write_text("cat\ndog\n")
    with tarfile.open(tmp_path / "x-000000.tar", "w") as archive:
        for name, content in members.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    assert list(webdataset.read(tmp_path)) == [
        ("train/a.b/0001.jpg", b"first", "dog"),
        ("train/a.b/0002.seg.png", b"second", "fish"),
        ("train/a.b/0004.png", b"fourth", ""),
    ]


def test_that_a_member_that_leads_elsewhere_stays_inside(tmp_path: Path) -> None:
    shards = tmp_path / "deep" / "shards"
    shards.mkdir(parents=True)
    images = [PackedImage(name, b"x", "") for name in ("../../out.png", "/etc/out.png", "..\\..\\out.png")]
    webdataset.write(shards, [], images)
    assert Returning(unpack(str(shards), tmp_path / "deep" / "back")).finish().images == 3
    outside = [path for path in tmp_path.rglob("*out.png") if not path.is_relative_to(tmp_path / "deep" / "back")]
    assert outside == []


@pytest.mark.filterwarnings("ignore::ResourceWarning")  # webdataset leaves its file open
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_that_webdataset_opens_our_shards(labelled: Path, tmp_path: Path) -> None:
    library: Any = pytest.importorskip("webdataset", reason="webdataset is not installed: pip install webdataset")
    Returning(pack(scan_now(labelled), tmp_path / "packed", "webdataset")).finish()
    samples = list(library.WebDataset(str(tmp_path / "packed" / "images-000000.tar"), shardshuffle=False).decode("pil"))
    assert [sample["cls"] for sample in samples] == [0, 0, 0, 1, 1, 1]
    assert {sample["png"].size for sample in samples} == {(8, 6)}


def test_that_datasets_opens_what_we_write(labelled: Path, tmp_path: Path) -> None:
    library: Any = pytest.importorskip(
        "datasets", reason="datasets is not installed: pip install 'domain-workbench[datasets]'"
    )
    Returning(pack(scan_now(labelled), tmp_path / "disk", "datasets")).finish()
    Returning(pack(scan_now(labelled), tmp_path / "parquet", "parquet")).finish()
    cache = str(tmp_path / "cache")
    opened = [
        library.load_from_disk(str(tmp_path / "disk")),
        library.load_dataset("parquet", data_dir=str(tmp_path / "parquet"), split="train", cache_dir=cache),
        library.load_dataset("imagefolder", data_dir=str(labelled), split="train", cache_dir=cache),
    ]
    for data_set in opened:
        assert data_set.features["label"].names == ["a, dog", "cat"]
        assert sorted(data_set["label"]) == [0, 0, 0, 1, 1, 1]
        assert data_set[0]["image"].size == (8, 6)


def test_that_mistakes_are_told_in_a_sentence(labelled: Path, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="is not a packed data set"):
        Returning(unpack(str(labelled), tmp_path / "out")).finish()
    (tmp_path / "bad.tar").write_bytes(b"no archive")
    with pytest.raises(UserError, match="is damaged"):
        Returning(unpack(str(tmp_path / "bad.tar"), tmp_path / "out")).finish()
    with pytest.raises(UserError, match="already exists"):
        Returning(pack(scan_now(labelled), labelled, "webdataset")).finish()
    assert not (tmp_path / "out").exists()


def test_that_a_sample_of_shards_has_each_image_with_the_same_probability() -> None:
    drawn = Counter[int]()
    for seed in range(2000):
        kept = dict[int, int]()
        draw = Reservoir(3, seed)
        for number in range(12):
            if (place := draw.place_of(number)) is not None:
                kept[place] = number
        drawn.update(kept.values())
    assert sum(drawn.values()) == 6000
    assert all(abs(drawn[number] - 500) < 100 for number in range(12)), drawn  # 4.6 standard deviations


@pytest.mark.parametrize("form", ["webdataset", "folder", "url"])
def test_that_a_sample_is_drawn_from_a_folder_a_packed_set_and_a_url(
    form: str, labelled: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Returning(pack(scan_now(labelled), tmp_path / "packed", "webdataset")).finish()
    place = {"webdataset": str(tmp_path / "packed"), "folder": str(labelled), "url": f"file://{tmp_path / 'packed'}"}
    command = ["unpack", place[form], "--sample", "4", "--out"]
    for out in ("a", "b"):
        assert main([*command, str(tmp_path / out)], window=lambda: 0) == 0
    assert "Wrote 4 images, drawn from 6," in capsys.readouterr().out
    assert contents(tmp_path / "a") == contents(tmp_path / "b"), "the same seed draws the same"
    assert len(contents(tmp_path / "a")) == 4
    everything = contents(labelled) if form != "url" else {(content, "") for content, _ in contents(labelled)}
    assert contents(tmp_path / "a") < everything


def test_that_an_image_that_cannot_be_read_does_not_end_a_sample(
    labelled: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with tarfile.open(tmp_path / "x.tar", "w") as archive:
        for file in sorted(labelled.rglob("*.png")):
            archive.add(file, file.relative_to(labelled).as_posix())
    whole = (tmp_path / "x.tar").read_bytes()
    (tmp_path / "x.tar").write_bytes(whole[: len(whole) // 2])
    assert (
        main(["unpack", f"file://{tmp_path}/x.tar", "--sample", "50", "--out", str(tmp_path / "out")], lambda: 0) == 0
    )
    assert "1 image could not be read" in capsys.readouterr().out
    assert contents(tmp_path / "out")
