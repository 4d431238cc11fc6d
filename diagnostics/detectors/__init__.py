"""Detectors: which sample of a stream is unlike all before it, and what events the unlikely samples make."""

from diagnostics.detectors.detection import Detector, detect, suited
from diagnostics.detectors.events import Event
from diagnostics.detectors.novelty import Judged, NoveltyDetector
from diagnostics.detectors.repeats import without_repeats
from diagnostics.detectors.seasonal import Deviation, SeasonalDetector
from diagnostics.detectors.series import Series, SeriesError, read_series

__all__ = [
    "Detector",
    "Deviation",
    "Event",
    "Judged",
    "NoveltyDetector",
    "SeasonalDetector",
    "Series",
    "SeriesError",
    "detect",
    "read_series",
    "suited",
    "without_repeats",
]
