"""What a closed case teaches: a past case in the knowledge base, without a name or a number, that the next search finds."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge import KnowledgeBase, Resolution
from t2r.cases.codes import Codes
from t2r.cases.listing import trace
from t2r.cases.status import Status
from t2r.cases.tables import Case, Kind
from t2r.cases.workbench import Workbench
from t2r.database import writing
from t2r.flows import Flows


def learn(bench: Workbench, knowledge: KnowledgeBase, most: int = 100) -> list[str]:
    """Put closed cases that others can learn from, at most so many, into the base; the ids of what was put there.

    A process that is killed in between puts them there again, which changes nothing.
    """
    with Session(bench.database) as session:
        cases = _unlearned(session, bench.codes, most)
        numbers = [case.id for case in cases]
        lessons = [
            lesson(session, case, bench.codes, bench.flows, _product(case, bench.flows, knowledge)) for case in cases
        ]
    if lessons:
        knowledge.add(lessons)
        with writing(bench.database) as session:
            for case in session.scalars(select(Case).where(Case.id.in_(numbers))):
                case.learned = True
    return [each.id for each in lessons]


def lesson(session: Session, case: Case, codes: Codes, flows: Flows, product: str) -> Resolution:
    """The case as others read it: the words, what was found, what was done, how it ended."""
    events = trace(session, case.id)
    actions = flows.vocabulary.actions
    done = [one.name for one in events if one.what == "action" and str(one.body.get("value", "")).startswith("done")]
    found: list[str] = next((one.body["evidence"] for one in reversed(events) if one.what == "outcome"), [])
    return Resolution(
        id=f"case-{case.id}",
        version=2 if case.came_back else 1,
        symptom=case.words,
        context="\n".join(f"- {line}" for line in found),
        cause_code=case.cause or "",
        steps=tuple(actions[name].title if name in actions else name for name in dict.fromkeys(done)),
        outcome=". ".join(filter(None, [codes.resolutions[case.resolution or ""], case.resolution_note])),
        reopened_within_7_days=case.came_back or None,
        closed_at=case.closed_at,
        product=product,
    )


def _unlearned(session: Session, codes: Codes, most: int) -> list[Case]:
    query = (
        select(Case)
        .where(Case.learned.is_(False), Case.status == Status.CLOSED, Case.kind == Kind.CUSTOMER)
        .where(Case.resolution.in_(codes.teach))
        .order_by(Case.id)
        .limit(most)
    )
    return list(session.scalars(query))


def _product(case: Case, flows: Flows, knowledge: KnowledgeBase) -> str:
    """That of the first article of the case's flow which the base has."""
    flow = flows.get(case.flow or "")
    articles = (knowledge.get(id) for id in flow.articles) if flow else ()
    return next((article.product for article in articles if article is not None), "any")
