"""Past cases of the simulated operator and how they ended, as a help desk would export them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import numpy as np

from diagnostics.sandbox.faults import Fault
from diagnostics.sandbox.geography import DAY, SIZES, random_of
from diagnostics.sandbox.words import FIXED, GENERAL, say
from diagnostics.sandbox.world import World

CASES_A_LINE = 0.02
_LEAST, _MOST = 60, 2_000

# Cause code, product, steps that the agent took, outcomes, share of cases that were opened again
_ENDINGS: dict[str, tuple[str, str, tuple[str, ...], tuple[str, ...], float]] = {
    Fault.SITE_DOWN: (
        "network.site_down",
        "mobile",
        ("Checked the outage list for the customer's area", "Linked the case to the parent outage", "Told the customer the estimated time"),
        ("Power to the site was restored and service came back by itself.", "A failed baseband unit was replaced; the customer confirmed service.", "The link to the site was repaired; no action on the phone was needed."),
        0.03,
    ),
    Fault.SLEEPING_CELL: (
        "network.sleeping_cell",
        "mobile",
        ("Asked whether neighbours have the same trouble", "Saw that the serving cell carried no traffic and had no alarm", "Asked the network team to restart the cell"),
        ("The cell was restarted by the network team and traffic came back.", "After a restart of the cell, calls and data worked at once."),
        0.06,
    ),
    Fault.BACKHAUL_LIMIT: (
        "network.backhaul_limit",
        "mobile",
        ("Compared a speed test with the load of the serving cell", "Reported low throughput at low load to the transport team"),
        ("The microwave link was realigned; speed is normal again.", "Transport capacity of the site was restored."),
        0.08,
    ),
    Fault.STADIUM_EVENT: (
        "network.event_congestion",
        "mobile",
        ("Confirmed an event at the stadium", "Advised Wi-Fi of the venue and to try again after the event"),
        ("Speed was normal again after the crowd had left.",),
        0.02,
    ),
    Fault.FIBRE_CUT: (
        "access.fibre_cut",
        "broadband",
        ("Asked for the lights of the terminal: LOS red", "Saw that other terminals of the PON were down too", "Linked the case to the fibre repair"),
        ("The cut cable was spliced and all terminals came back.", "A damaged splitter was replaced by the field team."),
        0.05,
    ),
    Fault.MIS_TILTED_ANTENNA: (
        "network.antenna",
        "mobile",
        ("Compared recent signal reports with those of last month", "Asked the radio team to check the antenna of the sector"),
        ("An antenna whose tilt had slipped was set right; the signal is as before.",),
        0.1,
    ),
    Fault.BARRED_CELL: (
        "network.cell_barred",
        "mobile",
        ("Saw that the serving cell was barred for tests", "Asked the network team when it will be opened"),
        ("The bar on the cell was lifted after the tests.",),
        0.02,
    ),
    Fault.CREDIT_BARRING: (
        "account.credit_barring",
        "mobile",
        ("Checked the account: suspended for credit", "Explained the open amount and how to pay", "Asked to switch flight mode on and off after the payment"),
        ("Service came back some minutes after the payment was posted.", "The payment had been posted late; it was assigned and the line opened."),
        0.04,
    ),
    Fault.CAP_REACHED: (
        "account.data_used_up",
        "mobile",
        ("Checked the pack: data of the day used up", "Offered a data voucher", "Explained when the pack begins anew"),
        ("The customer bought a data voucher and has full speed.", "The customer will wait until the pack begins anew at midnight."),
        0.03,
    ),
    Fault.PLANNED_WORK: (
        "network.planned_work",
        "mobile",
        ("Found planned works on the customer's site", "Told the announced end"),
        ("Service came back when the works were over.",),
        0.02,
    ),
    GENERAL: (
        "device.settings",
        "mobile",
        ("Restarted the phone", "Checked the network mode and the APN", "Tried the SIM in another slot"),
        ("Works after the settings were corrected.", "Works since the restart; the cause was not found.", "The customer was advised to visit a store with the SIM."),
        0.18,
    ),
    FIXED: (
        "home.wifi",
        "broadband",
        ("Checked the lights of the terminal: all fine", "Restarted the router", "Changed the Wi-Fi channel"),
        ("Wi-Fi is stable on the other channel.", "The customer will place the router higher and nearer.", "Works since the restart of the router."),
        0.15,
    ),
}  # fmt: skip
_DONE_BEFORE = ("Verified the caller", "Verified the line", "")


def resolutions(world: World) -> list[dict[str, Any]]:
    """Closed cases of the half year before the world begins, oldest first; fields as `t2r ingest --kind resolution` reads them."""
    dice = random_of(world.seed, "resolutions")
    count = int(np.clip(round(CASES_A_LINE * SIZES[world.size].lines), _LEAST, _MOST))
    kinds = list(_ENDINGS)
    weights = np.array(
        [3.0 if kind == GENERAL else 2.0 if kind in (FIXED, Fault.CREDIT_BARRING) else 1.0 for kind in kinds]
    )
    closed = np.sort(world.clock.start - dice.integers(DAY, 180 * DAY, count))
    return [
        _case(number, str(dice.choice(kinds, p=weights / weights.sum())), int(at), world, dice)
        for number, at in enumerate(closed, 1)
    ]


def _case(number: int, kind: str, closed: int, world: World, dice: np.random.Generator) -> dict[str, Any]:
    cause, product, steps, outcomes, opened_again = _ENDINGS[kind]
    place = str(world.people.district[dice.integers(0, len(world.people))])
    before = _DONE_BEFORE[dice.integers(0, len(_DONE_BEFORE))]
    taken = [step for step in (before, *steps) if step and (step == steps[0] or dice.random() < 0.85)]
    return {
        "id": f"sandbox-case-{number:05d}",
        "kind": "resolution",
        "product": product,
        "symptom": say(kind, place, dice),
        "cause_code": cause,
        "steps": taken,
        "outcome": outcomes[dice.integers(0, len(outcomes))],
        "reopened_within_7_days": bool(dice.random() < opened_again),
        "closed_at": datetime.fromtimestamp(closed, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "place": place,
        "source": ["t2r sandbox (simulated)"],
    }
