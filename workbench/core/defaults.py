"""What the command line and the window propose where a person has said nothing: one object for both."""

from workbench.core.job import AUTO, Job
from workbench.core.shift_report import InspectionRequest
from workbench.core.translation import TranslationJob

JOB = Job(method=AUTO, source="", target="")
TRANSLATION = TranslationJob(translator="cyclegan", source="", target="")
INSPECTION = InspectionRequest(source="", target="")

# The command line and the demo run one method: it can have settings and share a batch among devices, as "auto" cannot.
METHOD = "mcc"

DRIFT_WINDOW = 100  # latest images whose shift is judged while a folder is watched
WATCH_SECONDS = 1.0  # between two looks at a watched folder
WATCH_PATIENCE = 10.0  # seconds without a change after which an image that cannot be read is set aside
KEPT_UNUSUAL = 500  # most copies of unusual images that a watch makes
