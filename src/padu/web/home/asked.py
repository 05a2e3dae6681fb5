"""What is asked of whom: each source of tasks beside the verb that makes it somebody's task."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.utils import timezone

from padu.access.actor import Actor
from padu.access.asked import asked_beside
from padu.access.verbs import ROLE_VERBS, Role, Verb
from padu.web.home import asked_of_families as families
from padu.web.home import asked_of_linkage as linkage
from padu.web.home import asked_of_people as people
from padu.web.home import asked_of_quality as quality
from padu.web.home import asked_of_teams as teams
from padu.web.home import asked_of_work as work
from padu.web.home.task import Asking, Post, Source, Task

# In the order of the page; what is late comes first all the same.
_SOURCES: tuple[tuple[Verb, Source], ...] = (
    (Verb.SITUATION_EDIT, work.own_situation),
    (Verb.PLAN_RUN, work.situations_not_sent),
    (Verb.PLAN_ANSWER, work.rows_to_answer),
    (Verb.SUPPLY_EDIT, work.offers_not_entered),
    (Verb.PLAN_RUN, work.answers_not_given),
    (Verb.PLAN_RUN, work.meeting_to_record),
    (Verb.FIGURE_IMPORT, work.files_to_store),
    (Verb.FAMILY_WRITE, families.drafts_to_finish),
    (Verb.FAMILY_WRITE, families.arrivals_to_answer),
    (Verb.FAMILY_WRITE, families.offers_without_answer),
    (Verb.FAMILY_WRITE, families.members_to_ask_about),
    (Verb.FAMILY_WRITE, families.families_to_ask_about),
    (Verb.FAMILY_MERGE, linkage.duplicates_to_review),
    (Verb.FAMILY_MERGE, linkage.rows_to_review),
    (Verb.SECTOR_SEND, linkage.lists_to_send),
    (Verb.REALISATION_REPORT, work.events_to_report),
    (Verb.MEETING_RECORD, work.two_meetings_a_year),
    (Verb.DECISION_CLOSE, work.decisions_late),
    (Verb.DECISION_VERIFY, work.decisions_to_verify),
    (Verb.FINDING_ANSWER, people.findings_to_answer),
    (Verb.FINDING_WRITE, people.findings_to_judge),
    (Verb.SUPPLY_EDIT, people.referred_families),
    (Verb.FIELD_EDIT, people.kampung_without_officer),
    (Verb.REGISTER_EDIT, people.formation_late),
    (Verb.PRIVACY_SERVE, people.privacy_clocks),
    (Verb.ACCOUNT_ADMIN, people.accounts_to_see_to),
    (Verb.FAMILY_WRITE, quality.issues_to_see_to),
    (Verb.TEAM_EDIT, teams.pokja_to_form),
    (Verb.TEAM_EDIT, teams.decrees_to_renew),
)


# Tasks of a role, where no verb makes them: who looks after villages reminds them.
_OF_ROLES: dict[Role, tuple[Source, ...]] = {
    Role.PLKB: (people.situations_to_remind,),
    Role.DISTRICT: (people.situations_to_remind, people.kampung_without_officer),
}


def asked_of(actor: Actor, post: Post, now: dt.datetime) -> Iterator[Task]:
    """Tasks of one post of the actor, by what its role may do."""
    asking = Asking(actor, post, timezone.localdate(now), now)
    for verb, source in _SOURCES:
        if verb in ROLE_VERBS[post.role]:
            yield from source(asking)
    for source in _OF_ROLES.get(post.role, ()):
        yield from source(asking)
    for one in asked_beside(actor, post.role, post.places, now):
        yield Task(one.text, one.url, one.late)
