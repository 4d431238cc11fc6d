"""What hangs on what: cells on sites, terminals on PONs and OLTs, as numbers; and which of them an id names."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from diagnostics.records import Degrees, Records, Rows, Texts

Numbers = NDArray[np.intp]


class Thing(IntEnum):
    """What an alarm or a planned work may name."""

    UNKNOWN = 0
    CELL = 1
    SITE = 2
    OLT = 3
    PON = 4
    ONT = 5


@dataclass(frozen=True, slots=True, eq=False)
class Topology:
    """Sites, PONs and OLTs by number; the number of each cell's site and each terminal's PON and OLT (-1: none told)."""

    cells: Texts
    onts: Texts
    sites: tuple[str, ...]
    pons: tuple[str, ...]
    olts: tuple[str, ...]
    site: Numbers  # of each cell
    pon: Numbers  # of each ONT
    olt: Numbers  # of each ONT
    by_site: tuple[Numbers, Numbers]
    by_pon: tuple[Numbers, Numbers]
    by_olt: tuple[Numbers, Numbers]

    def count(self, thing: Thing) -> int:
        """How many of them there are."""
        sizes = (0, len(self.cells), len(self.sites), len(self.olts), len(self.pons), len(self.onts))
        return sizes[thing]

    def members(self, thing: Thing, number: int) -> tuple[Rows, Rows]:
        """Rows of the cells and of the ONTs that hang on it."""
        none = np.empty(0, "i4")
        match thing:
            case Thing.CELL:
                return np.array([number], "i4"), none
            case Thing.SITE:
                return _rows(self.by_site, number), none
            case Thing.OLT:
                return none, _rows(self.by_olt, number)
            case Thing.PON:
                return none, _rows(self.by_pon, number)
            case Thing.ONT:
                return none, np.array([number], "i4")
            case _:
                return none, none

    def find(self, ids: Texts) -> tuple[NDArray[np.int8], Numbers]:
        """What each id names, and its number: cells before sites, OLTs, PONs and terminals; UNKNOWN and -1 for none of them."""
        things, numbers = np.zeros(len(ids), "i1"), np.full(len(ids), -1, np.intp)
        for thing, known in (
            (Thing.CELL, self.cells),
            (Thing.SITE, np.array(self.sites or [""])),
            (Thing.OLT, np.array(self.olts or [""])),
            (Thing.PON, np.array(self.pons or [""])),
            (Thing.ONT, self.onts),
        ):
            if not len(known) or not len(ids):
                continue
            order = np.argsort(known, kind="stable")
            place = order[np.minimum(np.searchsorted(known, ids, sorter=order), len(known) - 1)]
            found = (known[place] == ids) & (things == Thing.UNKNOWN) & (ids != "")
            things[found], numbers[found] = thing, place[found]
        return things, numbers


def topology(records: Records) -> Topology:
    """Number the sites, PONs and OLTs of the records."""
    site, sites = encode(records.cells.site)
    pon, pons = encode(records.onts.pon)
    olt, olts = encode(records.onts.olt)
    grouped = _ordered(site), _ordered(pon), _ordered(olt)
    return Topology(records.cells.id, records.onts.id, sites, pons, olts, site, pon, olt, *grouped)


def encode(texts: Texts) -> tuple[Numbers, tuple[str, ...]]:
    """Texts as numbers into the distinct ones; empty ones are -1."""
    if not len(texts):
        return np.empty(0, np.intp), ()
    coded = pc.dictionary_encode(pa.array(texts))
    distinct = coded.dictionary.to_pylist()
    numbers = coded.indices.to_numpy(zero_copy_only=False).astype(np.intp)
    if "" in distinct:
        numbers[numbers == distinct.index("")] = -1
    return numbers, tuple(distinct)


def middle(latitude: Degrees, longitude: Degrees) -> tuple[float, float]:
    """The middle of positions, those that are known; NaN without any."""
    known = ~(np.isnan(latitude) | np.isnan(longitude))
    if not known.any():
        return float("nan"), float("nan")
    return float(latitude[known].mean()), float(longitude[known].mean())


def _ordered(numbers: Numbers) -> tuple[Numbers, Numbers]:
    order = np.argsort(numbers, kind="stable")
    return order, numbers[order]


def _rows(index: tuple[Numbers, Numbers], number: int) -> NDArray[Any]:
    order, sorted_numbers = index
    first, end = np.searchsorted(sorted_numbers, [number, number + 1])
    return order[first:end].astype("i4")
