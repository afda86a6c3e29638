"""`workbench label suggest` and `review`: images to label next, and labels that a run's model contradicts."""

import argparse

from workbench.core.counting import count
from workbench.core.errors import UserError
from workbench.library.label_places import labels_for

SHOWN = 40


def do_suggest(arguments: argparse.Namespace) -> int:
    """Print the images to label next, most useful first. Return 0."""
    import msgspec
    from rich.console import Console

    from workbench.analysis.suggestions import suggest
    from workbench.core.events import Prepared
    from workbench.core.generators import Returning

    run = arguments.run.absolute()
    known = labels_for(run, arguments.labels)
    passed = {*known.labels, *known.measuring}  # an image of the measuring set must not teach
    options = (run, passed, arguments.strategy, arguments.count, arguments.seed)
    progress = Returning(suggest(*options, best=arguments.checkpoint == "best"))
    with Console(stderr=True).status("Computing…") as status:
        for event in progress:
            if isinstance(event, Prepared):
                status.update(f"{event.what}…")
    suggestions = progress.result
    if arguments.json:
        print(msgspec.json.encode(suggestions).decode())
        return 0
    if not suggestions:
        print("Every image of the target has a label.")
    for suggestion in suggestions:
        print(f"{suggestion.path}  {suggestion.predicted} {suggestion.confidence:.0%}  {suggestion.why}")
    return 0


def do_review(arguments: argparse.Namespace) -> int:
    """Print the labels that the model contradicts. Return 0."""
    import msgspec

    from workbench.analysis.label_review import disagreements
    from workbench.store.run_folder import RunFolder

    run_folder = RunFolder(arguments.run.absolute())
    run_folder.result()
    labels = labels_for(run_folder.path, arguments.labels).teaching
    predictions = run_folder.predictions()
    labelled = sum(prediction.path in labels for prediction in predictions)
    if not labelled:
        raise UserError("The run has no predictions for any labelled image.", "Give other labels with --labels PLACE.")
    rows = disagreements(labels, predictions)
    if arguments.json:
        print(msgspec.json.encode([row._asdict() for row in rows]).decode())
        return 0
    print(f"The model contradicts {len(rows):,} of {count(labelled, 'label')}.")
    for row in rows[:SHOWN]:
        print(f"{row.path}  labelled {row.label}, predicted {row.predicted} {row.confidence:.0%}")
    if len(rows) > SHOWN:
        print(f"… and {len(rows) - SHOWN:,} more; --json lists all.")
    return 0
