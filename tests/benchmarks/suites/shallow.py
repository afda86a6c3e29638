"""The suite `shallow`: classic methods here and in skada, on the same frozen features, in one run.

skada is imported where it is installed, in an environment of its own that sees this one's torch:
`python -m venv DIR`, a file `.pth` with the path of these site-packages, `DIR/bin/pip install --no-deps skada POT`.
"""

import argparse
import time
import warnings
from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib.util import find_spec
from statistics import mean
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from tests.benchmarks.results import replace_section, section, where
from tests.benchmarks.suites.accuracy import spread
from tests.benchmarks.suites.recipes import asked, command_of, title_of

if TYPE_CHECKING:
    from workbench.engine.problem import Problem, Rows

OURS = ("label_prop", "coral", "ot_mapping", "source_only", "adabn", "mcc")
LONGER = {"source_only": 5, "adabn": 5, "mcc": 5}  # times the steps: nothing is fitted before them
MOST = 1000  # samples of a domain, so that methods of cubic time end
COMPONENTS = 100
SKADA = {  # adapters with their own defaults, but for the size of subspaces, and kernel widths that would give NaN
    "no adaptation": "",
    "CORAL": "CORALAdapter",
    "subspace alignment": "SubspaceAlignmentAdapter:n_components=50",
    "TCA": "TransferComponentAnalysisAdapter:n_components=50",
    "TJM": "TransferJointMatchingAdapter:n_components=50",
    "OT": "OTMappingAdapter",
    "entropic OT": "EntropicOTMappingAdapter:norm=max",
    "OT, class regularised": "ClassRegularizerOTMappingAdapter",
    "linear OT": "LinearOTMappingAdapter:reg=0.1",
    "OT label propagation": "OTLabelPropAdapter",
    "KMM": "KMMReweightAdapter",
    "nearest neighbour weights": "NearestNeighborReweightAdapter",
    "density weights": "DensityReweightAdapter",
    "discriminator weights": "DiscriminatorReweightAdapter",
    "MMD target shift": "MMDTarSReweightAdapter:gamma=1.0",
}
MISSING = (
    "skada is not installed here, so only the program's own methods are measured. To compare, install skada and POT "
    "into an environment of their own, and run this by its Python."
)


class Reached(NamedTuple):
    """The accuracy on the target in [0, 1], and the seconds of processor time that it took."""

    accuracy: float
    seconds: float


class Preparation(NamedTuple):
    """How the features of a skada pipeline are prepared: each domain standardised by itself, perhaps with a PCA."""

    name: str
    components: int


PREPARATIONS = (Preparation("", 0), Preparation(f"PCA {COMPONENTS}", COMPONENTS))


def run(arguments: argparse.Namespace) -> int:
    """Measure, print the table, and put it into the file."""
    suite, rows = asked(arguments), []
    compared = find_spec("skada") is not None
    if not compared:
        print(MISSING)
    for source, target in suite.pairs:
        job = suite.job(arguments.data, source, target, "source_only")
        whole = _problem(job)
        draws = [drawn(whole, seed) for seed in range(arguments.seeds)]
        found = {name: [of_ours(problem, name, suite.steps) for problem in draws] for name in arguments.methods or OURS}
        lines = {name: _line(f"{source} → {target}", name, reached) for name, reached in found.items()}
        for line in lines.values():
            print(line, flush=True)
        rows += list(lines.values())
        for name in SKADA if compared else ():
            rows.append(of_skada(f"{source} → {target}", name, draws))
            print(rows[-1], flush=True)
    words = (
        f"{suite.backbone}, frozen; {suite.image_size or 'its own'} px. Where both folders have files of equal paths, "
        "which are the same drawings, the source has one half of them and the target the other, drawn by the seed; of "
        f"other folders, at most {MOST:,} samples are drawn. Ours: {suite.steps} steps, and "
        f"{suite.steps * LONGER['mcc']} of source_only, adabn and mcc; a tenth of the source is held out. skada: its "
        "adapters with their defaults, each domain standardised by itself, then a logistic regression; without and "
        f"with a PCA of {COMPONENTS} components, of which the better by target accuracy is in the table. Seconds of "
        "processor time on one thread, from features to predictions."
    )
    title = title_of(arguments, suite)
    head = "pair | method | target, % | by seed | seconds | prepared"
    table = section(title, command_of(arguments), words if compared else f"{words} {MISSING}", head, rows, where())
    print(f"\n{table}")
    if arguments.out:
        replace_section(arguments.out, title, table)
    return 0


