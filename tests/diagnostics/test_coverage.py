"""Coverage, in a world whose levels follow another law than the model's: predictions, how sure they are, and diagnoses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import numpy as np
import pytest

from diagnostics.coverage import Coverage
from diagnostics.readings import Finding, Place
from diagnostics.records import Cells, Devices, Measurements, Records, Technology
from diagnostics.store.grid import CounterGrid

NOW = 1_794_999_600
DAY = 86_400
METRE = 1 / 111_195  # degrees of latitude
LATITUDE, LONGITUDE = 23.0, 72.5
EAST = METRE / np.cos(np.radians(LATITUDE))


def cell_list(sites: np.ndarray, **changed: object) -> Cells:
    """Three sectors of LTE band 3 at each of the sites (metres east and north)."""
    count = 3 * len(sites)
    x, y = np.repeat(sites, 3, axis=0).T
    columns = {
        "id": np.array([f"404-45-1-{row:05d}" for row in range(count)]),
        "site": np.repeat([f"S{row:03d}" for row in range(len(sites))], 3),
        "technology": np.full(count, Technology.LTE, "i2"),
        "band": np.full(count, 3, "i2"),
        "latitude": LATITUDE + y * METRE,
        "longitude": LONGITUDE + x * EAST,
        "azimuth": np.tile([0, 120, 240], len(sites)).astype("f4"),
        "beamwidth": np.full(count, 65, "f4"),
        "tilt": np.full(count, 5, "f4"),
        "height": np.full(count, 28, "f4"),
        "eirp": np.full(count, 62, "f4"),
        "bandwidth": np.full(count, 20, "f4"),
    }
    return Cells(**{**columns, **changed})  # type: ignore[arg-type]


@dataclass(frozen=True)
class World:
    """What is received where: an empirical law with shadowing of 6 dB that is alike over 60 m, half of it at all sites."""

    sites: np.ndarray
    seed: int = 1

    def level(self, x: np.ndarray, y: np.ndarray) -> np.ndarray:
        """dBm outdoors of each cell, shape (places, cells)."""
        draw = np.random.default_rng(self.seed)
        away = np.hypot(x[:, None] - self.sites[:, 0], y[:, None] - self.sites[:, 1])
        bearing = np.degrees(np.arctan2(x[:, None] - self.sites[:, 0], y[:, None] - self.sites[:, 1]))
        fields = np.stack([self._field(draw, x, y) for _ in range(len(self.sites) + 1)], axis=1)
        shadow = 6 * np.sqrt(0.5) * (fields[:, :1] + fields[:, 1:])
        loss = 128.1 + 37.6 * np.log10(np.maximum(away, 30) / 1000) + draw.normal(0, 2, len(self.sites))
        off = (bearing[:, :, None] - np.array([0, 120, 240]) + 180) % 360 - 180
        pattern = np.minimum(12 * (off / 70) ** 2, 22)
        power = 62 - 10 * np.log10(1200)
        return (power - loss[:, :, None] + shadow[:, :, None] - pattern).reshape(len(x), -1)

    def measure(self, count: int, seed: int, extent: float = 1200.0) -> Measurements:
        """Reports of the strongest cell, a third of them inside buildings that take 12 dB."""
        draw = np.random.default_rng(seed)
        x, y = draw.uniform(-extent, extent, (2, count))
        level = self.level(x, y)
        indoors = draw.random(count) < 1 / 3
        walls = np.where(indoors, draw.normal(12, 4, count), 0)
        return Measurements(
            at=np.sort(NOW - draw.integers(0, 20 * DAY, count)),
            latitude=LATITUDE + y * METRE,
            longitude=LONGITUDE + x * EAST,
            cell=level.argmax(axis=1).astype("i4"),
            rsrp=np.round(level.max(axis=1) - walls + draw.normal(0, 2, count)).astype("f4"),
            rsrq=np.full(count, np.nan, "f4"),
            sinr=np.full(count, np.nan, "f4"),
            throughput=np.full(count, np.nan, "f4"),
            indoors=indoors.astype("i2"),
        )

    @staticmethod
    def _field(draw: np.random.Generator, x: np.ndarray, y: np.ndarray, waves: int = 300) -> np.ndarray:
        direction = draw.normal(size=(waves, 2)) / np.abs(draw.normal(size=(waves, 1))) / 60
        phase = x[:, None] * direction[:, 0] + y[:, None] * direction[:, 1] + draw.uniform(0, 2 * np.pi, waves)
        return np.sqrt(2 / waves) * np.cos(phase).sum(axis=1)


SITES = np.array([[0, 0], [700, 100], [-650, 150], [350, 650], [-300, -600], [400, -550], [-380, 680]], dtype=float)


def network(cells: Cells, measurements: Measurements | None = None, **tables: object) -> Records:
    grid = np.full((len(cells), 4), 50, "f4")
    counters = CounterGrid.in_memory({"prb_utilisation": grid}, start=NOW - 4 * 900, step=900)
    more = {} if measurements is None else {"measurements": measurements}
    return Records(counters=counters, cells=cells, **more, **tables)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def learnt() -> Coverage:
    """The network after 6,000 reports on 6 km²: their mean distance is 15 m."""
    return Coverage(network(cell_list(SITES), World(SITES).measure(6000, seed=10)))


def errors(coverage: Coverage, held_out: Measurements) -> tuple[np.ndarray, np.ndarray]:
    """Predicted minus measured level in dB, and the deviation that was promised."""
    level, sigma = coverage.levels(held_out.cell, held_out.latitude, held_out.longitude, NOW, held_out.indoors)
    return level - held_out.rsrp, sigma


@pytest.mark.slow
def test_levels_held_out_are_predicted_within_6_db(learnt: Coverage) -> None:
    held_out = World(SITES).measure(1500, seed=11)
    error, _ = errors(learnt, held_out)
    street = held_out.indoors == 0
    published, _ = errors(Coverage(network(cell_list(SITES))), held_out)
    assert np.sqrt(np.mean(error[street] ** 2)) <= 5.0
    assert np.sqrt(np.mean(error**2)) <= 6.0
    assert np.sqrt(np.mean(published**2)) > 1.3 * np.sqrt(np.mean(error**2))


def test_that_a_cell_serves_tells_that_its_level_is_high() -> None:
    thinly = Coverage(network(cell_list(SITES), World(SITES).measure(800, seed=19)))
    held_out = World(SITES).measure(3000, seed=20)
    street = held_out.take(held_out.indoors == 0)
    place = (street.cell, street.latitude, street.longitude, NOW)
    serving, anyhow = thinly.levels(*place)[0], thinly.levels(*place, serving=False)[0]
    assert (serving >= anyhow).all()
    assert np.mean((serving - street.rsrp) ** 2) < 0.98 * np.mean((anyhow - street.rsrp) ** 2)
    lead = anyhow - thinly.signal(*place[1:3], NOW).rsrp  # negative where another cell is expected to be stronger
    assert np.mean((serving - anyhow)[lead < -3]) > 1 + np.mean((serving - anyhow)[lead > -1])


@pytest.mark.slow
@pytest.mark.parametrize(("count", "tolerance"), [(400, 0.1), (2000, 0.06), (6000, 0.06)])
def test_two_in_three_levels_are_within_one_sigma(count: int, tolerance: float) -> None:
    coverage = Coverage(network(cell_list(SITES), World(SITES, seed=4).measure(count, seed=20)))
    held_out = World(SITES, seed=4).measure(1500, seed=21)
    error, sigma = errors(coverage, held_out)
    for inside in (0, 1):
        rows = held_out.indoors == inside
        assert np.mean(np.abs(error[rows]) < sigma[rows]) == pytest.approx(0.683, abs=tolerance)
    assert np.mean(np.abs(error) < 2 * sigma) == pytest.approx(0.954, abs=0.03)


def test_sigma_is_less_near_measurements_and_more_where_the_cell_list_is_silent(learnt: Coverage) -> None:
    x = np.array([0.0, 20_000])
    latitude, longitude = np.full(2, LATITUDE), LONGITUDE + x * EAST
    _, sigma = learnt.levels(np.zeros(2, "i4"), latitude, longitude, NOW)
    assert sigma[0] < 0.8 * sigma[1]
    silent = cell_list(SITES, eirp=np.full(21, np.nan, "f4"), tilt=np.full(21, np.nan, "f4"))
    _, told = Coverage(network(cell_list(SITES))).levels(np.zeros(1, "i4"), latitude[:1], longitude[:1], NOW)
    _, guessed = Coverage(network(silent)).levels(np.zeros(1, "i4"), latitude[:1], longitude[:1], NOW)
    assert guessed[0] > told[0] + 1


def test_best_server_is_the_one_measured_most_often(learnt: Coverage) -> None:
    held_out = World(SITES).measure(1500, seed=12)
    signal = learnt.signal(held_out.latitude, held_out.longitude, NOW, indoors=held_out.indoors == 1)
    assert np.mean(signal.cell == held_out.cell) > 0.6
    error = (signal.rsrp - held_out.rsrp)[held_out.indoors == 0]
    assert abs(np.mean(error)) < 1.0
    assert np.sqrt(np.mean(error**2)) <= 6.0


@pytest.mark.slow
def test_neighbours_that_reports_list_do_not_lower_the_best_server() -> None:
    world = World(SITES)
    served = world.measure(5000, seed=17)
    x, y = (served.longitude - LONGITUDE) / EAST, (served.latitude - LATITUDE) / METRE
    level = world.level(x, y)
    level[np.arange(len(x)), served.cell] = -np.inf
    outdoors = np.flatnonzero(served.indoors == 0)
    listed = replace(served, cell=level.argmax(axis=1).astype("i4"), rsrp=level.max(axis=1).astype("f4")).take(outdoors)
    both = {name: np.concatenate([getattr(served, name), getattr(listed, name)]) for name in Measurements.types()}
    both = {name: column[np.argsort(both["at"], kind="stable")] for name, column in both.items()}
    coverage = Coverage(network(cell_list(SITES), Measurements(**both)))
    held_out = world.measure(1500, seed=18)
    street = held_out.take(held_out.indoors == 0)
    error = coverage.signal(street.latitude, street.longitude, NOW).rsrp - street.rsrp
    assert abs(np.mean(error)) < 1.0
    assert np.sqrt(np.mean(error**2)) <= 6.0


def test_the_future_is_not_known() -> None:
    measured = World(SITES).measure(1000, seed=13)
    late = replace(measured, at=np.sort(NOW + 1 + np.arange(1000)))
    place = (np.array([LATITUDE]), np.array([LONGITUDE + 300 * EAST]))
    before = Coverage(network(cell_list(SITES), late)).signal(*place, NOW)
    never = Coverage(network(cell_list(SITES))).signal(*place, NOW)
    assert before.rsrp[0] == never.rsrp[0]
    assert before.rsrp[0] != Coverage(network(cell_list(SITES), late)).signal(*place, NOW + 2000).rsrp[0]


def test_measurements_at_0_0_or_out_of_range_teach_nothing() -> None:
    measured = World(SITES).measure(200, seed=14)
    wrong = replace(
        measured,
        latitude=np.where(np.arange(200) < 100, 0, measured.latitude),
        longitude=np.where(np.arange(200) < 100, 0, measured.longitude),
        rsrp=np.where(np.arange(200) >= 100, 75, measured.rsrp).astype("f4"),
    )
    finding = Coverage(network(cell_list(SITES), wrong)).diagnose(Place(LATITUDE, LONGITUDE), NOW)
    assert finding.readings[0].source == "3GPP TR 38.901, no measurement"
    assert finding.readings[-1].value is None
    assert finding.readings[-1].reason == "no measurement is known"


def test_an_antenna_unlike_its_entry_is_found() -> None:
    measured = World(SITES).measure(6000, seed=15)
    weaker = np.where(measured.cell == 4, measured.rsrp - 15, measured.rsrp)
    found = Coverage(network(cell_list(SITES), replace(measured, rsrp=weaker.astype("f4")))).antennas(NOW)
    assert found[0].cell == 4
    assert found[0].offset == pytest.approx(-15, abs=5)


@pytest.mark.slow
def test_a_level_that_jumped_is_noticed_and_the_old_one_forgotten() -> None:
    measured = World(SITES).measure(6000, seed=16)
    since = NOW - 5 * DAY
    weaker = np.where((measured.cell == 4) & (measured.at >= since), measured.rsrp - 12, measured.rsrp).astype("f4")
    coverage = Coverage(network(cell_list(SITES), replace(measured, rsrp=weaker)))
    changed = {each.cell: each.changed_at for each in coverage.antennas(NOW) if each.changed_at >= 0}
    assert abs(changed[4] - since) < DAY
    spot = coverage.levels(np.array([4]), np.array([LATITUDE]), np.array([LONGITUDE + 800 * EAST]), NOW)[0]
    earlier = coverage.levels(np.array([4]), np.array([LATITUDE]), np.array([LONGITUDE + 800 * EAST]), since)[0]
    assert earlier[0] - spot[0] == pytest.approx(12, abs=5)


def ask(cells: Cells, metres_north: float, indoors: bool | None = False, device: int = -1, **tables: object) -> Finding:
    """The finding so many metres north of the first site."""
    coverage = Coverage(network(cells, **tables))  # type: ignore[arg-type]
    return coverage.diagnose(Place(LATITUDE + metres_north * METRE, LONGITUDE, indoors), NOW, device)


@pytest.mark.parametrize(
    ("metres", "indoors", "cause"),
    [
        (200, False, "none"),
        (200, None, "none"),
        (1200, False, "none"),
        (1200, True, "none"),
        (2200, False, "none"),
        (2200, True, "weak_indoors"),
        (4000, False, "weak_coverage"),
        (4000, True, "no_coverage"),
        (20_000, False, "no_coverage"),
        (60_000, False, "unknown"),
    ],
)
def test_coverage_fades_with_distance_and_walls(metres: float, indoors: bool | None, cause: str) -> None:
    finding = ask(cell_list(SITES[:1]), metres, indoors)
    assert finding.cause == cause
    assert finding.confidence >= 0.6 or cause in ("none", "unknown")


def test_weak_indoors_says_what_helps() -> None:
    finding = ask(cell_list(SITES[:1]), 2200, True)
    assert finding.details["helps"] == ("outdoors", "wifi_calling")
    assert finding.details["indoors"] == "yes"
    assert finding.details["threshold_dbm"] == -110
    assert finding.details["sigma_db"] > 5  # type: ignore[operator]


DEVICES = Devices(
    model=np.array(["Everything", "No band 3", "2G only"]),
    bands=np.array(["GSM8 LTE3 LTE40 NR78", "GSM8 LTE40", "GSM8"]),
    volte=np.array([True, True, False]),
    wifi_calling=np.array([True, True, False]),
)


@pytest.mark.parametrize(
    ("device", "cause", "helps"),
    [
        (0, "none", ()),
        (1, "band_not_supported", ("wifi_calling", "other_device")),
        (2, "technology_not_supported", ("other_device",)),
        (-1, "none", ()),
    ],
)
def test_a_device_that_cannot_use_the_cells_around(device: int, cause: str, helps: tuple[str, ...]) -> None:
    finding = ask(cell_list(SITES[:1]), 300, False, device, devices=DEVICES)
    assert (finding.cause, finding.details["helps"]) == (cause, helps)
    assert (finding.details["technology"], finding.details["band"]) == ("LTE", 3)


def test_a_site_out_of_service_leaves_a_hole() -> None:
    coverage = Coverage(network(cell_list(np.array([[0.0, 0.0], [9000.0, 0.0]]))))
    place = Place(LATITUDE + 300 * METRE, LONGITUDE, False)
    assert coverage.diagnose(place, NOW).cause == "none"
    finding = coverage.diagnose(place, NOW, without=np.array([0, 1, 2], "i4"))
    assert finding.cause == "no_coverage"
    assert finding.details["best_cell"] in {"404-45-1-00003", "404-45-1-00004", "404-45-1-00005"}


def test_measurements_overrule_the_model() -> None:
    count = 300
    draw = np.random.default_rng(1)
    nan = np.full(count, np.nan, "f4")
    hole = Measurements(
        at=np.full(count, NOW - DAY, "i8"),
        latitude=LATITUDE + (500 + draw.normal(0, 60, count)) * METRE,
        longitude=LONGITUDE + draw.normal(0, 60, count) * EAST,
        cell=np.zeros(count, "i4"),
        rsrp=draw.normal(-119, 2, count).astype("f4"),
        rsrq=nan,
        sinr=nan,
        throughput=nan,
        indoors=np.zeros(count, "i2"),
    )
    assert ask(cell_list(SITES[:1]), 500).cause == "none"
    finding = ask(cell_list(SITES[:1]), 500, measurements=hole)
    assert finding.cause == "weak_coverage"
    assert finding.details["rsrp_dbm"] == pytest.approx(-119, abs=3)
    nearest = finding.readings[-1]
    assert nearest.name == "nearest_measurement"
    assert nearest.measured_at == datetime.fromtimestamp(NOW - DAY, UTC)


def test_without_a_cell_list_nothing_is_known(build_network: Callable[..., Records]) -> None:
    finding = ask(Cells.empty(), 0)
    assert (finding.cause, finding.details["reason"]) == ("unknown", "no cell list has been loaded")
    assert all(reading.value is None and reading.reason for reading in finding.readings)
    assert Coverage(network(Cells.empty())).signal(np.zeros(2), np.zeros(2), NOW).cell.tolist() == [-1, -1]


def test_the_tiny_network_covers_its_lines(tiny: Records, now: int) -> None:
    coverage = Coverage(tiny)
    causes = {
        coverage.diagnose(Place(latitude, longitude, False), now, device).cause
        for latitude, longitude, device in zip(
            tiny.lines.latitude.tolist(), tiny.lines.longitude.tolist(), tiny.lines.device.tolist(), strict=True
        )
    }
    assert causes == {"none"}


def test_positions_that_do_not_pair_up_are_refused(learnt: Coverage) -> None:
    with pytest.raises(ValueError, match="2 latitudes and 1 longitudes do not pair up"):
        learnt.signal(np.zeros(2), np.zeros(1), NOW)
