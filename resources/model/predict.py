"""Predicts images with the model in this folder. It needs onnxruntime, numpy and pillow only.

    python predict.py IMAGE_OR_FOLDER …

prints a line for each image: class, confidence, unknown score and path, separated by tabs. A segmentation model writes
a mask for each image to --out instead, a PNG of class numbers, and prints the paths of the mask and of the image.
Each file that cannot be read gets a line on stderr; HEIC, JPEG XL and DICOM files are among them.
"""

import argparse
import io
import json
import sys
from pathlib import Path

import numpy as np
import onnxruntime
from PIL import Image, ImageOps, UnidentifiedImageError

HERE = Path(__file__).resolve().parent
ENDINGS = {".png", ".jpg", ".jpeg", ".jfif", ".bmp", ".dib", ".tif", ".tiff", ".webp", ".gif", ".avif", ".jp2"}
OTHERS = {".heic": "HEIC", ".heif": "HEIC", ".hif": "HEIC", ".jxl": "JPEG XL", ".dcm": "DICOM", ".dicom": "DICOM"}
DEEP = ("I;16", "I;16B", "I;16L", "I;16N", "I", "F")
BATCH = 32
STRIP = 1 << 20  # pixels that are converted at once
MAX_PIXELS, MAX_BYTES = 256_000_000, 1_280_000_000
Image.MAX_IMAGE_PIXELS = None  # checked here


def opened(path):
    """Open an image file. Raise ValueError, which says why, for a file of a kind that is not read."""
    if kind := OTHERS.get(path.suffix.lower()):
        raise ValueError(f"{kind} files are not read here; “workbench predict” reads them, or save it as PNG")
    try:
        return Image.open(io.BytesIO(path.read_bytes()))
    except UnidentifiedImageError:
        raise ValueError("not an image that Pillow reads") from None


def read(path, height, width, deep):
    """Read an image file as RGB (3, height, width) in [0, 1], upright, resized, on white where it is transparent.

    Also return its upright size (width, height). `deep`: the range of greys of more than 8 bits.
    """
    with opened(path) as image:
        check_size(image)
        turned = image.getexif().get(274, 1) >= 5
        shown = image.size[::-1] if turned else image.size
        image.draft(image.mode, (height, width) if turned else (width, height))
        upright = flat(ImageOps.exif_transpose(image), deep)
        if upright.size != (width, height):
            upright = upright.resize((width, height), Image.Resampling.BILINEAR, reducing_gap=3.0)
        return np.asarray(upright.convert("RGB"), np.float32).transpose(2, 0, 1) / np.float32(255), shown


def check_size(image):
    """Raise ValueError for an image that would take too much memory."""
    pixels, mode = image.width * image.height, image.mode
    stored = 1 if mode in ("1", "L", "P") else 2 if mode.startswith("I;16") else 4
    converted = 0 if mode == "RGB" and "transparency" not in image.info else 5 if mode in DEEP else 4
    if pixels > MAX_PIXELS or pixels * (stored + converted) > MAX_BYTES:
        raise ValueError(f"too large: {image.width:,} x {image.height:,} pixels")


