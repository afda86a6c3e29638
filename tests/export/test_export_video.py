"""Real video files, in and out: pictures, timing, sound, odd sides, and what can not be read."""

import struct
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from tests.export.films import Pixels, moving_frames, read_film, write_film
from tests.machine import needs_links
from workbench.core.errors import UserError
from workbench.core.generators import Returning
from workbench.core.video import VideoReport, VideoRequest
from workbench.export.translated_video import translate_video_with


def inverted(frames: Pixels) -> Pixels:
    return 255 - frames


def wish(source: Path, out: Path, **other: object) -> VideoRequest:
    return VideoRequest(run="", source=str(source), out=str(out), **other)  # type: ignore[arg-type]


def translated(source: Path, out: Path, **other: object) -> VideoReport:
    return Returning(translate_video_with(wish(source, out, **other), inverted)).finish()


@pytest.mark.parametrize(("suffix", "codec"), [(".mp4", "h264"), (".webm", "vp9"), (".mkv", "h264"), (".avi", "mpeg4")])
def test_that_a_video_is_translated_frame_by_frame_into_any_kind(suffix: str, codec: str, tmp_path: Path) -> None:
    frames = moving_frames(8, 64, 96)
    report = translated(write_film(tmp_path / "in.mp4", frames), tmp_path / f"out{suffix}")
    seen = read_film(tmp_path / f"out{suffix}")
    assert (report.frames, report.width, report.height, report.rate) == (8, 96, 64, 25)
    assert seen.codec == codec
    assert seen.rate == pytest.approx(25, rel=0.01)
    assert seen.frames.shape == frames.shape
    assert np.abs(seen.frames.astype(int) - (255 - frames.astype(int))).mean() < 8


def test_that_times_are_kept_where_the_rate_varies(tmp_path: Path) -> None:
    at = [0, 1, 2, 10, 11, 40, 41, 60]
    source = write_film(tmp_path / "in.mp4", moving_frames(8), at, Fraction(1, 90))
    translated(source, tmp_path / "out.mp4")
    assert read_film(tmp_path / "out.mp4").times == pytest.approx([when / 90 for when in at], abs=1e-3)


def test_that_sound_is_copied_or_else_written_anew(tmp_path: Path) -> None:
    source = write_film(tmp_path / "in.mp4", moving_frames(25), sound="aac")
    assert translated(source, tmp_path / "out.mkv").sound == "copied"
    assert read_film(tmp_path / "out.mkv").sound == read_film(source).sound != b""
    assert "opus" in translated(source, tmp_path / "out.webm").sound
    assert read_film(tmp_path / "out.webm").sound_codec == "opus"


def test_that_odd_sides_get_one_row_and_column_more(tmp_path: Path) -> None:
    frames = moving_frames(3, 33, 47)
    report = translated(write_film(tmp_path / "in.mp4", frames), tmp_path / "out.mp4")
    assert (report.height, report.width) == (34, 48)
    seen = read_film(tmp_path / "out.mp4").frames
    assert np.abs(seen[:, :33, :47].astype(int) - (255 - frames.astype(int))).mean() < 8


def test_that_source_and_translation_stand_side_by_side(tmp_path: Path) -> None:
    frames = moving_frames(3)
    translated(write_film(tmp_path / "in.mp4", frames), tmp_path / "out.mp4", side_by_side=True)
    left, right = np.split(read_film(tmp_path / "out.mp4").frames.astype(int), 2, axis=2)
    assert np.abs(left - frames).mean() < 8
    assert np.abs(right - (255 - frames.astype(int))).mean() < 8


def test_that_a_folder_of_frames_is_taken_by_number_at_the_rate_that_is_told(tmp_path: Path) -> None:
    frames = moving_frames(11)
    (tmp_path / "frames").mkdir()
    for number, frame in enumerate(frames):
        Image.fromarray(frame).save(tmp_path / "frames" / f"shot{number}.png")
    report = translated(tmp_path / "frames", tmp_path / "out.mp4", rate=10.0)
    seen = read_film(tmp_path / "out.mp4")
    assert (report.frames, report.rate, report.sound) == (11, 10, "")
    assert seen.times[-1] == pytest.approx(1.0)
    assert np.abs(seen.frames[10].astype(int) - (255 - frames[10].astype(int))).mean() < 8, "10 comes after 9"


def test_that_frames_of_two_sizes_are_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "frames").mkdir()
    for name, size in (("1.png", (16, 16)), ("2.png", (16, 18))):
        Image.new("RGB", size).save(tmp_path / "frames" / name)
    with pytest.raises(UserError, match=r"2\.png has 16 × 18 pixels"):
        translated(tmp_path / "frames", tmp_path / "out.mp4")


def damage(path: Path, kind: str) -> Path:
    match kind:
        case "missing":
            path.unlink(missing_ok=True)
        case "empty":
            path.write_bytes(b"")
        case "noise":
            path.write_bytes(np.random.default_rng(0).bytes(5000))
        case "folder":
            path.unlink(missing_ok=True)
            path.mkdir()
    return path


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("missing", "There is no video"),
        ("empty", "is empty"),
        ("noise", "cannot be read as a video"),
        ("folder", "contains no frames"),
    ],
)
def test_that_what_is_no_video_is_refused_and_leaves_nothing(kind: str, words: str, tmp_path: Path) -> None:
    source = damage(tmp_path / "in.mp4", kind)
    before = set(tmp_path.iterdir())
    with pytest.raises(UserError, match=words):
        translated(source, tmp_path / "out.mp4")
    assert set(tmp_path.iterdir()) == before


