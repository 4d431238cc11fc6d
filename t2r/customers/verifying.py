"""A customer shows who they are, in one interaction: by a code sent to them, or by what only they know."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from t2r.cases.errors import ConflictError, NoSuchError, RefusedError
from t2r.cases.interactions import add_entry, find_interaction
from t2r.customers.desk import CustomerDesk
from t2r.customers.errors import LockedError, NotVerifiedError, UnreachableError
from t2r.customers.keeping import find
from t2r.customers.masking import hidden_fields, masked, masked_address
from t2r.customers.records import Body, addresses, characteristic
from t2r.customers.rules import Rules, VerificationRules
from t2r.customers.tables import Customer, Disclosure, Method, Verdict, Verification, Wrong
from t2r.database import writing
from t2r.tmf.messages import SendError, message

SALT_BYTES = 16


@dataclass(frozen=True, slots=True)
class Begun:
    """A verification, and what the agent is told of it: where the code went, or the questions to ask, by their names."""

    verification: Verification
    sent_to: str | None = None
    questions: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """A record as this caller may see it."""

    customer: Customer
    body: Body
    verified: bool


def begin(desk: CustomerDesk, customer_id: str, interaction_id: int, method: Method, by: str) -> Begun:
    """Begin a verification; an earlier one of the interaction ends.

    Raises LockedError, ConflictError where the interaction is over or nothing is known to verify by, UnreachableError where the
    code could not be sent, NoSuchError.
    """
    rules, now = desk.rules.verification, desk.now()
    code = "".join(secrets.choice("0123456789") for _ in range(rules.code_digits))
    salt = secrets.token_bytes(SALT_BYTES)
    hashed = _hash(code, salt)  # slow, so that it is done before anything is locked
    with writing(desk.database) as session:
        customer = find(
            session, customer_id, to_change=True
        )  # attempts of one customer are counted one after the other
        interaction = find_interaction(session, interaction_id)
        if interaction.ended_at is not None:
            raise ConflictError(f"interaction {interaction_id} is over")
        _check_lock(session, customer_id, rules, now)
        _replace(session, interaction_id, now)
        where = addresses(customer.body)
        known = _known(customer.body, rules)
        if method is Method.CODE and not where:
            raise ConflictError("no telephone number and no e-mail address is known to send a code to")
        if method is Method.QUESTIONS and len(known) < rules.questions_asked:
            raise ConflictError("too little is known to ask for")
        begun = Verification(
            customer_id=customer_id,
            interaction_id=interaction_id,
            method=method,
            questions=[],
            by=by,
            started_at=now,
            expires_at=now + timedelta(minutes=rules.code_minutes),
        )
        if method is Method.CODE:
            begun.salt, begun.hash = salt, hashed
        else:
            begun.questions = sorted(secrets.SystemRandom().sample(sorted(known), rules.questions_asked))
        session.add(begun)
        session.flush()
    if method is Method.QUESTIONS:
        return Begun(begun, questions={name: rules.questions[name] for name in begun.questions})
    channel, address = where[0]
    text = rules.code_text.format(code=code, minutes=rules.code_minutes)
    try:  # at once, and kept nowhere: the customer waits for it, and nobody else is to read it
        desk.sender.send(message(channel, address, text, {"verification": str(begun.id)}))
    except SendError as error:
        with writing(desk.database) as session:
            _end(session, session.get_one(Verification, begun.id), Verdict.FAILED, by, desk.now())
        raise UnreachableError(f"the code was not sent: {error}") from error
    return Begun(begun, sent_to=f"{channel} {masked_address(address)}")


def answer(
    desk: CustomerDesk, id: int, by: str, *, code: str | None = None, answers: Mapping[str, str] | None = None
) -> Verification:
    """What the customer says to it: the code, or all answers. It passes at most once.

    A wrong one is told by the verdict, never which part was wrong. Raises LockedError, ConflictError where it is not pending,
    RefusedError, NoSuchError.
    """
    now = desk.now()
    with Session(desk.database) as session:
        found = session.get(Verification, id)
        if found is None:
            raise NoSuchError(id, "verification")
        customer_id = found.customer_id
        given = None if code is None else _hash(code, found.salt or b"")
    with writing(desk.database) as session:
        customer = find(session, customer_id, to_change=True)  # whoever else answers waits here
        found = session.get_one(Verification, id)
        rules = desk.rules.verification
        _check_lock(session, customer.id, rules, now)
        if found.verdict is not Verdict.PENDING:
            raise ConflictError(f"verification {id} is {found.verdict}: begin another")
        if now >= found.expires_at or find_interaction(session, found.interaction_id).ended_at is not None:
            _end(session, found, Verdict.EXPIRED, by, now)
            return found
        if _right(found, customer, given, answers):
            _end(session, found, Verdict.PASSED, by, now)
            return found
        found.wrong += 1
        session.add(Wrong(customer_id=customer.id, verification_id=id, at=now, by=by))
        if found.wrong >= rules.attempts:
            _end(session, found, Verdict.FAILED, by, now)
        return found


def is_verified(
    session: Session, rules: VerificationRules, customer_id: str, interaction_id: int | None, at: datetime
) -> bool:
    """Whether this customer has shown who they are in this very interaction, which still goes on."""
    if interaction_id is None:
        return False
    query = select(Verification.ended_at).where(
        Verification.customer_id == customer_id,
        Verification.interaction_id == interaction_id,
        Verification.verdict == Verdict.PASSED,
    )
    passed = session.scalars(query.order_by(Verification.id.desc()).limit(1)).one_or_none()
    if passed is None or at >= passed + timedelta(minutes=rules.valid_minutes):
        return False
    return find_interaction(session, interaction_id).ended_at is None


def require(session: Session, rules: Rules, customer_id: str, interaction_id: int | None, at: datetime) -> None:
    """Raises NotVerifiedError."""
    if not is_verified(session, rules.verification, customer_id, interaction_id, at):
        raise NotVerifiedError(customer_id)


def show(
    session: Session, rules: Rules, customer: Customer, interaction_id: int | None, by: str, at: datetime, why: str
) -> Shown:
    """The record as it may be seen: whole in a verified interaction, which is written down; masked in any other."""
    open_ones = rules.open_characteristics
    if not is_verified(session, rules.verification, customer.id, interaction_id, at):
        return Shown(customer, masked(customer.body, open_ones), False)
    disclose(session, customer.id, interaction_id, by, at, hidden_fields(customer.body, open_ones), why)
    return Shown(customer, dict(customer.body), True)


def disclose(
    session: Session, customer_id: str, interaction_id: int | None, by: str, at: datetime, fields: list[str], why: str
) -> None:
    """Write down that personal data were shown."""
    session.add(
        Disclosure(customer_id=customer_id, interaction_id=interaction_id, at=at, by=by, fields=fields, why=why)
    )


def disclosures(session: Session, customer_id: str, limit: int = 200) -> list[Disclosure]:
    """What was shown of a customer, the newest first. Raises NoSuchError."""
    find(session, customer_id)
    query = select(Disclosure).where(Disclosure.customer_id == customer_id).order_by(Disclosure.id.desc()).limit(limit)
    return list(session.scalars(query))


def attempts_left(found: Verification, rules: VerificationRules) -> int:
    """How often a wrong answer may still be given to it."""
    return max(0, rules.attempts - found.wrong) if found.verdict is Verdict.PENDING else 0


def _check_lock(session: Session, customer_id: str, rules: VerificationRules, now: datetime) -> None:
    since = now - timedelta(minutes=rules.lock_minutes)
    query = select(func.count(), func.max(Wrong.at)).where(Wrong.customer_id == customer_id, Wrong.at > since)
    count, newest = session.execute(query).one()
    if count >= rules.lock_after:
        raise LockedError(newest + timedelta(minutes=rules.lock_minutes))


def _replace(session: Session, interaction_id: int, now: datetime) -> None:
    session.execute(
        update(Verification)
        .where(Verification.interaction_id == interaction_id, Verification.verdict == Verdict.PENDING)
        .values(verdict=Verdict.REPLACED, ended_at=now, hash=None, salt=None)
    )


def _end(session: Session, found: Verification, verdict: Verdict, by: str, now: datetime) -> None:
    found.verdict, found.ended_at, found.hash, found.salt = verdict, now, None, None
    told = {"method": found.method.value, "verdict": verdict.value}
    add_entry(session, find_interaction(session, found.interaction_id), "verified", by, now, body=told)


def _right(found: Verification, customer: Customer, given: bytes | None, answers: Mapping[str, str] | None) -> bool:
    """Whether the hash of the code is that, or all answers are right. Comparisons take the same time, and all are made."""
    if found.method is Method.CODE:
        if given is None:
            raise RefusedError("code", "is missing")
        return hmac.compare_digest(given, found.hash or b"")
    if answers is None or set(answers) != set(found.questions):
        raise RefusedError("answers", f"must answer {', '.join(found.questions)}")
    known = {name: _plain(_value(customer.body, name)) for name in found.questions}
    right = [hmac.compare_digest(_plain(answers[name]), value) for name, value in known.items()]
    return all(right) and all(known.values())  # what was forgotten meanwhile proves nothing


def _known(body: Mapping[str, Any], rules: VerificationRules) -> list[str]:
    return [name for name in rules.questions if _plain(_value(body, name))]


def _value(body: Mapping[str, Any], name: str) -> Any:
    """What the record holds under a name: a characteristic, or a part of an address."""
    found = characteristic(body, name)
    if found is not None:
        return found
    media = [medium.get("characteristic") or {} for medium in body.get("contactMedium") or []]
    return next((medium[name] for medium in media if medium.get(name)), None)


def _plain(value: Any) -> bytes:
    """Without what people write in different ways: case, spaces, punctuation; an amount with or without its cents."""
    if value is None:
        return b""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "".join(one for one in str(value).casefold() if one.isalnum()).encode()


def _hash(code: str, salt: bytes) -> bytes:
    """Slow on purpose: a code has few digits, and its hash would be found by trying them all."""
    return hashlib.scrypt(code.encode(), salt=salt, n=2**14, r=8, p=1, dklen=32)
