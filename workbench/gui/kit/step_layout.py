"""What a step shows in the centre of the window, and how high."""

import msgspec


class StepLayout(msgspec.Struct, frozen=True):
    """The view, the images below it, and the panel below both.

    Attributes:
        view: whether the view, such as the scatter plot, is shown; None: while it has content.
        images: whether the grid is shown; None: while the view is not.
        heights: of the view and the grid, in pixels.
        folded: the index of the folded one of these two; −1 for none.
        centre: heights of both together and of the panel, in pixels.
        centre_folded: the index of the folded one of these two; −1 for none.
    """

    view: bool | None = None
    images: bool | None = None
    heights: tuple[int, int] = (440, 260)
    folded: int = -1
    centre: tuple[int, int] = (480, 230)
    centre_folded: int = -1

    def shown(self, filled: bool) -> tuple[bool, bool]:
        """Return whether the view and the grid are shown. `filled`: whether the view has content."""
        view = filled if self.view is None else self.view
        images = not view if self.images is None else self.images
        return view, images or not view


IMAGES_ONLY = StepLayout(view=False, images=True)