def test_that_sound_alone_is_no_video(tmp_path: Path) -> None:
    source = write_film(tmp_path / "both.mp4", moving_frames(25), sound="aac")
    with av.open(str(source)) as given, av.open(str(tmp_path / "sound.m4a"), "w") as only:
        track = only.add_stream_from_template(given.streams.audio[0])
        for packet in given.demux(given.streams.audio[0]):
            if packet.dts is not None:
                packet.stream = track
                only.mux(packet)
    with pytest.raises(UserError, match="no video track"):
        translated(tmp_path / "sound.m4a", tmp_path / "out.mp4")


def test_that_a_video_that_breaks_off_is_translated_so_far(tmp_path: Path) -> None:
    whole = write_film(tmp_path / "whole.mkv", moving_frames(40, 64, 64), g="1")
    (tmp_path / "in.mkv").write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    report = translated(tmp_path / "in.mkv", tmp_path / "out.mp4")
    assert 5 < report.frames < 40
    assert len(read_film(tmp_path / "out.mp4").frames) == report.frames


def test_that_a_stop_leaves_no_file(tmp_path: Path) -> None:
    source = write_film(tmp_path / "in.mp4", moving_frames(40))
    making = translate_video_with(wish(source, tmp_path / "out.mp4"), inverted)
    seen = [next(making) for _ in range(2)]
    assert (seen[-1].done, seen[-1].total) == (16, 40)
    making.close()
    assert [path.name for path in tmp_path.iterdir()] == ["in.mp4"]


def test_that_no_more_than_a_few_frames_are_held_at_a_time(tmp_path: Path) -> None:
    source, held = write_film(tmp_path / "in.mp4", moving_frames(40)), []

    def paint(frames: Pixels) -> Pixels:
        held.append(len(frames))
        return frames

    Returning(translate_video_with(wish(source, tmp_path / "out.mp4"), paint)).finish()
    assert held == [16, 16, 8]


@pytest.mark.parametrize(
    ("other", "words"),
    [
        ({"smooth": 1.5}, "smoothing"),
        ({"out": "/tmp/out.txt"}, "has no video extension"),
        ({"rate": 0.0}, "frame rate"),
    ],
)
def test_that_a_wish_out_of_range_is_refused(other: dict[str, object], words: str, tmp_path: Path) -> None:
    one = {"run": "", "source": "in.mp4", "out": "out.mp4", **other}
    with pytest.raises(UserError, match=words):
        VideoRequest(**one).checked()  # type: ignore[arg-type]


@pytest.mark.parametrize("sound", ["", "aac"])
def test_that_a_file_that_begins_to_count_anew_goes_on(sound: str, tmp_path: Path) -> None:
    part = write_film(tmp_path / "part.ts", moving_frames(25), sound=sound).read_bytes()
    (tmp_path / "in.ts").write_bytes(part + part)
    assert translated(tmp_path / "in.ts", tmp_path / "out.mp4").frames == 50
    seen = read_film(tmp_path / "out.mp4")
    assert np.diff(seen.times) == pytest.approx(1 / 25, abs=2e-3)
    assert bool(seen.sound) is bool(sound)


@pytest.mark.parametrize("place", ["sub/../in.mp4", "linked/in.mp4", "in.mp4"])
@needs_links
def test_that_a_translation_never_replaces_its_source(place: str, tmp_path: Path) -> None:
    source = write_film(tmp_path / "in.mp4", moving_frames(3))
    before = source.read_bytes()
    (tmp_path / "sub").mkdir()
    (tmp_path / "linked").symlink_to(tmp_path, target_is_directory=True)
    with pytest.raises(UserError, match="replace its source"):
        translated(source, tmp_path / place)
    assert source.read_bytes() == before


def test_that_pixels_that_are_no_squares_are_turned_with_the_picture(tmp_path: Path) -> None:
    source = write_film(tmp_path / "in.mp4", moving_frames(3), shape=Fraction(4, 3))
    whole = struct.pack(">9i", 1 << 16, 0, 0, 0, 1 << 16, 0, 0, 0, 1 << 30)
    turned = struct.pack(">9i", 0, 1 << 16, 0, -(1 << 16), 0, 0, 0, 0, 1 << 30)
    header, track, rest = source.read_bytes().partition(b"tkhd")
    source.write_bytes(header + track + rest.replace(whole, turned, 1))
    report = translated(source, tmp_path / "out.mp4")
    assert (report.width, report.height) == (32, 48)
    with av.open(str(tmp_path / "out.mp4")) as written:
        assert written.streams.video[0].sample_aspect_ratio == Fraction(3, 4)


def test_that_damaged_sound_costs_no_picture(tmp_path: Path) -> None:
    source = write_film(tmp_path / "in.mkv", moving_frames(25), sound="aac")
    with av.open(str(source)) as given:
        packets = [bytes(one) for one in given.demux(given.streams.audio[0]) if one.dts is not None]
    damaged = source.read_bytes()
    for packet in packets[3:9]:
        damaged = damaged.replace(packet, bytes([255]) * len(packet))
    source.write_bytes(damaged)
    report = translated(source, tmp_path / "out.webm")
    assert report.frames == 25
    assert any("pieces of the sound were left out" in note for note in report.notes)
