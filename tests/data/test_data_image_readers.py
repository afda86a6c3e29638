"""Formats that Pillow may read, and those of extras: read alike, or named as a kind that is not read."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, features

from workbench.core.deep_range import DeepRange
from workbench.core.domain import Reason
from workbench.core.domain_remarks import remarks
from workbench.data import image_readers
from workbench.data.decode import decode
from workbench.data.image_readers import OPTIONAL, optional_suffixes
from workbench.data.scan import scan_now

RAMP = np.tile(np.linspace(0, 1, 64), (48, 1))
PICTURE = np.stack([(RAMP * 255), (RAMP[:, ::-1] * 255), np.full_like(RAMP, 90)], axis=2).astype(np.uint8)


@pytest.mark.parametrize(("suffix", "feature", "package"), [
    (".avif", "avif", ""), (".jp2", "jpg_2000", ""), (".j2k", "jpg_2000", ""), (".heic", "", "pillow_heif"),
    (".jxl", "", "pillow_jxl"),
])  # fmt: skip
def test_that_a_format_is_read_where_it_can_be(suffix: str, feature: str, package: str, tmp_path: Path) -> None:
    if feature and not features.check(feature):
        pytest.skip("Pillow was built without it")
    if package:
        pytest.importorskip(package)
    image_readers.register_formats()
    Image.fromarray(PICTURE).save(tmp_path / f"x{suffix}", quality=95)
    (sample,) = scan_now(tmp_path).samples
    assert (sample.width, sample.height) == (64, 48)
    assert np.abs(decode(tmp_path / sample.path).astype(int) - PICTURE).mean() < 8


def test_that_sixteen_bits_in_jpeg_2000_have_a_range(tmp_path: Path) -> None:
    if not features.check("jpg_2000"):
        pytest.skip("Pillow was built without it")
    Image.fromarray((RAMP * 4095).astype(np.uint16)).save(tmp_path / "x.jp2", irreversible=False)
    assert scan_now(tmp_path).deep == DeepRange(integers=(0.0, 4095.0))


@pytest.mark.parametrize("kind", OPTIONAL)
def test_that_a_format_that_cannot_be_read_is_named_with_its_extra(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(OPTIONAL, kind, OPTIONAL[kind]._replace(available=lambda: False))
    optional_suffixes.cache_clear()
    try:
        Image.fromarray(PICTURE).save(tmp_path / "a.png")
        for suffix in OPTIONAL[kind].suffixes:
            (tmp_path / f"x{suffix}").write_bytes(b"something")
        domain = scan_now(tmp_path)
    finally:
        optional_suffixes.cache_clear()
    assert len(domain.samples) == 1
    assert {(file.reason, file.detail) for file in domain.set_aside} == {(Reason.KIND, kind)}


def dicom(path: Path, values: Any, **tags: Any) -> None:
    pydicom = pytest.importorskip("pydicom")
    from pydicom.uid import ExplicitVRLittleEndian, generate_uid

    meta = pydicom.dataset.FileMetaDataset()
    meta.MediaStorageSOPClassUID, meta.MediaStorageSOPInstanceUID = "1.2.840.10008.5.1.4.1.1.7", generate_uid()
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    dataset = pydicom.dataset.FileDataset(str(path), {}, file_meta=meta, preamble=bytes(128))
    dataset.SOPClassUID, dataset.SOPInstanceUID = meta.MediaStorageSOPClassUID, meta.MediaStorageSOPInstanceUID
    dataset.Rows, dataset.Columns = values.shape[-2:]
    dataset.SamplesPerPixel = 1
    if values.ndim == 3:
        dataset.NumberOfFrames = len(values)
    dataset.PhotometricInterpretation = "MONOCHROME2"
    dataset.BitsAllocated = 16
    dataset.BitsStored, dataset.HighBit = 12, 11
    dataset.PixelRepresentation = int(values.dtype == np.int16)
    dataset.PixelData = values.tobytes()
    for name, value in tags.items():
        setattr(dataset, name, value)
    dataset.save_as(path, enforce_file_format=True)


def test_that_dicom_has_the_units_of_its_modality(tmp_path: Path) -> None:
    dicom(tmp_path / "ct", (RAMP * 4095).astype(np.uint16), RescaleSlope=1, RescaleIntercept=-1024)
    domain = scan_now(tmp_path)
    assert domain.deep is not None
    assert domain.deep.floats == pytest.approx((-1024, 3071), abs=8)
    assert [sample.format for sample in domain.samples] == ["DICOM"]
    grey = decode(tmp_path / "ct", deep=DeepRange(floats=(-1024.0, 3071.0)))[..., 0]
    assert np.abs(grey.astype(int) - RAMP * 255).max() <= 2


def test_that_a_window_limits_and_monochrome1_inverts(tmp_path: Path) -> None:
    values = (RAMP * 4095).astype(np.uint16)
    window = {"RescaleSlope": 1, "RescaleIntercept": -1024, "WindowCenter": 40, "WindowWidth": 400}
    dicom(tmp_path / "a.dcm", values, **window)
    dicom(tmp_path / "b.dcm", values, **window, PhotometricInterpretation="MONOCHROME1")
    dicom(tmp_path / "c.dcm", values, PhotometricInterpretation="MONOCHROME1")
    shown = DeepRange(floats=(-160.0, 240.0))
    plain, inverted = (decode(tmp_path / f"{name}.dcm", deep=shown)[..., 0].astype(int) for name in "ab")
    assert (plain[0, 0], plain[0, -1]) == (0, 255)
    assert np.abs(plain + inverted - 255).max() <= 1
    alone = decode(tmp_path / "c.dcm", deep=DeepRange(floats=(0.0, 4095.0)))[..., 0].astype(int)
    assert np.abs(alone - (1 - RAMP) * 255).max() <= 2


def test_that_the_first_frame_is_taken_and_told(tmp_path: Path) -> None:
    frames = np.stack([np.full((8, 8), 100, np.int16), np.full((8, 8), 900, np.int16)])
    dicom(tmp_path / "x.dcm", frames)
    assert any("several pages or frames" in sentence for sentence in remarks(scan_now(tmp_path)))
    assert decode(tmp_path / "x.dcm", deep=DeepRange(floats=(0.0, 200.0))).max() in (127, 128)


@pytest.mark.parametrize("length", [0, 140, 300, 1000])
def test_that_a_damaged_dicom_file_is_set_aside(length: int, tmp_path: Path) -> None:
    dicom(tmp_path / "x.dcm", (RAMP * 4095).astype(np.uint16))
    content = (tmp_path / "x.dcm").read_bytes()
    (tmp_path / "x.dcm").write_bytes(content[:length])
    Image.fromarray(PICTURE).save(tmp_path / "a.png")
    domain = scan_now(tmp_path)
    assert [sample.path for sample in domain.samples] == ["a.png"]
    assert len(domain.set_aside) == 1
