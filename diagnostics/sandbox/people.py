"""The simulated customers: where they live and work, which phone they have, what their walls take, and their fixed access."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from diagnostics.records import Devices, Lines, Onts
from diagnostics.sandbox.cells import GIGAHERTZ, LAYERS
from diagnostics.sandbox.geography import Area, Array, Sites, Size, city_radius, random_of, to_degrees
from diagnostics.sandbox.radio import Radio

FIRST_MSISDN = 9_997_000_000_000  # ITU-T E.164 has not assigned country code 999: nobody's number
FIRST_IMSI = 999_990_000_000_000
ONTS_OF_A_PON = 32
_FIXED_SHARE = 0.5
_ALL = "GSM8 LTE3 LTE5 LTE40 NR28 NR78"
_MODELS = (  # invented models: bands, VoLTE, Wi-Fi calling, share of the lines
    ("Tara One 5G", _ALL, True, True, 0.16),
    ("Tara Lite 5G", "GSM8 LTE3 LTE5 LTE40 NR78", True, True, 0.17),
    ("Megh 12 5G", _ALL, True, True, 0.13),
    ("Megh 9 4G", "GSM8 LTE3 LTE5 LTE40", True, True, 0.17),
    ("Kiran C4", "GSM8 LTE3 LTE5 LTE40", True, False, 0.15),
    ("Kiran A2", "GSM8 LTE3 LTE40", True, False, 0.08),
    ("Surya Import 3", "GSM8 LTE3 NR78", False, False, 0.05),
    ("Bindu Feature 4G", "LTE3 LTE5 LTE40", True, False, 0.06),
    ("Bindu Classic 2G", "GSM8", False, False, 0.03),
)


@dataclass(frozen=True, slots=True, eq=False)
class People:
    """Customers by row of Lines; positions are metres east and north of the centre."""

    lines: Lines
    devices: Devices
    onts: Onts
    x: Array
    y: Array
    receives: Array  # (lines, layers): what the phone can
    loss: Array  # (lines, layers): dB that the home's walls take
    home: Array  # row of the cell that serves there, -1: none
    spare: Array  # row of the next best cell at home, of another site
    work: Array  # row of the cell that serves at work; the home's for those who stay
    level: Array  # dBm at home, indoors
    district: Array

    def __len__(self) -> int:
        return len(self.x)


def settle(size: Size, sites: Sites, radio: Radio, seed: int) -> People:
    """Draw the customers of a seed."""
    dice = random_of(seed, "people")
    lines = size.lines
    x, y = _homes(lines, sites, dice)
    shares = np.array([share for *_, share in _MODELS])
    device = dice.choice(len(_MODELS), lines, p=shares / shares.sum())
    receives = can_receive()[device]
    rural = sites.area[radio.tree.query(np.column_stack([x, y]))[1]] == Area.RURAL
    loss = wall_loss(dice, rural)
    at_home = radio.hear(x, y)
    served = radio.serve(at_home, receives, loss)
    outside = radio.serve(at_home, receives)
    home = np.where(served.cell >= 0, served.cell, outside.cell)
    stays = dice.random(lines) < 0.45
    work = np.where(stays, home, _work_cells(size, sites, radio, receives, dice))
    onts, ont = _fixed_access(size, x, y, dice)
    latitude, longitude = to_degrees(x, y)
    number = np.arange(lines, dtype=np.int64)
    return People(
        lines=Lines(
            msisdn=FIRST_MSISDN + 7 * number + 3,
            imsi=FIRST_IMSI + number,
            latitude=latitude,
            longitude=longitude,
            device=device.astype(np.int32),
            ont=ont,
        ),
        devices=Devices(
            model=np.array([model for model, *_ in _MODELS]),
            bands=np.array([bands for _, bands, *_ in _MODELS]),
            volte=np.array([volte for *_, volte, _, _ in _MODELS]),
            wifi_calling=np.array([calling for *_, calling, _ in _MODELS]),
        ),
        onts=onts,
        x=x,
        y=y,
        receives=receives,
        loss=loss,
        home=home,
        spare=outside.other,
        work=work,
        level=served.level,
        district=sites.district[radio.tree.query(np.column_stack([x, y]))[1]],
    )


def can_receive() -> Array:
    """Which layers a model receives: (models, layers)."""
    return np.array([[layer.name in bands.split() for layer in LAYERS] for _, bands, *_ in _MODELS])


def wall_loss(dice: np.random.Generator, rural: Array) -> Array:
    """What buildings take, dB: (buildings, layers). One in four in town is of coated glass and steel."""
    count = len(rural)
    dense = ~rural & (dice.random(count) < 0.25)
    base = np.where(
        rural, dice.normal(8, 3.5, count), np.where(dense, dice.normal(21, 5, count), dice.normal(11, 4, count))
    )
    return np.asarray(
        np.maximum(base, 2)[:, None] + np.where(dense, 2.5, 1.3)[:, None] * (GIGAHERTZ - 1), dtype=np.float32
    )


def _homes(count: int, sites: Sites, dice: np.random.Generator) -> tuple[Array, Array]:
    """People live around sites, for sites are put where people live."""
    weight = np.array([1.0, 3.0, 1.0, 1.6])[sites.area]  # by Area
    site = dice.choice(len(sites), count, p=weight / weight.sum())
    reach = np.where(sites.area[site] == Area.RURAL, 900, 380)
    distance = np.minimum(dice.exponential(reach), 4 * reach) + 25
    angle = dice.uniform(0, 2 * np.pi, count)
    return sites.x[site] + distance * np.cos(angle), sites.y[site] + distance * np.sin(angle)


def _work_cells(size: Size, sites: Sites, radio: Radio, receives: Array, dice: np.random.Generator) -> Array:
    """The cell at the work of each line: a few hundred work places, each served once for each kind of phone."""
    offices = np.flatnonzero(sites.area == Area.OFFICE)
    offices = offices if len(offices) else np.arange(len(sites))
    places = min(40 + size.lines // 20, 5_000)
    site = dice.choice(offices, places)
    x, y = sites.x[site] + dice.normal(0, 250, places), sites.y[site] + dice.normal(0, 250, places)
    heard = radio.hear(x, y)
    kinds, kind = np.unique(receives, axis=0, return_inverse=True)
    cells = np.stack([radio.serve(heard, np.repeat(one[None], places, axis=0)).cell for one in kinds])
    return np.asarray(cells[kind.reshape(-1), dice.integers(0, places, len(receives))])


def _fixed_access(size: Size, x: Array, y: Array, dice: np.random.Generator) -> tuple[Onts, Array]:
    """Terminals of about half of the customers of the town, those of a PON being neighbours; and each line's terminal."""
    radius = city_radius(size)
    in_town = np.flatnonzero(np.hypot(x, y) < 1.15 * radius)
    capacity = size.olts * size.pons * ONTS_OF_A_PON
    wanted = min(round(_FIXED_SHARE * len(x)), len(in_town), capacity)
    customers = np.sort(dice.choice(in_town, wanted, replace=False))
    sector = np.argsort(np.arctan2(y[customers], x[customers]), kind="stable")
    olt = np.empty(wanted, dtype=np.int64)
    olt[sector] = np.arange(wanted) * size.olts // max(wanted, 1)
    pon = np.empty(wanted, dtype=np.int64)
    for number in range(size.olts):
        mine = np.flatnonzero(olt == number)
        outwards = np.argsort(np.hypot(x[customers[mine]], y[customers[mine]]), kind="stable")
        pon[mine[outwards]] = np.arange(len(mine)) * size.pons // max(len(mine), 1)
    order = np.lexsort((pon, olt))
    customers, olt, pon = customers[order], olt[order], pon[order]
    latitude, longitude = to_degrees(x[customers], y[customers])
    starts = np.flatnonzero(np.r_[True, (np.diff(olt) != 0) | (np.diff(pon) != 0)])[: len(olt)]
    within = np.arange(len(olt)) - np.repeat(starts, np.diff(np.r_[starts, len(olt)]))
    triples = list(zip(olt.tolist(), pon.tolist(), within.tolist(), strict=True))
    onts = Onts(
        id=np.array([f"OLT{a + 1:03d}-P{b + 1:02d}-O{c + 1:03d}" for a, b, c in triples]),
        pon=np.array([f"OLT{a + 1:03d}-P{b + 1:02d}" for a, b, _ in triples]),
        olt=np.array([f"OLT{a + 1:03d}" for a, *_ in triples]),
        latitude=latitude,
        longitude=longitude,
    )
    ont = np.full(len(x), -1, dtype=np.int32)
    ont[customers] = np.arange(wanted)
    return onts, ont
