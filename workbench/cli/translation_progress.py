"""Trains and applies translators in the terminal with a live display."""

import sys
from pathlib import Path

import msgspec

from workbench.cli.display import Display
from workbench.cli.run_progress import show_events, stop_requested
from workbench.core.counting import count
from workbench.core.translation import Quality
from workbench.core.translation_checks import failed_checks
from workbench.core.translation_quality import quality_sentence, verdict
from workbench.core.video import VideoReport
from workbench.engine.registry import translator
from workbench.library.translating import Translation
from workbench.library.translation_result import TranslationResult
from workbench.store.translation_folder import TranslationFolder


def run_translation(work: Translation, *, json: bool) -> int:
    """Do a translation, and print what it did. Return 0, or 130 if it was interrupted; a training can be resumed."""
    with stop_requested() as interrupted, Display(to_stderr=json) as display:
        done = show_events(work, display, interrupted)
        if done is None:
            if work.job is not None and not TranslationFolder(work.folder).result_file.is_file():
                display.stopped(work.folder)
            return 130
    if json:
        print(msgspec.json.encode(_answer(done)).decode())
    elif done.video is not None:
        _print_video(done.video)
    elif done.image is not None:
        print(f"Wrote {done.image}.")
    if done.out is not None:
        _print_folder(done, done.out)
    return 0


def _answer(done: TranslationResult) -> object:
    """What is said as JSON."""
    if done.video is not None:
        return done.video
    if done.image is not None:
        return {"out": str(done.image), "run": str(done.run)}
    said = statement(done.quality, TranslationFolder(done.run).job().translator) if done.quality else {}
    if done.out is None:
        return said | msgspec.to_builtins(done.finished)
    written = {"out": str(done.out), "images": done.images, "masks": done.masks, "run": str(done.run)}
    return said | written | {"set_aside": len(done.set_aside)}


def _print_folder(done: TranslationResult, out: Path) -> None:
    masks = f" and {count(done.masks, 'mask')}" if done.masks else ""
    print(f"Wrote {count(done.images, 'image')}{masks} to {out}.", file=sys.stderr)
    for sample in done.set_aside:
        detail = f": {sample.detail}" if sample.detail else ""
        print(f"Set aside: {sample.path} ({sample.reason}{detail})", file=sys.stderr)


def _print_video(report: VideoReport) -> None:
    rate = report.frames / max(report.seconds, 1e-9)
    sound = f", sound {'copied' if report.sound == 'copied' else 'as ' + report.sound}" if report.sound else ""
    print(
        f"Wrote {report.out}: {count(report.frames, 'frame')} of {report.width} × {report.height}{sound}; "
        f"{rate:.1f} frames per second."
    )
    if flicker := report.flicker:
        print(
            f"Flicker: {flicker.written:.4f}, before smoothing {flicker.translated:.4f}, "
            f"of the source {flicker.source:.4f}."
        )
    for note in report.notes:
        print(f"Note: {note}")


def statement(quality: Quality, name: str) -> dict[str, object]:
    """The statement on a translation for JSON: first, how it compares with none. `name`: of the translator."""
    trained = translator(name).trained
    warnings = tuple(failed_checks(quality, trained=trained).values())
    return {"sentence": quality_sentence(quality, trained), "verdict": verdict(quality), "warnings": warnings}
