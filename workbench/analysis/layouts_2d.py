"""2-D layouts of features by t-SNE or UMAP, and k-means clusters."""

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA

from workbench.core.errors import UserError

COMPONENTS = 50
FRAME = 25  # iterations per frame
EARLY, LATE = 250, 500  # iterations with and without exaggeration (van der Maaten and Hinton, 2008; Linderman, 2019)

Floats = NDArray[np.float32]


def frames(layout: str, features: Floats, start: Floats | None, seed: int = 0) -> Iterator[Floats]:
    """Successive layouts (N, 2) of the features (N, D), from the initial layout `start` (N, 2) to the final one.

    Raises UserError for an unknown layout, or one whose package is not installed.
    """
    compute = LAYOUTS.get(layout)
    if compute is None:
        raise UserError(f"There is no layout “{layout}”.", f"Choose one of {', '.join(LAYOUTS)}.")
    return compute(_reduced(features, seed), start, seed)


def clusters(features: Floats, count: int, seed: int = 0) -> NDArray[np.int64]:
    """k-means cluster numbers (N,); cluster 0 is the largest."""
    count = min(count, len(features))
    assigned = KMeans(count, n_init=3, random_state=seed).fit_predict(_reduced(features, seed))
    order = np.argsort(-np.bincount(assigned, minlength=count), kind="stable")
    numbers: NDArray[np.int64] = np.argsort(order)[assigned]
    return numbers


def _tsne(points: Floats, start: Floats | None, seed: int) -> Iterator[Floats]:
    """t-SNE (openTSNE, arXiv:1712.09005 for its interpolation)."""
    from openTSNE import TSNEEmbedding
    from openTSNE.affinity import PerplexityBasedNN
    from openTSNE.initialization import pca, rescale

    perplexity = max(2.0, min(30.0, (len(points) - 1) / 3))
    affinities = PerplexityBasedNN(points, perplexity=perplexity, random_state=seed)
    begun = pca(points, random_state=seed) if start is None else rescale(start.astype(np.float64).copy())
    embedding = TSNEEmbedding(begun, affinities, random_state=seed)
    for done in range(0, EARLY + LATE, FRAME):
        early = done < EARLY
        embedding.optimize(FRAME, exaggeration=12 if early else 1, momentum=0.5 if early else 0.8, inplace=True)
        yield np.asarray(embedding, np.float32).copy()


def _umap(points: Floats, start: Floats | None, seed: int) -> Iterator[Floats]:
    """UMAP (arXiv:1802.03426). The library gives only the final layout."""
    try:
        from umap import UMAP
    except ImportError as error:
        raise UserError("UMAP is not installed.", "Install it: pip install 'domain-workbench[umap]'.") from error
    begun = "spectral" if start is None else start
    neighbours = max(2, min(15, len(points) - 1))
    yield np.asarray(UMAP(n_neighbors=neighbours, init=begun, random_state=seed).fit_transform(points), np.float32)


LAYOUTS: dict[str, Callable[[Floats, Floats | None, int], Iterator[Floats]]] = {"t-SNE": _tsne, "UMAP": _umap}


def _reduced(features: Floats, seed: int) -> Floats:
    kept = min(COMPONENTS, *features.shape)
    reduced: Floats = PCA(kept, svd_solver="randomized", random_state=seed).fit_transform(features).astype(np.float32)
    return reduced
