"""All results of a build, bundled for those who read them."""

import msgspec

from report.results.benchmark import Benchmark
from report.results.certificates import Certificates
from report.results.dataset import Dataset
from report.results.equations import Equations
from report.results.frameworks import Frameworks
from report.results.network import Network
from report.results.pieces import Pieces
from report.results.slopes import Slopes
from report.results.survey import Survey


class Results(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One field a stage; see each struct for what it holds."""

    dataset: Dataset
    network: Network
    slopes: Slopes
    certificates: Certificates
    pieces: Pieces
    frameworks: Frameworks
    survey: Survey
    equations: Equations
    benchmark: Benchmark
