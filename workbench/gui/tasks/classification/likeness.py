"""What images are to be like: those that a person chose, and what was named among the images like them."""

from collections.abc import Iterable, Mapping


class Likeness:
    """False without chosen images. Named images count by the labels that they have when it is asked, after an undo too.

    Attributes:
        chosen: the images that others are to be like.
        named: images like these that were named since, in their order.
    """

    def __init__(self, chosen: Iterable[str] = ()) -> None:
        self.chosen = tuple(chosen)
        self.named: dict[str, None] = {}

    def __bool__(self) -> bool:
        return bool(self.chosen)

    def add(self, paths: Iterable[str]) -> None:
        """Add images that were named."""
        self.named.update(dict.fromkeys(paths))

    def divided(self, labels: Mapping[str, str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the images that others are to be like, and those that they are not to be like.

        Named images are like the chosen ones if they have the class of the first image that has one.
        """
        kind = next((labels[path] for path in (*self.chosen, *self.named) if path in labels), None)
        named = [path for path in self.named if path in labels]
        liked = (*self.chosen, *(path for path in named if labels[path] == kind))
        return liked, tuple(path for path in named if labels[path] != kind)
