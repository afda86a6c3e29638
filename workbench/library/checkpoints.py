"""The two models that a run keeps."""

from workbench.core.errors import UserError


def is_best(checkpoint: str) -> bool:
    """Whether the best model of a run is meant, not its last. Raises UserError for any other word."""
    if checkpoint not in ("last", "best"):
        raise UserError(f"There is no checkpoint “{checkpoint}”.", "Choose last or best.")
    return checkpoint == "best"
