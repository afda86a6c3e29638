"""`workbench watch`: predicts images as they arrive in a folder, and warns about drift."""

import argparse
import signal
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.cli.flags import add_checkpoint, add_file, add_range, range_of
from workbench.core.counting import count
from workbench.core.defaults import DRIFT_WINDOW, KEPT_UNUSUAL, WATCH_PATIENCE, WATCH_SECONDS
from workbench.core.errors import UserError

if TYPE_CHECKING:
    from workbench.export.drift_reference import DriftedMeasure, Reference
    from workbench.export.monitor import MonitorEvent
    from workbench.export.watching.unusual_images import UnusualImages
    from workbench.export.watching.watched_model import WatchedModel
    from workbench.export.watching.watchers import Watchers

STOPPING = (signal.SIGINT, signal.SIGTERM)


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the flags."""
    parser.add_argument("model", type=Path, metavar="MODEL", help="a model folder, an .onnx file or a run folder")
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="folder to watch")
    parser.add_argument("--out", type=Path, required=True, metavar="CSV", help="table to add the predictions to")
    parser.add_argument(
        "--masks",
        type=Path,
        metavar="DIR",
        help="segmentation: folder for a mask of each image (default: NAME-masks beside --out)",
    )
    parser.add_argument(
        "--window",
        dest="latest",
        type=int,
        default=DRIFT_WINDOW,
        metavar="N",
        help="number of latest images to test for drift (default: %(default)s)",
    )
    parser.add_argument(
        "--every",
        type=float,
        default=WATCH_SECONDS,
        metavar="SECONDS",
        help="interval between listings of the folder (default: %(default)s)",
    )
    parser.add_argument(
        "--patience",
        type=float,
        default=WATCH_PATIENCE,
        metavar="SECONDS",
        help="time until an unreadable file is set aside (default: %(default)s)",
    )
    _add_camera(parser)
    _add_listeners(parser)
    _add_unusual(parser)
    add_range(parser)
    add_file(parser)
    add_checkpoint(parser)


def _add_camera(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--camera",
        metavar="ADDRESS",
        help="take frames into the folder: rtsp://…, another address that FFmpeg opens, /dev/video0, or a video file",
    )
    parser.add_argument(
        "--frame-every",
        type=float,
        default=1.0,
        metavar="SECONDS",
        help="interval between frames of the camera (default: %(default)s)",
    )


def _add_listeners(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--page",
        type=int,
        metavar="PORT",
        help="serve a page for this machine at this port, 0 for a free one: the latest images, drift, and /metrics for "
        "Prometheus",
    )
    parser.add_argument(
        "--webhook", action="append", default=[], metavar="URL", help="post each prediction and warning as JSON"
    )
    parser.add_argument(
        "--mqtt", action="append", default=[], metavar="URL", help="publish them: mqtt://[USER:PASSWORD@]HOST/TOPIC"
    )


def _add_unusual(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--project",
        type=Path,
        metavar="PROJECT",
        help="offer images that look like none of the target as the first to label in this project",
    )
    parser.add_argument(
        "--keep-unusual", type=Path, metavar="DIR", help="copy these images to this folder, each once (default: none)"
    )
    parser.add_argument(
        "--keep",
        dest="most",
        type=int,
        default=KEPT_UNUSUAL,
        metavar="N",
        help="most images in the folder of --keep-unusual (default: %(default)s)",
    )


def run(arguments: argparse.Namespace) -> int:
    """Print each prediction and each warning until Ctrl+C. Return 0."""
    from workbench.export.tasks.contract import Predicting
    from workbench.export.tasks.registry import exporter_for

    _check(arguments)
    folder, out, best = arguments.folder.absolute(), arguments.out.absolute(), arguments.checkpoint == "best"
    masks = arguments.masks.absolute() if arguments.masks else None
    request = Predicting(
        arguments.model, folder, out, best=best, file=arguments.file, deep=range_of(arguments), masks=masks
    )
    model = exporter_for(arguments.model).watched_model(request)
    reference = _reference(arguments.model, best)
    if reference is None:
        print(
            "This model has no drift reference, so drift is not tested. “workbench export --format folder” writes one.",
            file=sys.stderr,
        )
    stopping = threading.Event()
    handlers = {number: signal.signal(number, lambda *_: stopping.set()) for number in STOPPING}
    try:
        _watch(arguments, model, reference, stopping)
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)
    return 0


def _check(arguments: argparse.Namespace) -> None:
    if not arguments.frame_every > 0:
        raise UserError(
            f"The interval of {arguments.frame_every:g} seconds is too small.", "Give --frame-every above 0."
        )
    if arguments.latest < 10 or not arguments.every > 0:
        raise UserError(
            f"The window of {arguments.latest} images or the interval of {arguments.every:g} seconds is too small.",
            "Give --window 10 or more, and --every above 0.",
        )
    if arguments.most < 1:
        raise UserError(f"The folder of unusual images holds {arguments.most} at most.", "Give --keep 1 or more.")


def _watch(
    arguments: argparse.Namespace, model: "WatchedModel", reference: "Reference | None", stopping: threading.Event
) -> None:
    from workbench.export.monitor import ImagePredicted, watch
    from workbench.export.watching.unusual_images import UnusualImages
    from workbench.export.watching.watchers import Watchers

    folder, out = arguments.folder.absolute(), arguments.out.absolute()
    copies = arguments.keep_unusual.absolute() if arguments.keep_unusual else None
    if reference is None and (copies or arguments.project):
        raise UserError(
            "Without a drift reference, no image is found to be unusual.", "Leave out --project and --keep-unusual."
        )
    predicted = 0
    with (
        UnusualImages(folder, copies=copies, most=arguments.most, project=arguments.project) as unusual,
        Watchers(folder, tested=reference is not None, model=model) as watchers,
    ):
        watchers.open(arguments.page, arguments.webhook, arguments.mqtt)
        if arguments.camera:
            watchers.take_frames(arguments.camera, arguments.frame_every)
        shown = f" Its page: {watchers.page.address}" if watchers.page else ""
        print(f"Watching {arguments.folder}.{shown} Press Ctrl+C to stop.", file=sys.stderr, flush=True)
        for event in watch(
            model,
            folder,
            out,
            reference,
            stopping,
            keep=unusual.keep,
            window=arguments.latest,
            every=arguments.every,
            patience=arguments.patience,
        ):
            predicted += isinstance(event, ImagePredicted)
            watchers.add(event)
            _print(event)
    added = f"{count(predicted, 'prediction')} {'was' if predicted == 1 else 'were'}"
    print(f"Stopped. {added} added to {arguments.out}.", file=sys.stderr)
    _print_counts(watchers, unusual)


def _print_counts(watchers: "Watchers", unusual: "UnusualImages") -> None:
    if unusual.found:
        copied = f", {unusual.copied:,} copied, {unusual.left_out:,} left out" if unusual.copies else ""
        print(f"{count(unusual.found, 'unusual image')}{copied}.", file=sys.stderr)
    if (camera := watchers.camera) is not None:
        told = f"{count(camera.taken, 'frame')} taken, {camera.dropped:,} dropped, {count(camera.failed, 'failure')}"
        print(f"{camera.name}: {told}.", file=sys.stderr)
    for outlet in watchers.outlets:
        counts = outlet.counts
        print(
            f"{outlet.name}: {counts.sent:,} sent, {counts.failed:,} failed, {counts.dropped:,} dropped.",
            file=sys.stderr,
        )


def _print(event: "MonitorEvent") -> None:
    from workbench.export.monitor import DriftDetected, DriftEnded, ImagePredicted, ImageSetAside

    match event:
        case ImagePredicted(line=line, unusual=unusual):
            reason = f"\tunusual: {unusual.why}" if unusual is not None else ""
            print(f"{line.predicted}\t{line.confidence:.3f}\t{line.path}{reason}", flush=True)
        case ImageSetAside(sample=sample):
            print(f"Set aside: {sample.path} ({sample.reason})", file=sys.stderr, flush=True)
        case DriftDetected(drifted=drifted, total=total):
            print(
                f"WARNING after {total:,} images: they no longer look like the target. Out of range: "
                + "; ".join(map(_drift_text, drifted)),
                file=sys.stderr,
                flush=True,
            )
        case DriftEnded(total=total):
            print(f"After {total:,} images: no measure is out of range any more.", file=sys.stderr, flush=True)


def _drift_text(drifted: "DriftedMeasure") -> str:
    if drifted.name == "classes":
        return f"{drifted.title.lower()} ({drifted.now:.0%} of the predictions changed class)"
    return f"{drifted.title.lower()} (median {drifted.before:.3g} → {drifted.now:.3g})"


def _reference(model: Path, best: bool) -> "Reference | None":
    from workbench.engine.onnx_model import is_model_folder, read_manifest
    from workbench.export.drift_reference import read_reference

    if model.is_dir() and not is_model_folder(model):
        from workbench.export.export_run import run_reference

        return run_reference(model, best=best)
    if not model.is_dir():
        return None
    name = read_manifest(model).files.get("reference")
    return read_reference((model / name).read_bytes(), name) if name and (model / name).is_file() else None
