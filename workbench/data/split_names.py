"""Common folder names of the splits of a data set."""

import re

SPLITS = frozenset(("train", "training", "val", "valid", "validation", "test", "testing"))
_MORE = SPLITS | {"trainval", "trainset", "testset", "valset", "dev", "eval", "evaluation", "holdout"}
_BESIDE = frozenset(("set", "data", "dataset", "split", "images", "image", "imgs", "img", "seg", "pred", "labeled"))
_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")


def is_split(name: str) -> bool:
    """Whether a folder name says a split and nothing else: “train”, “test2017”, “training_set”, “TrainImages”."""
    words = [word.lower() for word in _WORDS.findall(name)]
    return any(word in _MORE for word in words) and all(word in _MORE or word in _BESIDE for word in words)
