"""`workbench watch`: predict images as they arrive in a folder, and warn when they begin to look otherwise."""

import argparse
import signal
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.cli.flags import add_checkpoint, add_file
from workbench.core.defaults import DRIFT_WINDOW, WATCH_PATIENCE, WATCH_SECONDS
from workbench.core.errors import UserError

if TYPE_CHECKING:
    from workbench.export.drift_reference import Moved, Reference

STOPPING = (signal.SIGINT, signal.SIGTERM)


def configure(parser: argparse.ArgumentParser) -> None:
    """MODEL, FOLDER, the table, and how closely to look."""
    parser.add_argument("model", type=Path, metavar="MODEL", help="an exported folder, .onnx file, or run folder")
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="where images arrive")
    parser.add_argument("--out", type=Path, required=True, metavar="CSV", help="table that each prediction is added to")
    parser.add_argument(
        "--window",
        dest="latest",
        type=int,
        default=DRIFT_WINDOW,
        metavar="N",
        help="latest images judged (default: %(default)s)",
    )
    parser.add_argument(
        "--every", type=float, default=WATCH_SECONDS, metavar="SECONDS", help="between two looks (default: %(default)s)"
    )
    parser.add_argument(
        "--patience",
        type=float,
        default=WATCH_PATIENCE,
        metavar="SECONDS",
        help="after which a file that stays unreadable is set aside (default: %(default)s)",
    )
    add_file(parser)
    add_checkpoint(parser)


def run(arguments: argparse.Namespace) -> int:
    """Print each prediction and each warning until Ctrl+C; then 0."""
    from workbench.export.monitor import Arrived, Back, Lost, Shifted, watch
    from workbench.export.predict import load_model

    if arguments.latest < 10 or not arguments.every > 0:
        raise UserError("A window needs 10 images or more, and looks some time between them.", "Raise them.")
    model = load_model(arguments.model, best=arguments.checkpoint == "best", file=arguments.file)
    reference = _reference(arguments.model, arguments.checkpoint == "best")
    if reference is None:
        print(
            "This model brings no reference of its target, so no shift is looked for. “workbench export --format "
            "folder” writes one.",
            file=sys.stderr,
        )
    stopping = threading.Event()
    before = {one: signal.signal(one, lambda *_: stopping.set()) for one in STOPPING}
    print(f"Watching {arguments.folder}. Ctrl+C ends it.", file=sys.stderr, flush=True)
    count = 0
    try:
        for heard in watch(
            model,
            arguments.folder.absolute(),
            arguments.out.absolute(),
            reference,
            stopping,
            window=arguments.latest,
            every=arguments.every,
            patience=arguments.patience,
        ):
            match heard:
                case Arrived(line=line):
                    count += 1
                    print(f"{line.predicted}\t{line.confidence:.3f}\t{line.path}", flush=True)
                case Lost(one=one):
                    print(f"Set aside: {one.path} ({one.reason})", file=sys.stderr, flush=True)
                case Shifted(moved=moved, seen=seen):
                    print(
                        f"WARNING after {seen:,} images: they no longer look like the target. Out of range: "
                        + "; ".join(map(_said, moved)),
                        file=sys.stderr,
                        flush=True,
                    )
                case Back(seen=seen):
                    print(f"After {seen:,} images: all measures are in their range again.", file=sys.stderr, flush=True)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    print(f"Stopped. {count:,} predictions were added to {arguments.out}.", file=sys.stderr)
    return 0


def _said(moved: "Moved") -> str:
    if moved.name == "classes":
        return f"{moved.title.lower()} ({moved.now:.0%} are of another class than before)"
    return f"{moved.title.lower()} (median {moved.before:.3g} → {moved.now:.3g})"


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
