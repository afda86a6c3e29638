"""Comparison of the aspect ratios of masks and images."""

SLACK = 0.01  # relative tolerance of the aspect ratio

Size = tuple[int, int]  # width and height


def fits(mask: Size, image: Size) -> bool:
    """Whether the mask has the aspect ratio of the image."""
    return abs(mask[0] * image[1] / (mask[1] * image[0]) - 1) <= SLACK


def fits_rotated(mask: Size, image: Size) -> bool:
    """As `fits`, but also accept a rotation by 90°, of a mask drawn without the EXIF orientation."""
    return fits(mask, image) or fits(mask[::-1], image)
