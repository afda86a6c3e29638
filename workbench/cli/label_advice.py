"""`workbench label suggest` and `review`: what a run's model says of images to label, and of labels."""

import argparse

from workbench.cli.label_location import labels_for
from workbench.core.errors import UserError

SHOWN = 40


def do_suggest(arguments: argparse.Namespace) -> int:
    """Print the images to label next, the most useful first, and return 0."""
    import msgspec
    from rich.console import Console

    from workbench.analysis.suggestions import suggest
    from workbench.core.events import Prepared
    from workbench.core.generators import Returning

    run = arguments.run.absolute()
    passed = labels_for(run, arguments.labels)
    asked = (run, passed, arguments.strategy, arguments.count, arguments.seed)
    suggesting = Returning(suggest(*asked, best=arguments.checkpoint == "best"))
    with Console(stderr=True).status("Looking…") as status:
        for seen in suggesting:
            if isinstance(seen, Prepared):
                status.update(f"{seen.what}…")
    found = suggesting.result
    if arguments.json:
        print(msgspec.json.encode(found).decode())
        return 0
    if not found:
        print("Every image of the target has a label.")
    for one in found:
        print(f"{one.path}  {one.predicted} {one.confidence:.0%}  {one.why}")
    return 0


def do_review(arguments: argparse.Namespace) -> int:
    """Print the labels that the model contradicts and return 0."""
    import msgspec

    from workbench.analysis.label_review import disagreements
    from workbench.store.run_folder import RunFolder

    place = RunFolder(arguments.run.absolute())
    place.result()
    labels = labels_for(place.path, arguments.labels)
    predictions = place.predictions()
    seen = sum(one.path in labels for one in predictions)
    if not seen:
        raise UserError(
            "No labelled image is among those that this run predicted.", "Name the labels with --labels PLACE."
        )
    found = disagreements(labels, predictions)
    if arguments.json:
        print(msgspec.json.encode([one._asdict() for one in found]).decode())
        return 0
    print(f"The model contradicts {len(found):,} of {seen:,} labels.")
    for one in found[:SHOWN]:
        print(f"{one.path}  labelled {one.label}, predicted {one.predicted} {one.confidence:.0%}")
    if len(found) > SHOWN:
        print(f"… and {len(found) - SHOWN:,} more; --json lists all.")
    return 0
