"""A video through a real worker: progress, the report, Stop, and what can not be read."""

import io
from pathlib import Path

from PIL import Image

from tests.export.films import moving_frames, read_film, small_run, write_film
from tests.worker.talking import Talk
from workbench.core.events import Prepared
from workbench.core.video import VideoRequest
from workbench.worker.commands import PreviewVideo, TranslateVideo
from workbench.worker.replies import Refused, Stopped, VideoPreviewed, VideoTranslated


def test_that_a_video_is_translated_stopped_and_refused(talk: Talk, tmp_path: Path) -> None:
    run, source, out = small_run(tmp_path / "run"), tmp_path / "in.mp4", tmp_path / "out.mp4"
    write_film(source, moving_frames(20))
    request = VideoRequest(run=str(run), source=str(source), out=str(out), smooth=0.5, device="cpu")
    talk.ask(TranslateVideo(request))
    done = talk.until(VideoTranslated)
    assert (done.report.out, done.report.frames) == (request.out, 20)
    assert len(read_film(out).frames) == 20
    assert any(one.total == 20 for one in talk.sort(Prepared))

    out.unlink()
    talk.ask(PreviewVideo(request))
    preview = talk.until(VideoPreviewed).preview
    film = read_film(source)
    assert preview.count == 20
    assert preview.seconds > 0
    assert 1 < len(preview.frames) < 20, "about ten a second are shown"
    with (
        Image.open(io.BytesIO(preview.frames[0].before)) as before,
        Image.open(io.BytesIO(preview.frames[0].after)) as after,
    ):
        assert before.size == after.size == film.frames[0].shape[1::-1]
    assert not out.exists(), "a preview writes nothing"

    write_film(source, moving_frames(2000))
    talk.ask(TranslateVideo(request))
    talk.until(Prepared, lambda reply: reply.done >= 16 and reply.total == 2000)
    talk.client.stop(talk.request)
    assert "was stopped" in talk.until(Stopped).message
    assert not out.exists()

    source.write_bytes(b"")
    talk.ask(TranslateVideo(request))
    assert "is empty" in talk.until(Refused).message
