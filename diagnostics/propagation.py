"""Radio propagation as 3GPP TR 38.901 publishes it: path loss, shadowing, buildings, antennas; and the levels made of them.

All functions are vectorised and broadcast. Distances and heights are in metres, frequencies in GHz, angles in degrees, losses
in dB. Tables and clauses are those of TR 38.901.
"""

from __future__ import annotations

from enum import IntEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

LIGHT = 299_792_458.0  # m/s
HANDSET_HEIGHT = 1.5  # m, table 7.2-1
NEAREST = 10.0  # m: the formulas begin here
ROOF_HEIGHT, STREET_WIDTH = 5.0, 20.0  # m: h and W of RMa, the table's defaults
NOISE_FIGURE = 9.0  # dB of a handset (3GPP TR 36.942 clause 4.2.2)
THERMAL_NOISE = -174.0  # dBm/Hz
USUAL_LOAD = 0.5  # share of resource blocks in use where no counter says


class Scenario(IntEnum):
    """Surroundings of a cell, as table 7.2-1 tells them apart."""

    UMA = 0  # urban macro: antenna above the roofs
    UMI = 1  # urban micro: street canyon, antenna below the roofs
    RMA = 2  # rural macro


# Shadow fading of table 7.4.1-1 in dB: (line of sight, beyond the break point, no line of sight).
SHADOWING = {Scenario.UMA: (4.0, 4.0, 6.0), Scenario.UMI: (4.0, 4.0, 7.82), Scenario.RMA: (4.0, 6.0, 8.0)}


def los_probability(scenario: Scenario, distance: Array) -> Array:
    """How likely there is a line of sight at a ground distance, for a handset outdoors at street level (table 7.4.2-1)."""
    if scenario is Scenario.RMA:
        return np.asarray(np.exp(-np.maximum(distance - 10.0, 0.0) / 1000.0))
    decay = 63.0 if scenario is Scenario.UMA else 36.0
    near = np.minimum(18.0 / np.maximum(distance, 18.0), 1.0)
    return np.asarray(near + np.exp(-np.maximum(distance, 18.0) / decay) * (1.0 - near))


def breakpoint_distance(scenario: Scenario, frequency: Array, height: Array, handset: float = HANDSET_HEIGHT) -> Array:
    """Where the loss begins to grow with the fourth power (table 7.4.1-1, notes 1 and 5)."""
    wavelength = LIGHT / (np.asarray(frequency) * 1e9)
    if scenario is Scenario.RMA:
        return 2.0 * np.pi * height * handset / wavelength
    return 4.0 * (np.asarray(height) - 1.0) * (handset - 1.0) / wavelength


def path_loss(scenario: Scenario, distance: Array, frequency: Array, height: Array) -> tuple[Array, Array, Array]:
    """Path loss outdoors in (line of sight, no line of sight), and the shadowing's deviation in sight, all in dB.

    `distance` is along the ground; below 10 m it is taken for 10 m. Beyond the table's range (10 km, 5 km without sight) the
    formulas are continued: they still order cells rightly, and a measurement corrects them.
    """
    ground = np.maximum(distance, NEAREST)
    slant = np.hypot(ground, height - HANDSET_HEIGHT)
    decades, octave = np.log10(slant), 20.0 * np.log10(frequency)
    edge = np.maximum(breakpoint_distance(scenario, frequency, height), NEAREST)
    beyond = ground > edge
    _, far_sigma, _ = SHADOWING[scenario]
    sigma = np.where(beyond, far_sigma, SHADOWING[scenario][0])
    if scenario is Scenario.RMA:
        sight = _rural_sight(slant, frequency, edge, beyond)
        return sight, np.maximum(sight, _rural_blocked(decades, octave, height)), sigma
    start, slope, bend = (28.0, 22.0, 9.0) if scenario is Scenario.UMA else (32.4, 21.0, 9.5)
    rise = (height - HANDSET_HEIGHT) ** 2
    sight = octave + start + np.where(beyond, 40.0 * decades - bend * np.log10(edge**2 + rise), slope * decades)
    if scenario is Scenario.UMA:
        blocked = 13.54 + 39.08 * decades + octave - 0.6 * (HANDSET_HEIGHT - 1.5)
    else:
        blocked = 22.4 + 35.3 * decades + 21.3 / 20.0 * octave - 0.3 * (HANDSET_HEIGHT - 1.5)
    return sight, np.maximum(sight, blocked), sigma


