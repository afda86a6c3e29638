"""`workbench label correct`: corrects labels of source images in a project, and lists the corrections."""

import argparse

from workbench.core.counting import count


def do_correct(arguments: argparse.Namespace) -> int:
    """Correct, confirm or withdraw, then print the corrections with their number. Return 0."""
    import msgspec

    from workbench.library.label_correction import correct

    result, paths = correct(
        arguments.place,
        arguments.images,
        name=arguments.name,
        right=arguments.right,
        remove=arguments.remove,
        file=arguments.file,
        out=arguments.out,
    )
    if arguments.json:
        corrections = [msgspec.to_builtins(each) for each in result.applied.values()]
        values = {"changed": paths, "corrections": corrections, "unused": dict(result.unused)}
        print(msgspec.json.encode(values).decode())
        return 0
    for each in result.applied.values():
        print(
            f"{each.path}: “{each.given}”, confirmed"
            if each.confirms
            else f"{each.path}: “{each.given}” → “{each.label}”"
        )
    print(" ".join(result.notes) or "No label of the source is corrected in this project.")
    if arguments.out is not None:
        written = count(len(result.changed), "correction")
        print(f"Wrote {written} to {arguments.out}. To train with them: --corrections {arguments.out}")
    return 0
