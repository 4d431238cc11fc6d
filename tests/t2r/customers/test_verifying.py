"""Who a customer is must be shown in the interaction itself, and no way round it leads to personal data."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from t2r.cases.errors import ConflictError, NoSuchError, RefusedError
from t2r.cases.interactions import end_interaction
from t2r.customers import keeping, verifying
from t2r.customers.desk import CustomerDesk
from t2r.customers.errors import LockedError, NotVerifiedError, UnreachableError
from t2r.customers.tables import Customer, Method, Verdict, Verification
from t2r.database import writing

from .conftest import ASHA, LINE, Clock, Recorder

Contact = Callable[[], int]


def sent_code(recorder: Recorder) -> str:
    found = re.search(r"\d{6}", recorder.messages[-1].text)
    assert found
    return found[0]


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"


def verify(desk: CustomerDesk, recorder: Recorder, customer: str, interaction: int) -> Verification:
    begun = verifying.begin(desk, customer, interaction, Method.CODE, "ravi")
    return verifying.answer(desk, begun.verification.id, "ravi", code=sent_code(recorder))


def sees(desk: CustomerDesk, customer: Customer, interaction: int | None) -> bool:
    with writing(desk.database) as session:
        row = keeping.find(session, customer.id)
        shown = verifying.show(session, desk.rules, row, interaction, "ravi", desk.now(), "")
        assert shown.verified == ("Asha Rao" in str(shown.body))
        return shown.verified


def test_a_code_opens_the_record_in_its_interaction(
    desk: CustomerDesk, asha: Customer, contact: Contact, recorder: Recorder
) -> None:
    one = contact()
    assert not sees(desk, asha, one)
    begun = verifying.begin(desk, asha.id, one, Method.CODE, "ravi")
    assert begun.sent_to == "SMS ••••0001"
    assert recorder.messages[-1].address == f"+{LINE}"
    assert verifying.answer(desk, begun.verification.id, "ravi", code=sent_code(recorder)).verdict is Verdict.PASSED
    assert sees(desk, asha, one)


def test_each_disclosure_is_written_down(
    desk: CustomerDesk, asha: Customer, contact: Contact, recorder: Recorder
) -> None:
    one = contact()
    sees(desk, asha, one)
    verify(desk, recorder, asha.id, one)
    sees(desk, asha, one)
    with Session(desk.database) as session:
        (told,) = verifying.disclosures(session, asha.id)
    assert (told.by, told.interaction_id) == ("ravi", one)
    assert told.fields == ["characteristic", "contactMedium", "engagedParty", "name"]


def test_the_verification_of_another_interaction_opens_nothing(
    desk: CustomerDesk, asha: Customer, contact: Contact, recorder: Recorder
) -> None:
    one, other = contact(), contact()
    verify(desk, recorder, asha.id, one)
    assert not sees(desk, asha, other)
    assert not sees(desk, asha, None)


def test_the_verification_of_another_customer_opens_nothing(
    desk: CustomerDesk, asha: Customer, contact: Contact, recorder: Recorder
) -> None:
    ravi, _ = keeping.create(desk, ASHA | {"name": "Ravi", "engagedParty": {"id": "P-2"}}, "crm")
    one = contact()
    verify(desk, recorder, ravi.id, one)
    assert not sees(desk, asha, one)


def test_a_code_passes_once(desk: CustomerDesk, asha: Customer, contact: Contact, recorder: Recorder) -> None:
    passed = verify(desk, recorder, asha.id, contact())
    code = sent_code(recorder)
    with pytest.raises(ConflictError, match="is passed"):
        verifying.answer(desk, passed.id, "ravi", code=code)
    other = verifying.begin(desk, asha.id, contact(), Method.CODE, "ravi")
    if code != sent_code(recorder):
        assert verifying.answer(desk, other.verification.id, "ravi", code=code).verdict is Verdict.PENDING


def test_an_earlier_code_of_the_interaction_is_worth_nothing(
    desk: CustomerDesk, asha: Customer, contact: Contact, recorder: Recorder
) -> None:
    one = contact()
    first = verifying.begin(desk, asha.id, one, Method.CODE, "ravi").verification.id
    code = sent_code(recorder)
    verifying.begin(desk, asha.id, one, Method.CODE, "ravi")
    with pytest.raises(ConflictError, match="is replaced"):
        verifying.answer(desk, first, "ravi", code=code)


def test_a_code_that_is_too_old_opens_nothing(
    desk: CustomerDesk, asha: Customer, contact: Contact, recorder: Recorder, clock: Clock
) -> None:
    one = contact()
    begun = verifying.begin(desk, asha.id, one, Method.CODE, "ravi").verification.id
    clock.later(minutes=5)
    assert verifying.answer(desk, begun, "ravi", code=sent_code(recorder)).verdict is Verdict.EXPIRED
    assert not sees(desk, asha, one)


def test_trying_codes_ends_after_three_and_the_right_one_comes_too_late(
    desk: CustomerDesk, asha: Customer, contact: Contact, recorder: Recorder
) -> None:
    one = contact()
    begun = verifying.begin(desk, asha.id, one, Method.CODE, "ravi").verification.id
    code = sent_code(recorder)
    verdicts = [verifying.answer(desk, begun, "ravi", code=wrong(code)).verdict for _ in range(3)]
    assert verdicts == [Verdict.PENDING, Verdict.PENDING, Verdict.FAILED]
    with pytest.raises(ConflictError, match="is failed"):
        verifying.answer(desk, begun, "ravi", code=code)
    assert not sees(desk, asha, one)


def test_new_interactions_give_no_more_attempts(
    desk: CustomerDesk, asha: Customer, contact: Contact, recorder: Recorder, clock: Clock
) -> None:
    """Five wrong codes lock the customer for everybody, also for the right code, until the time is over."""
    tried: list[int] = []

    def try_on() -> None:
        for _ in range(20):
            tried.append(verifying.begin(desk, asha.id, contact(), Method.CODE, "ravi").verification.id)
            verifying.answer(desk, tried[-1], "ravi", code=wrong(sent_code(recorder)))

    with pytest.raises(LockedError):
        try_on()
    assert len(tried) == desk.rules.verification.lock_after
    with pytest.raises(LockedError):
        verifying.begin(desk, asha.id, contact(), Method.QUESTIONS, "ravi")
    with pytest.raises(LockedError):
        verifying.answer(desk, tried[-1], "ravi", code=sent_code(recorder))
    clock.later(minutes=30)
    assert verify(desk, recorder, asha.id, contact()).verdict is Verdict.PASSED


def test_a_verified_interaction_closes_with_its_time_and_its_end(
    desk: CustomerDesk, asha: Customer, contact: Contact, recorder: Recorder, clock: Clock
) -> None:
    one, other = contact(), contact()
    verify(desk, recorder, asha.id, one)
    verify(desk, recorder, asha.id, other)
    with writing(desk.database) as session:
        end_interaction(session, other, "", clock.now)
    assert (sees(desk, asha, one), sees(desk, asha, other)) == (True, False)
    clock.later(minutes=30)
    assert not sees(desk, asha, one)
    with pytest.raises(ConflictError, match="is over"):
        verifying.begin(desk, asha.id, other, Method.CODE, "ravi")


def test_no_code_is_kept(desk: CustomerDesk, asha: Customer, contact: Contact, recorder: Recorder) -> None:
    begun = verifying.begin(desk, asha.id, contact(), Method.CODE, "ravi").verification
    code = sent_code(recorder)
    with Session(desk.database) as session:
        kept = session.scalars(select(Verification)).one()
        assert kept.hash
        assert kept.salt
        assert code.encode() not in kept.hash
    passed = verifying.answer(desk, begun.id, "ravi", code=code)
    assert (passed.hash, passed.salt) == (None, None)


@pytest.mark.parametrize(
    ("given", "verdict"),
    [
        ({"dateOfBirth": "1990-02-28", "postCode": "380001"}, Verdict.PASSED),
        ({"dateOfBirth": "1990 02 28", "postCode": "380 001"}, Verdict.PASSED),
        ({"dateOfBirth": "1990-02-28", "postCode": "380002"}, Verdict.PENDING),
        ({"dateOfBirth": "", "postCode": ""}, Verdict.PENDING),
    ],
)
def test_all_questions_must_be_answered_rightly(
    desk: CustomerDesk, asha: Customer, contact: Contact, given: dict[str, str], verdict: Verdict
) -> None:
    one = contact()
    begun = verifying.begin(desk, asha.id, one, Method.QUESTIONS, "ravi")
    assert begun.questions
    assert set(begun.questions) == {"dateOfBirth", "postCode"}
    assert verifying.answer(desk, begun.verification.id, "ravi", answers=given).verdict is verdict
    assert sees(desk, asha, one) == (verdict is Verdict.PASSED)


def test_what_was_forgotten_meanwhile_proves_nothing(desk: CustomerDesk, asha: Customer, contact: Contact) -> None:
    begun = verifying.begin(desk, asha.id, contact(), Method.QUESTIONS, "ravi").verification.id
    keeping.change(desk, asha.id, {"characteristic": [], "contactMedium": None}, "crm", "")
    nothing = {"dateOfBirth": "", "postCode": ""}
    assert verifying.answer(desk, begun, "ravi", answers=nothing).verdict is Verdict.PENDING


def test_some_questions_are_not_all(desk: CustomerDesk, asha: Customer, contact: Contact) -> None:
    begun = verifying.begin(desk, asha.id, contact(), Method.QUESTIONS, "ravi").verification.id
    with pytest.raises(RefusedError, match="must answer dateOfBirth, postCode"):
        verifying.answer(desk, begun, "ravi", answers={"dateOfBirth": "1990-02-28"})
    with pytest.raises(RefusedError):
        verifying.answer(desk, begun, "ravi", code="123456")


def test_of_whom_nothing_is_known_nobody_is_verified(desk: CustomerDesk, contact: Contact) -> None:
    bare = {"name": "Mina", "engagedParty": {"id": "P-3"}}
    mina, _ = keeping.create(desk, bare, "crm")
    for method in Method:
        with pytest.raises(ConflictError, match="known to"):
            verifying.begin(desk, mina.id, contact(), method, "ravi")


def test_a_code_that_could_not_be_sent_is_told(
    desk: CustomerDesk, asha: Customer, contact: Contact, recorder: Recorder
) -> None:
    recorder.works = False
    with pytest.raises(UnreachableError):
        verifying.begin(desk, asha.id, contact(), Method.CODE, "ravi")
    with Session(desk.database) as session:
        assert session.scalars(select(Verification.verdict)).one() is Verdict.FAILED


def test_what_is_not_there_is_named(desk: CustomerDesk, asha: Customer) -> None:
    with pytest.raises(NoSuchError, match="no interaction 404"):
        verifying.begin(desk, asha.id, 404, Method.CODE, "ravi")
    with pytest.raises(NoSuchError, match="no verification 404"):
        verifying.answer(desk, 404, "ravi", code="123456")
    with Session(desk.database) as session, pytest.raises(NotVerifiedError):
        verifying.require(session, desk.rules, asha.id, None, desk.now())


def test_many_at_once_have_no_more_attempts_than_one(
    desk: CustomerDesk, asha: Customer, contact: Contact, recorder: Recorder
) -> None:
    begun = verifying.begin(desk, asha.id, contact(), Method.CODE, "ravi").verification.id
    code, verdicts = sent_code(recorder), []

    def guess() -> None:
        try:
            verdicts.append(verifying.answer(desk, begun, "eve", code=wrong(code)).verdict)
        except ConflictError:
            verdicts.append(Verdict.EXPIRED)  # it came too late

    threads = [threading.Thread(target=guess) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(verdicts) == sorted([Verdict.PENDING] * 2 + [Verdict.FAILED] + [Verdict.EXPIRED] * 5)
    with Session(desk.database) as session:
        assert session.get_one(Verification, begun).wrong == desk.rules.verification.attempts
