"""Predicts images with the model in this folder; needs onnxruntime, numpy and pillow, and nothing else.

    python predict.py IMAGE_OR_FOLDER …

prints one line an image: class, confidence, unknown score, path, with tabs between. A model that tells the classes of
pixels writes a mask for each image to --out instead, a PNG whose numbers are classes, and prints the mask and the path.
"""

import argparse
import io
import json
import sys
from pathlib import Path

import numpy as np
import onnxruntime
from PIL import Image, ImageOps

HERE = Path(__file__).resolve().parent
ENDINGS = {".png", ".jpg", ".jpeg", ".jfif", ".bmp", ".dib", ".tif", ".tiff", ".webp", ".gif"}
DEEP = ("I;16", "I;16B", "I;16L", "I;16N", "I", "F")
BATCH = 32
Image.MAX_IMAGE_PIXELS = 256_000_000


def read(path, height, width):
    """An image file as (3, height, width) numbers in [0, 1]: upright, RGB, over white where it is clear, squashed.

    Beside it the size that it is shown in, (width, height).
    """
    with Image.open(io.BytesIO(path.read_bytes())) as image:
        turned = image.getexif().get(274, 1) >= 5
        shown = image.size[::-1] if turned else image.size
        image.draft(image.mode, (height, width) if turned else (width, height))
        upright = rgb(ImageOps.exif_transpose(image))
        if upright.size != (width, height):
            upright = upright.resize((width, height), Image.Resampling.BILINEAR, reducing_gap=3.0)
        return np.asarray(upright, np.float32).transpose(2, 0, 1) / np.float32(255), shown


def rgb(image):
    """Deep greys scaled to 8 bit, transparency laid over white."""
    if image.mode in DEEP:
        values = np.asarray(image).astype(np.float64)
        if image.mode.startswith("I;16"):
            scale = 1 / 257
        else:
            top = float(values.max(initial=0.0))
            white = next((bound for bound in (1.0, 255.0, 65535.0) if top <= bound), top)
            scale = 255 / (255.0 if image.mode == "I" and white == 1.0 else white)
        return Image.fromarray((values * scale).round().clip(0, 255).astype(np.uint8)).convert("RGB")
    if image.mode in ("RGBA", "LA", "PA", "RGBa", "La") or "transparency" in image.info:
        clear = image.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", clear.size, (255, 255, 255, 255)), clear).convert("RGB")
    return image.convert("RGB")


def softmax(logits):
    """Probabilities of (B, K, …) logits."""
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def images_in(places):
    """The image files named, and those below the folders named, in order; each with its path below what was named."""
    for place in places:
        if place.is_dir():
            found = sorted(one for one in place.rglob("*") if one.suffix.lower() in ENDINGS and one.is_file())
            yield from ((one, one.relative_to(place)) for one in found)
        else:
            yield place, Path(place.name)


def main():
    """Read, predict, print; images that can not be read are told on the error output."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("images", nargs="+", type=Path, metavar="IMAGE_OR_FOLDER")
    parser.add_argument("--file", default="onnx", help="which of the files in model.json, such as onnx-int8")
    parser.add_argument("--out", type=Path, default=Path("masks"), help="folder for masks (default: %(default)s)")
    asked = parser.parse_args()
    told = json.loads((HERE / "model.json").read_text(encoding="utf-8"))
    taken, classes, rule, table = told["preprocessing"], told["classes"], told.get("unknown"), told.get("table")
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
        soft = softmax(logits / np.float32(rule["temperature"])) if rule else probabilities
        least = np.finfo(np.float32).tiny
        score = -(soft * np.log(np.maximum(soft, least))).sum(axis=1) / np.log(max(len(classes), 2))
        for path, row, odd in zip(paths, probabilities, score):
            best = int(row.argmax())
            name = "unknown" if rule and odd > rule["threshold"] else classes[best]
            print(f"{name}\t{row[best]:.4f}\t{odd:.4f}\t{path}")

    paths, images = [], []
    for path, below in images_in(asked.images):
        try:
            image, shown = read(path, *sides)
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
