"""What a camera wrote is read; what is damaged is left out."""

from pathlib import Path

from PIL import ExifTags, Image

from workbench.data.exif import camera_facts

BASE = ExifTags.Base


def test_that_a_photograph_tells_its_camera_and_exposure(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[BASE.Make], exif[BASE.Model] = "Nikon", "Z 6\0"
    photo = exif.get_ifd(ExifTags.IFD.Exif)
    photo[BASE.ExposureTime], photo[BASE.FNumber], photo[BASE.ISOSpeedRatings] = 0.008, 2.8, 400
    photo[BASE.FocalLength] = 35.0
    Image.new("RGB", (8, 8)).save(tmp_path / "a.jpg", exif=exif)
    assert camera_facts(tmp_path / "a.jpg") == [
        ("Depth", "8 bits × 3 (R, G, B)"),
        ("Camera", "Nikon Z 6"),
        ("Exposure", "1/125 s"),
        ("Aperture", "f/2.8"),
        ("ISO", "400"),
        ("Focal length", "35 mm"),
    ]


def test_that_an_image_without_exif_tells_its_depth_and_a_file_that_is_none_nothing(tmp_path: Path) -> None:
    Image.new("RGB", (8, 8)).save(tmp_path / "a.png")
    (tmp_path / "b.jpg").write_bytes(b"\xff\xd8\xff\xe1\x00\x10Exif\0\0garbage")
    Image.new("I;16", (8, 8)).save(tmp_path / "deep.png")
    assert camera_facts(tmp_path / "a.png") == [("Depth", "8 bits × 3 (R, G, B)")]
    assert camera_facts(tmp_path / "deep.png") == [("Depth", "16 bits")]
    assert camera_facts(tmp_path / "b.jpg") == []
    assert camera_facts(tmp_path / "none.jpg") == []


def test_that_an_exposure_of_zero_is_left_out(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif.get_ifd(ExifTags.IFD.Exif)[BASE.ExposureTime] = 0.0
    Image.new("RGB", (8, 8)).save(tmp_path / "a.jpg", exif=exif)
    assert [name for name, _ in camera_facts(tmp_path / "a.jpg")] == ["Depth"]
