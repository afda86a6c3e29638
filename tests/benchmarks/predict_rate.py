"""How fast `workbench predict` reads a folder, against ONNX Runtime alone on arrays that lie ready in memory.

    python tests/benchmarks/predict_rate.py MODEL_FOLDER IMAGES [COUNT]

Memory is read while the folder is predicted: at a tenth of the way and at its end.
"""

import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import onnxruntime
import psutil

from workbench.data.decode import decode
from workbench.data.walk import Found, walk
from workbench.export.predict import BATCH, load_model
from workbench.export.predicting import predict_folder
from workbench.export.results_files import Form
from workbench.export.targets import as_inputs

ROUNDS = 3


def bare(model: Path, images: "np.ndarray[tuple[int, ...], np.dtype[np.float32]]", count: int) -> float:
    """Images a second."""
    session = onnxruntime.InferenceSession(model / "model.onnx", providers=["CPUExecutionProvider"])
    session.run(["logits", "features"], {"images": images})
    begun = time.perf_counter()
    for _ in range(-(-count // BATCH)):
        session.run(["logits", "features"], {"images": images})
    return -(-count // BATCH) * BATCH / (time.perf_counter() - begun)


def main() -> None:
    model, folder = Path(sys.argv[1]), Path(sys.argv[2])
    found = [one.path for one in walk(folder) if isinstance(one, Found)]
    count = int(sys.argv[3]) if len(sys.argv) > 3 else len(found)
    net = load_model(model)
    ready = as_inputs(np.stack([decode(folder / path, net.size) for path in found[:BATCH]]))
    process = psutil.Process()
    shares = []
    with tempfile.TemporaryDirectory() as place:
        table = Path(place) / "images.csv"
        for number in range(ROUNDS):
            alone = bare(model, ready, count)
            names = (folder.absolute() / found[row % len(found)] for row in range(min(count, len(found))))
            table.write_text("path\n" + "".join(f"{name}\n" for name in names), encoding="utf-8")
            memory: dict[str, int] = {}
            begun = time.perf_counter()
            done = 0
            for told in predict_folder(net, table, Path(place) / f"{number}.csv", Form.CSV):
                done = max(done, told.done)
                if told.what == "Predicting" and told.done >= told.total / 10:
                    memory.setdefault("at a tenth", process.memory_info().rss)
                    memory["at the end"] = process.memory_info().rss
            rate = done / (time.perf_counter() - begun)
            shares.append(rate / alone)
            said = ", ".join(f"{value / 1e6:.0f} MB {when}" for when, value in memory.items())
            print(f"{done:,} images: {rate:.0f} a second, bare {alone:.0f}: {rate / alone:.0%}; {said}", flush=True)
    print(f"median {np.median(shares):.0%}")


if __name__ == "__main__":
    main()