def _rural_sight(slant: Array, frequency: Array, edge: Array, beyond: Array) -> Array:
    """RMa in line of sight; the first formula holds up to the break point, where the fourth power takes over."""
    reached = np.where(beyond, edge, slant)
    roofs = ROOF_HEIGHT**1.72
    loss = 20.0 * np.log10(40.0 * np.pi * reached * frequency / 3.0) + min(0.03 * roofs, 10.0) * np.log10(reached)
    loss += -min(0.044 * roofs, 14.77) + 0.002 * np.log10(ROOF_HEIGHT) * reached
    return np.asarray(loss + 40.0 * np.log10(slant / reached))


def _rural_blocked(decades: Array, octave: Array, height: Array) -> Array:
    """RMa without line of sight."""
    mast = np.log10(height)
    loss = 161.04 - 7.1 * np.log10(STREET_WIDTH) + 7.5 * np.log10(ROOF_HEIGHT)
    loss = loss - (24.37 - 3.7 * (ROOF_HEIGHT / height) ** 2) * mast
    loss = loss + (43.42 - 3.1 * mast) * (decades - 3.0) + octave
    return np.asarray(loss - (3.2 * np.log10(11.75 * HANDSET_HEIGHT) ** 2 - 4.97))


def expected_path_loss(
    scenario: Array, distance: Array, frequency: Array, height: Array
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Path loss outdoors as expected over having a line of sight or not, and its standard deviation, both in dB.

    The mean is taken in dB, not of powers: levels are judged, mapped and measured in dB, where the mean is what errs least in
    the square, and the mean of powers would be the few places in sight. The deviation holds the shadowing of both
    states and the gap between them.
    """
    scenario, distance, frequency, height = np.broadcast_arrays(scenario, distance, frequency, height)
    mean, deviation = np.empty(distance.shape), np.empty(distance.shape)
    for kind in Scenario:
        rows = scenario == kind
        if not rows.any():
            continue
        if rows.all():
            return _expected(kind, distance, frequency, height)
        mean[rows], deviation[rows] = _expected(kind, distance[rows], frequency[rows], height[rows])
    return mean, deviation


def _expected(kind: Scenario, distance: Array, frequency: Array, height: Array) -> tuple[Array, Array]:
    sight, blocked, sigma = path_loss(kind, distance, frequency, height)
    likely = los_probability(kind, distance)
    variance = (
        likely * sigma**2 + (1 - likely) * SHADOWING[kind][2] ** 2 + likely * (1 - likely) * (blocked - sight) ** 2
    )
    return likely * sight + (1 - likely) * blocked, np.sqrt(variance)


# Buildings, table 7.4.3-2: deviation of the penetration loss, dB; and the mean way inside: the smaller of two uniform draws
# from 0 to 25 m (10 m for RMa) is a third of the range on average (clause 7.4.3.1).
LOW_LOSS_SIGMA, HIGH_LOSS_SIGMA = 4.4, 6.5
WAY_INSIDE = {Scenario.UMA: 25.0 / 3.0, Scenario.UMI: 25.0 / 3.0, Scenario.RMA: 10.0 / 3.0}
HIGH_LOSS_SHARE = 0.2  # of buildings, the mix of ITU-R M.2412 for dense urban macro cells; rural ones are all low loss


def wall_loss(frequency: Array, high: bool = False) -> NDArray[np.float64]:
    """Loss of an outer wall in dB (tables 7.4.3-1 and 7.4.3-2): plain glass and concrete, or coated glass (`high`)."""
    concrete = 5.0 + 4.0 * np.asarray(frequency, dtype=float)
    glass = (23.0 + 0.3 * np.asarray(frequency)) if high else (2.0 + 0.2 * np.asarray(frequency))
    share = 0.7 if high else 0.3
    through = share * 10.0 ** (-glass / 10.0) + (1.0 - share) * 10.0 ** (-concrete / 10.0)
    return np.asarray(5.0 - 10.0 * np.log10(through))


def indoor_loss(scenario: Array, frequency: Array) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Expected loss from the street to a handset inside and its deviation, dB (clause 7.4.3.1), over low- and high-loss buildings."""
    scenario, frequency = np.broadcast_arrays(scenario, frequency)
    share = np.where(scenario == Scenario.RMA, 0.0, HIGH_LOSS_SHARE)
    way = 0.5 * np.array([WAY_INSIDE[kind] for kind in Scenario])[scenario]
    low, high = wall_loss(frequency), wall_loss(frequency, high=True)
    variance = (1 - share) * LOW_LOSS_SIGMA**2 + share * HIGH_LOSS_SIGMA**2 + share * (1 - share) * (high - low) ** 2
    return (1 - share) * low + share * high + way, np.sqrt(variance)


# Sector antennas of macro sites, 3GPP TR 36.814 table A.2.1.1-2: 10° in the vertical, where side lobes are 20 dB down at most, and 25 dB
# altogether. A single element (TR 38.901 table 7.3-1), as small cells have, is 65° wide.
ELEMENT_BEAMWIDTH, COLUMN_BEAMWIDTH, SIDE_LOBES, DEEPEST = 65.0, 10.0, 20.0, 25.0


def horizontal_loss(bearing: Array, azimuth: Array, beamwidth: Array) -> Array:
    """How much weaker than in its main direction an antenna sends towards a bearing, dB; nothing for an omnidirectional one (NaN)."""
    off = (np.asarray(bearing) - azimuth + 180.0) % 360.0 - 180.0
    return np.where(np.isnan(azimuth), 0.0, np.minimum(12.0 * (off / beamwidth) ** 2, DEEPEST))


def vertical_loss(depression: Array, tilt: Array, beamwidth: Array | float = COLUMN_BEAMWIDTH) -> Array:
    """How much weaker an antenna sends towards an angle below the horizon than along its tilt, dB; nothing where the tilt is not known."""
    off = np.asarray(depression) - tilt
    return np.where(np.isnan(tilt), 0.0, np.minimum(12.0 * (off / beamwidth) ** 2, SIDE_LOBES))


def antenna_loss(horizontal: Array, vertical: Array) -> Array:
    """Both cuts together, 25 dB at most."""
    return np.asarray(np.minimum(horizontal + vertical, DEEPEST))


def depression_angle(distance: Array, height: Array) -> Array:
    """Angle below the horizon from an antenna to a handset on the ground, degrees."""
    return np.degrees(np.arctan2(np.asarray(height) - HANDSET_HEIGHT, np.maximum(distance, 1.0)))


def noise_power(spacing: Array) -> NDArray[np.float64]:
    """Thermal noise in a handset's receiver in one resource element of this spacing (kHz), dBm."""
    return np.asarray(THERMAL_NOISE + NOISE_FIGURE + 10.0 * np.log10(np.asarray(spacing, dtype=float) * 1000.0))


def milliwatts(dbm: Array) -> Array:
    """From dBm to mW."""
    return 10.0 ** (np.asarray(dbm) / 10.0)


def sinr(signal: Array, interference: Array, noise: Array) -> NDArray[np.float64]:
    """Signal over interference (mW) and noise, dB; signal and noise in dBm, all in one resource element."""
    return np.asarray(signal - 10.0 * np.log10(interference + milliwatts(noise)))


def rsrq(signal: Array, interference: Array, noise: Array, load: Array) -> NDArray[np.float64]:
    """Reference signal received quality, dB: N·RSRP/RSSI (3GPP TS 36.214 clause 5.1.3).

    In a resource block's twelve subcarriers the serving cell sends two of reference signals always and ten of data as its load
    has it; others and noise fill all twelve. An empty cell alone gives -3 dB, a full one -10.8 dB.
    """
    own = milliwatts(signal)
    total = own * (2.0 + 10.0 * np.asarray(load)) + 12.0 * (interference + milliwatts(noise))
    return np.asarray(10.0 * np.log10(own / total))
