from workbench.core.errors import UserError as UserError
from workbench.engine.registry import register_method as register_method
from workbench.library import label as label
from workbench.library.adapting import adapt as adapt
from workbench.library.estimator import AdaptedClassifier as AdaptedClassifier
from workbench.library.exporting import export as export
from workbench.library.inspecting import inspect as inspect
from workbench.library.measuring import measure as measure
from workbench.library.predicting import predict as predict
from workbench.library.resuming import resume as resume
from workbench.library.sampling import sample as sample
from workbench.library.scanning import scan as scan
from workbench.library.translating import translate as translate

__version__: str
__all__: list[str]
