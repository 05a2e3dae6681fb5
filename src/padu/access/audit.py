"""Write the trail: a change or a look in the transaction it belongs to, a refusal after it in one of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from padu.access.actor import Actor
from padu.access.gate import scoped
from padu.access.models import AuditEntry
from padu.access.verbs import Verb
from padu.domain.regions import NATION


def _record(kind: str, actor: Actor, event: str, about: Iterable[tuple[str, str]], purpose: str) -> None:
    """about: place and subject of each line of the trail"""
    # Who writes a line need not be able to read it; ignore_conflicts keeps Django from asking for the row back.
    AuditEntry.unscoped.bulk_create(
        [
            AuditEntry(
                kind=kind,
                user_id=actor.user_id,
                region_code=region_code,
                event=event,
                subject=subject,
                purpose=purpose,
            )
            for region_code, subject in about
        ],
        ignore_conflicts=True,
    )


def record_look(actor: Actor, event: str, region_code: str, subject: str, purpose: str = "") -> None:
    """Note that somebody looked at a person's record; stands in the request's transaction."""
    _record(AuditEntry.Kind.LOOK, actor, event, [(region_code, subject)], purpose)


def record_list(actor: Actor, event: str, places: Iterable[str], first: str, purpose: str = "") -> None:
    """Note that a page of a list was read: one look for each village on it, that names were read and how many.

    places  village of each line; of a page without lines the look stands in `first`
    """
    read = Counter(places) or Counter({first: 0})
    _record(AuditEntry.Kind.LOOK, actor, event, [(code, f"list:{lines}") for code, lines in read.items()], purpose)


def record_change(actor: Actor, event: str, region_code: str, subject: str, purpose: str = "") -> None:
    """Note a change beside it, in its transaction."""
    _record(AuditEntry.Kind.CHANGE, actor, event, [(region_code, subject)], purpose)


def record_refusal(actor: Actor, event: str, subject: str = "") -> None:
    """Note a refused attempt in a transaction of its own, so that the attempt's rollback cannot erase it.

    It stands in the person's own place: who checks the trail there answers for the people there, and an attempt on a
    place elsewhere must not tell those there who tried.
    """
    own = actor.roots(Verb.FIGURE_READ)
    with scoped(actor):
        _record(AuditEntry.Kind.REFUSAL, actor, event, [(own[0] if own else NATION, subject[:80])], "")
