"""`workbench label suggest` and `review`: images to label next, and labels that a run's model contradicts."""

import argparse

from workbench.core.counting import count

SHOWN = 40


def do_suggest(arguments: argparse.Namespace) -> int:
    """Print the images to label next, most useful first. Return 0."""
    import msgspec
    from rich.console import Console

    from workbench.core.events import Prepared
    from workbench.library.label_advice import suggest

    work = suggest(
        arguments.run,
        labels=arguments.labels,
        strategy=arguments.strategy,
        count=arguments.count,
        seed=arguments.seed,
        checkpoint=arguments.checkpoint,
        watched=arguments.watched,
    )
    with Console(stderr=True).status("Computing…") as status:
        for event in work:
            if isinstance(event, Prepared):
                status.update(f"{event.what}…")
    suggestions = work.result()
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

    from workbench.library.label_advice import review

    rows, labelled = review(arguments.run, labels=arguments.labels)
    if arguments.json:
        print(msgspec.json.encode([row._asdict() for row in rows]).decode())
        return 0
    print(f"The model contradicts {len(rows):,} of {count(labelled, 'label')}.")
    for row in rows[:SHOWN]:
        print(f"{row.path}  labelled {row.label}, predicted {row.predicted} {row.confidence:.0%}")
    if len(rows) > SHOWN:
        print(f"… and {len(rows) - SHOWN:,} more; --json lists all.")
    return 0
