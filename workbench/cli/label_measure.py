"""`workbench label measure`: draws target images at random, takes their labels, and measures the runs on them."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.core.counting import count
from workbench.core.miss_costs import parse_costs

if TYPE_CHECKING:
    from workbench.library.label_measuring import MeasuredProject
    from workbench.store.draws import DrawnSample

SHOWN = 20
FIXED_NUMBER = (
    "The interval is Wilson's, for a number of labels that was fixed beforehand; to stop as soon as it is narrow "
    "enough costs a little of its 95 %."
)


def do_measure(arguments: argparse.Namespace) -> int:
    """Draw images or take their labels, and print the runs' measured accuracy. Return 0."""
    import msgspec

    from workbench.cli.measured_table import as_json, show_runs
    from workbench.library.label_measuring import measure

    if arguments.release:
        return _release(arguments.place, json=arguments.json)
    if arguments.cost is not None:
        return _weigh(arguments.place, arguments.cost, json=arguments.json)
    found = measure(
        arguments.place,
        images=arguments.images,
        count=arguments.count,
        run=arguments.run,
        labels=arguments.labels,
        out=arguments.out,
    )
    labels, runs = found.labels, found.runs
    if arguments.json:
        left_out = [[entry.path, entry.label, entry.where, entry.problem] for entry in found.taken.left_out]
        answer: dict[str, Any] = {
            "drawn": len(labels.drawn),
            "labelled": len(labels.named),
            "unsure": len(labels.unsure),
            "pending": [_spot(sample) for sample in found.pending],
            "left_out": left_out,
            "runs": [as_json(run) for run in runs],
        }
        print(msgspec.json.encode(answer).decode())
        return 0
    _tell(found, arguments)
    show_runs(runs, details=arguments.run is not None or len(runs) == 1, pending=len(labels.pending))
    if any(run.measurement.quality.value is not None for run in runs):
        print(FIXED_NUMBER)
    for error in found.errors:
        print(f"{error.message} {error.hint}", file=sys.stderr)
    return 0


def _release(place: Path, *, json: bool) -> int:
    import msgspec

    from workbench.library.label_measuring import release

    released = release(place)
    if json:
        print(msgspec.json.encode({"released": released}).decode())
    else:
        print(f"{count(len(released), 'image')} released: the labels teach from now on, and measure no more.")
    return 0


def _weigh(place: Path, texts: list[str], *, json: bool) -> int:
    """Set the costs of a miss, print them, and return 0."""
    import msgspec

    from workbench.library.label_measuring import weigh

    kept = weigh(place, parse_costs(texts))
    if json:
        print(msgspec.json.encode({"costs": kept}).decode())
    else:
        named = ", ".join(f"{name} {cost:g}" for name, cost in kept.items())
        print(f"A miss costs: {named}, others 1. Exported models decide so." if kept else "Every miss costs 1.")
    return 0


def _tell(found: "MeasuredProject", arguments: argparse.Namespace) -> None:
    from workbench.library.label_measuring import place_of

    labels, pending, taken = found.labels, found.pending, found.taken
    if taken.changed:
        print(f"{count(len(taken.changed), 'label')} stored.")
    for entry in taken.left_out[:SHOWN]:
        print(f"Left out: {entry.path or entry.where} {entry.problem}", file=sys.stderr)
    if len(taken.left_out) > SHOWN:
        print(f"… and {len(taken.left_out) - SHOWN:,} more; --json lists all.", file=sys.stderr)
    if found.drawn:
        print(f"{count(len(found.drawn), 'image')} drawn at random.")
    unsure = f", {len(labels.unsure):,} unsure" if labels.unsure else ""
    print(f"Measuring set: {len(labels.named):,} of {count(len(labels.drawn), 'image')} labelled{unsure}.")
    if pending and arguments.out is None:
        print(f"To label, in this order{', the class at the pixel x, y' if pending[0].x is not None else ''}:")
        for sample in pending:
            print(f"  {sample.path}" + (f"  {place_of(sample)}" if sample.x is not None else ""))
    if pending:
        print(f"Then: workbench label measure {arguments.place} --labels FILE.csv")


def _spot(sample: "DrawnSample") -> dict[str, object]:
    return {"path": sample.path} | ({} if sample.x is None else {"x": sample.x, "y": sample.y})
