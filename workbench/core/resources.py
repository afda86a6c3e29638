"""Location of the files that ship with the program: in the installed package, or beside it in a checkout."""

from pathlib import Path


def resource(name: str) -> Path:
    """The path of `resources/NAME`. Raises FileNotFoundError if it is in neither place."""
    package = Path(__file__).resolve().parents[1]
    for root in (package / "resources", package.parent / "resources"):
        if (root / name).exists():
            return root / name
    raise FileNotFoundError(f"resources/{name} is missing from this installation")
