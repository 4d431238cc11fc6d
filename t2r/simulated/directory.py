"""Records of simulated customers: each line that is asked about has one, as it has a world (`t2r.simulated.customers`).

`T2R_CUSTOMERS=t2r.simulated.directory:open_directory` puts them behind a server, for demonstrations. SIMULATED: nobody of them is real.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Engine, select

from t2r.customers.directory import Embedded, Held
from t2r.customers.keeping import keep
from t2r.customers.records import LINE, checked
from t2r.customers.rules import shipped
from t2r.customers.tables import Customer, ReachKind
from t2r.database import utc_now, writing

FIRST = ("Asha", "Ravi", "Meera", "Imran", "Lata", "Joseph", "Sunita", "Arjun", "Farah", "Dev")
LAST = ("Rao", "Verma", "Khan", "Iyer", "Das", "Thomas", "Patil", "Singh")
TOWNS = (("Ahmedabad", "380001"), ("Pune", "411001"), ("Kochi", "682001"), ("Lucknow", "226001"))
BIRTHDAY = "1990-01-01"  # of each of them: whoever plays the customer has to know the answer
WHO = "simulation"


class SimulatedDirectory(Embedded):
    """The database, to which a simulated customer is added when their line is asked about for the first time."""

    def __init__(self, database: Engine) -> None:
        super().__init__(database)
        self._engine = database

    def search(self, kind: ReachKind, value: str) -> Sequence[Held]:
        """The customers that are found by this; for a line there always is one, unless they have left."""
        found = super().search(kind, value)
        if found or kind not in (ReachKind.LINE, ReachKind.PHONE):
            return found
        number, id = value, f"SIM-{value}"
        with writing(self._engine) as session:
            if session.scalar(select(Customer.id).where(Customer.id == id)) is None:
                keep(session, Held(id, record(number)), shipped(), WHO, "simulated", utc_now())
        return super().search(kind, value)


def open_directory(database: Engine) -> SimulatedDirectory:
    """Simulated customers in this database."""
    return SimulatedDirectory(database)


def record(number: str) -> dict[str, Any]:
    """The record of a line's simulated customer: the same for the same number."""
    dice = random.Random(f"customer/{number}")
    first, last = dice.choice(FIRST), dice.choice(LAST)
    town, post_code = dice.choice(TOWNS)
    since = f"{dice.randint(2015, 2025)}-{dice.randint(1, 12):02}-01T00:00:00+00:00"
    address = {"street1": f"{dice.randint(1, 99)} Simulated Road", "city": town, "postCode": post_code, "country": "IN"}
    characteristics = {
        LINE: number,
        "simulated": True,
        "dateOfBirth": BIRTHDAY,
        "segment": dice.choice(("consumer", "consumer", "business")),
        "monthlyRevenue": float(dice.choice((5, 8, 12, 20))),
    }
    return checked(
        {
            "@type": "Customer",
            "name": f"{first} {last} (simulated)",
            "engagedParty": {"id": f"SIM-P-{number}", "@type": "PartyRef", "@referredType": "Individual"},
            "contactMedium": [
                {"mediumType": "phone", "preferred": True, "characteristic": {"phoneNumber": f"+{number}"}},
                {"mediumType": "email", "characteristic": {"emailAddress": f"c{number}@simulated.example"}},
                {"mediumType": "postalAddress", "characteristic": address},
            ],
            "characteristic": [{"name": name, "value": value} for name, value in characteristics.items()],
            "account": [{"id": f"SIM-A-{number}", "name": "main account", "@type": "AccountRef"}],
            "validFor": {"startDateTime": since},
        }
    )
