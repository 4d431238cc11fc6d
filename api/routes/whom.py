"""Whom a question to the network is about: a line by its number, or a place."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field

from api.desk import Subject
from api.problems import FieldError, Invalid
from diagnostics.readings import Place

_NUMBER = re.compile(r"\+?\d{6,15}")


def _digits(text: str) -> str:
    number = re.sub(r"[ ()-]", "", text)
    if not _NUMBER.fullmatch(number):
        raise ValueError("must be a number of 6 to 15 digits, with the country code (E.164)")
    return number.removeprefix("+")


Msisdn = Annotated[str, Field(max_length=32), AfterValidator(_digits)]


class Whom(BaseModel):
    """A line, or a place."""

    model_config = ConfigDict(extra="forbid")

    msisdn: Msisdn | None = None
    lat: Annotated[float, Field(ge=-90, le=90)] | None = None
    lon: Annotated[float, Field(ge=-180, le=180)] | None = None
    indoors: bool | None = None
    device: Annotated[str, Field(min_length=1, max_length=200)] | None = None
    abroad: bool = False

    def subject(self) -> Subject:
        """As the desk takes it. Raises Invalid for neither a line nor a whole place."""
        if (self.lat is None) != (self.lon is None):
            missing = "lat" if self.lat is None else "lon"
            raise Invalid(
                f"{missing}: is missing: a place has both.", errors=[FieldError(field=missing, message="is missing")]
            )
        if self.msisdn is None and self.lat is None:
            message = "is missing: give it, or lat and lon"
            raise Invalid(f"msisdn: {message}.", errors=[FieldError(field="msisdn", message=message)])
        place = None if self.lat is None or self.lon is None else Place(self.lat, self.lon, self.indoors)
        return Subject(self.msisdn, place, self.device, self.abroad, self.indoors)


class WhomAt(Whom):
    """A line, or a place, and the moment (now): ISO 8601 with its zone."""

    at: AwareDatetime | None = None
