"""Operating bands and carriers: from a band number to a frequency, from a bandwidth to resource blocks."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from diagnostics.records import Codes, Floats, Technology

# Downlink of the operating bands, MHz (3GPP TS 36.101 table 5.5-1 for LTE, which TS 38.101-1 table 5.2-1 and TS 38.101-2 table
# 5.2-1 continue with the same numbers for NR, TS 25.101 for UMTS). The bands of India are 1, 3, 5, 8, 28, 40, 41, n78 and n258.
DOWNLINK: Mapping[int, tuple[float, float]] = MappingProxyType(
    {
        1: (2110, 2170),
        2: (1930, 1990),
        3: (1805, 1880),
        4: (2110, 2155),
        5: (869, 894),
        7: (2620, 2690),
        8: (925, 960),
        12: (729, 746),
        13: (746, 756),
        14: (758, 768),
        17: (734, 746),
        18: (860, 875),
        19: (875, 890),
        20: (791, 821),
        25: (1930, 1995),
        26: (859, 894),
        28: (758, 803),
        30: (2350, 2360),
        32: (1452, 1496),
        34: (2010, 2025),
        38: (2570, 2620),
        39: (1880, 1920),
        40: (2300, 2400),
        41: (2496, 2690),
        42: (3400, 3600),
        43: (3600, 3800),
        48: (3550, 3700),
        66: (2110, 2200),
        71: (617, 652),
        75: (1432, 1517),
        77: (3300, 4200),
        78: (3300, 3800),
        79: (4400, 5000),
        257: (26500, 29500),
        258: (24250, 27500),
        260: (37000, 40000),
        261: (27500, 28350),
    }
)
# GSM bands go by their frequency in cell lists (3GPP TS 45.005): 900 is band 8 of the others.
GSM_BANDS: Mapping[int, int] = MappingProxyType({850: 5, 900: 8, 1800: 3, 1900: 2})
TIME_DIVISION = frozenset({34, 38, 39, 40, 41, 42, 43, 48, 77, 78, 79, 257, 258, 260, 261})

# What a carrier is taken for when the cell list does not say: the most widespread band of each technology.
USUAL_BAND: Mapping[Technology, int] = MappingProxyType(
    {Technology.GSM: 8, Technology.UMTS: 1, Technology.LTE: 3, Technology.NR: 78}
)

# Resource blocks by bandwidth in MHz: TS 36.101 table 5.6-1; TS 38.101-1 table 5.3.2-1 at 15 and 30 kHz, TS 38.101-2 at 120 kHz.
_LTE_BLOCKS = ((1.4, 6), (3, 15), (5, 25), (10, 50), (15, 75), (20, 100))
_NR_BLOCKS = {
    15: ((5, 25), (10, 52), (15, 79), (20, 106), (25, 133), (30, 160), (40, 216), (50, 270)),
    30: (
        *((5, 11), (10, 24), (15, 38), (20, 51), (25, 65), (30, 78), (40, 106), (50, 133)),
        *((60, 162), (70, 189), (80, 217), (90, 245), (100, 273)),
    ),
    120: ((50, 32), (100, 66), (200, 132), (400, 264)),
}


def downlink_centre(band: int) -> float:
    """Centre of a band's downlink in GHz; NaN for a band that is not in the table."""
    edges = DOWNLINK.get(GSM_BANDS.get(band, band))
    return sum(edges) / 2000 if edges else float("nan")


def frequencies(technology: Codes, band: Codes) -> Floats:
    """Downlink centre in GHz of each cell; a band that is not known is taken for the technology's most widespread one."""
    found = np.empty(len(band), dtype=np.float32)
    for pair in np.unique(np.stack([technology, band]), axis=1).T if len(band) else ():
        centre = downlink_centre(int(pair[1]))
        usual = USUAL_BAND.get(int(pair[0]), 3)  # type: ignore[call-overload]
        found[(technology == pair[0]) & (band == pair[1])] = downlink_centre(usual) if np.isnan(centre) else centre
    return found


def subcarrier_spacing(technology: Codes, band: Codes) -> Floats:
    """Subcarrier spacing in kHz: 15 for LTE and NR in paired spectrum, 30 for NR in unpaired, 120 above 24 GHz."""
    unpaired = np.isin(band, list(TIME_DIVISION)) | (band < 0)
    spacing = np.where((technology == Technology.NR) & unpaired, 30, 15)
    return np.where((technology == Technology.NR) & (band >= 257), 120, spacing).astype(np.float32)


def resource_elements(technology: Codes, bandwidth: Floats, spacing: Floats) -> NDArray[np.float64]:
    """Subcarriers that share a carrier's power: twelve for each resource block that its bandwidth (MHz) holds."""
    found = np.interp(bandwidth, *np.array(_LTE_BLOCKS, dtype=float).T)
    for kilohertz, table in _NR_BLOCKS.items():
        rows = (technology == Technology.NR) & (spacing == kilohertz)
        found[rows] = np.interp(bandwidth[rows], *np.array(table, dtype=float).T)
    return np.asarray(12.0 * np.round(found))