def drawn(problem: "Problem", seed: int) -> "Problem":
    """The samples of a seed, so that no drawing is in both domains; target samples of known classes only."""
    random = np.random.default_rng(seed)
    here, there = problem.source.paths, problem.target.paths
    if len(set(here) & set(there)) > len(there) / 2:  # the same drawings
        names = random.permutation(sorted({*here, *there}))
        first = set(names[: len(names) // 2].tolist())
        keep = [np.array([path in first for path in here]), np.array([path not in first for path in there])]
    else:
        keep = [np.isin(np.arange(size), random.permutation(size)[:MOST]) for size in (len(here), len(there))]
    keep[1] &= problem.target.labels >= 0
    source, target = (
        _part(rows, np.flatnonzero(kept)) for rows, kept in zip((problem.source, problem.target), keep, strict=True)
    )
    return replace(problem, job=msgspec.structs.replace(problem.job, seed=seed), source=source, target=target)


def _part(rows: "Rows", kept: NDArray[np.int64]) -> "Rows":
    paths = tuple(rows.paths[row] for row in kept)
    return replace(rows, paths=paths, inputs=np.array(rows.inputs[kept]), labels=rows.labels[kept])


def _problem(job: Any) -> "Problem":
    from workbench.core.generators import Returning
    from workbench.engine.device import fabric_for
    from workbench.engine.setup import set_up

    return Returning(set_up(job, fabric_for(job))).finish().trainer.problem


def of_ours(problem: "Problem", name: str, steps: int) -> Reached:
    """One of the program's methods, as its estimator fits and predicts."""
    from workbench.library.estimator import AdaptedClassifier

    source, target, job = problem.source, problem.target, problem.job
    ours = AdaptedClassifier(
        name, steps=steps * LONGER.get(name, 1), batch=job.batch, random_state=job.seed, device=job.device
    )
    begun = time.process_time()
    predicted = ours.fit(source.inputs, source.labels, target.inputs).predict(target.inputs)
    return Reached(float((predicted == target.labels).mean()), time.process_time() - begun)


def of_skada(pair: str, name: str, draws: "list[Problem]") -> str:
    """The row of one of skada's methods, with the preparation that suits it best."""
    best: tuple[list[Reached], str] | None = None
    for prepared in PREPARATIONS:
        try:
            reached = [_theirs(problem, name, prepared) for problem in draws]
        except (ValueError, TypeError, AssertionError, np.linalg.LinAlgError) as error:
            print(f"skada {name}, {prepared.name or 'all features'}: {type(error).__name__}: {str(error)[:80]}")
            continue
        if best is None or mean(one.accuracy for one in reached) > mean(one.accuracy for one in best[0]):
            best = reached, prepared.name
    if best is None:
        return f"| {pair} | skada {name} | failed |  |  |  |"
    return _line(pair, f"skada {name}", *best)


def _theirs(problem: "Problem", name: str, prepared: Preparation) -> Reached:
    source, target = problem.source, problem.target
    inputs = np.concatenate([source.inputs, target.inputs]).astype(np.float64)
    labels = np.concatenate([source.labels, np.full(len(target.labels), -1)])  # −1: masked, as skada wants them
    domains = np.concatenate([np.ones(len(source.labels), int), np.full(len(target.labels), -2)])
    begun = time.process_time()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = _pipeline(name, prepared).fit(inputs, labels, sample_domain=domains)
        asked_for = {"sample_domain": domains[len(source.labels) :], "allow_source": False}
        predicted = model.predict(inputs[len(source.labels) :], **asked_for)
    return Reached(float((predicted == target.labels).mean()), time.process_time() - begun)


def _pipeline(name: str, prepared: Preparation) -> Any:
    """Standardise, adapt, and classify by a logistic regression."""
    import skada
    from sklearn.decomposition import PCA
    from sklearn.linear_model import LogisticRegression
    from sklearn.preprocessing import StandardScaler

    steps: list[Any] = [skada.PerDomain(StandardScaler())]
    if prepared.components:
        steps.append(PCA(prepared.components, random_state=0))
    adapter, _, options = SKADA[name].partition(":")
    classifier = LogisticRegression(max_iter=200)
    if adapter:
        steps.append(getattr(skada, adapter)(**dict(_options(options))))
    if "Reweight" in adapter or "LabelProp" in adapter:
        classifier.set_fit_request(sample_weight=True)
    return skada.make_da_pipeline(*steps, classifier)


def _options(text: str) -> Iterator[tuple[str, Any]]:
    kinds: dict[str, Callable[[str], Any]] = {"n_components": int, "gamma": float, "reg": float}
    for option in filter(None, text.split(",")):
        name, _, value = option.partition("=")
        yield name, kinds.get(name, str)(value)


def _line(pair: str, name: str, reached: list[Reached], prepared: str = "") -> str:
    accuracies = [one.accuracy for one in reached]
    each = " ".join(f"{100 * accuracy:.1f}" for accuracy in accuracies)
    seconds = mean(one.seconds for one in reached)
    return f"| {pair} | {name} | {spread(accuracies)} | {each} | {seconds:.1f} | {prepared} |"