def strips(image):
    """The image in horizontal strips, to limit memory."""
    rows = max(STRIP // max(image.width, 1), 1)
    for top in range(0, image.height, rows):
        yield image.crop((0, top, image.width, min(top + rows, image.height)))


def flat(image, deep):
    """Convert to 8 bits, RGB or grey: deeper greys are scaled, transparent images are put on white."""
    if image.mode in DEEP:
        low, high = (deep or {}).get("floats" if image.mode == "F" else "integers") or own_white(image)
        return Image.fromarray(np.concatenate([scaled(np.asarray(strip), low, high) for strip in strips(image)]))
    if image.mode in ("RGBA", "LA", "PA", "RGBa", "La") or "transparency" in image.info:
        opaque, top = Image.new("RGB", image.size), 0
        for strip in strips(image):
            clear = strip.convert("RGBA")
            white = Image.new("RGBA", clear.size, (255, 255, 255, 255))
            opaque.paste(Image.alpha_composite(white, clear).convert("RGB"), (0, top))
            top += strip.height
        return opaque
    return image if image.mode == "L" else image.convert("RGB")


def own_white(image):
    """Black and white of a deep image whose folder has no range."""
    if image.mode.startswith("I;16"):
        return 0.0, 65535.0
    top = 0.0
    for strip in strips(image):
        values = np.asarray(strip)
        top = max(top, float(values.max(initial=0.0, where=np.isfinite(values))))
    white = next((bound for bound in (1.0, 255.0, 65535.0) if top <= bound), top)
    return 0.0, 255.0 if image.mode == "I" and white == 1.0 else white


def scaled(values, low, high):
    """Bytes, with `low` as 0 and `high` as 255; NaN is 0."""
    with np.errstate(all="ignore"):
        wide = (values.astype(np.float64) - low) * (255 / (high - low))
        wide = np.nan_to_num(wide, nan=0.0, posinf=255.0, neginf=0.0)
    return wide.round().clip(0, 255).astype(np.uint8)


def softmax(logits):
    """Probabilities from logits (B, K, …)."""
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def unknown_score(logits, rule):
    """How unlikely each image is to be of a known class, in [0, 1], from logits (B, K)."""
    if rule and rule.get("score") == "log-odds":  # the largest logit is the log-odds of its class
        return np.exp(-np.logaddexp(0, logits.max(axis=1)))
    soft = softmax(logits)
    entropy = -(soft * np.log(np.maximum(soft, np.finfo(np.float32).tiny))).sum(axis=1)
    return entropy / np.log(max(logits.shape[1], 2))


def images_in(places):
    """The given image files, and those in the given folders, in order, each with its relative path."""
    for place in places:
        if place.is_dir():
            known = {*ENDINGS, *OTHERS}
            found = sorted(one for one in place.rglob("*") if one.suffix.lower() in known and one.is_file())
            yield from ((one, one.relative_to(place)) for one in found)
        else:
            yield place, Path(place.name)


def main():
    """Predict images and print the results; errors of images that cannot be read go to stderr."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("images", nargs="+", type=Path, metavar="IMAGE_OR_FOLDER")
    parser.add_argument("--file", default="onnx", help="file of the model in model.json, such as onnx-int8")
    parser.add_argument("--out", type=Path, default=Path("masks"), help="folder for masks (default: %(default)s)")
    asked = parser.parse_args()
    told = json.loads((HERE / "model.json").read_text(encoding="utf-8"))
    taken, classes, rule, table = told["preprocessing"], told["classes"], told.get("unknown"), told.get("table")
    costs = np.array([told.get("miss_costs", {}).get(name, 1) for name in classes], np.float32)
    sides = taken["size"], taken.get("width") or taken["size"]
    mean, std = (np.array(taken[name], np.float32).reshape(3, 1, 1) for name in ("mean", "std"))
    name = told["files"].get(asked.file, "")
    if not name or Path(name).name != name or not (HERE / name).is_file():
        parser.error(f"model.json names no file of this folder as {asked.file!r}; it names {', '.join(told['files'])}")
    session = onnxruntime.InferenceSession(str(HERE / name), providers=["CPUExecutionProvider"])
    given, logits_name = session.get_inputs()[0].name, session.get_outputs()[0].name

    def tell_pixels(image, shown, path, below):
        (logits,) = session.run([logits_name], {given: ((image - mean) / std)[None]})
        mask = Image.fromarray(logits[0].argmax(axis=0).astype(np.uint8)).resize(shown, Image.Resampling.NEAREST)
        palette = [part for one in table["classes"] for part in one["colour"]]
        mask.putpalette(palette + [0] * (768 - len(palette)))
        place = (asked.out / below).with_suffix(".png")
        place.parent.mkdir(parents=True, exist_ok=True)
        mask.save(place)
        print(f"{place}\t{path}")

    def predict(paths, images):
        (logits,) = session.run([logits_name], {given: np.stack([(image - mean) / std for image in images])})
        probabilities = softmax(logits)
        score = unknown_score(logits / np.float32(rule["temperature"] if rule else 1), rule)
        for path, row, odd in zip(paths, probabilities, score):
            best = int((row * costs).argmax())  # the class of least expected cost
            name = "unknown" if rule and odd > rule["threshold"] else classes[best]
            print(f"{name}\t{row[best]:.4f}\t{odd:.4f}\t{path}")

    paths, images = [], []
    for path, below in images_in(asked.images):
        try:
            image, shown = read(path, *sides, taken.get("deep_range"))
        except Exception as error:  # Pillow raises whatever the bytes lead it to
            print(f"{path}: {error}", file=sys.stderr)
            continue
        if table:
            tell_pixels(image, shown, path, below)
            continue
        images.append(image)
        paths.append(path)
        if len(paths) == BATCH:
            predict(paths, images)
            paths, images = [], []
    if paths:
        predict(paths, images)


if __name__ == "__main__":
    main()
