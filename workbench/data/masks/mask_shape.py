"""Whether a mask fits its image: the same size, or the same shape at another scale."""

SLACK = 0.01  # of the ratio of the sides

Size = tuple[int, int]  # width and height


def fits(mask: Size, image: Size) -> bool:
    """Whether the mask can be laid over the image, scaled where it must be."""
    return abs(mask[0] * image[1] / (mask[1] * image[0]) - 1) <= SLACK


def alike(mask: Size, image: Size) -> bool:
    """As `fits`, or turned by a quarter: a mask drawn before a camera's orientation was applied."""
    return fits(mask, image) or fits(mask[::-1], image)
