"""What this app shows on a family's page: pairs that wait, merges, and links to lists of other sectors."""

from __future__ import annotations

from django.db.models import Q

from padu.access.actor import Actor
from padu.access.verbs import Verb
from padu.apps.record_linkage.models import DuplicatePair
from padu.apps.record_linkage.selectors.lists import links_of_family
from padu.apps.record_linkage.selectors.pairs import merges_of_family, titles_of
from padu.apps.record_linkage.words import score_words
from padu.apps.rumah_dataku.models import Family
from padu.apps.rumah_dataku.panels import FamilyPanel
from padu.domain.linkage.review import TO_DO


def duplicates_panel(actor: Actor, family: Family) -> FamilyPanel | None:
    """Pairs of this family that nobody has decided; only for who may."""
    if not actor.may(Verb.FAMILY_MERGE, family.region_code):
        return None
    rows = list(
        DuplicatePair.objects.filter(
            Q(own_family_id=family.pk) | Q(other_family_id=family.pk), region_code=family.region_code, state__in=TO_DO
        ).order_by("-score", "pk")[:10]
    )
    titles = titles_of(rows)
    lines = [(row.pk, " / ".join(titles[row.pk]), score_words(row)) for row in rows]
    return FamilyPanel("ganda", "Mungkin tercatat dua kali", "record_linkage/_panel.html", lines) if rows else None


def merges_panel(actor: Actor, family: Family) -> FamilyPanel | None:
    """What was merged into this family, or this family into which; only for who may take it back."""
    if not actor.may(Verb.FAMILY_MERGE, family.region_code):
        return None
    lines = merges_of_family(family)
    return FamilyPanel("penyatuan", "Penyatuan data ganda", "record_linkage/_merges.html", lines) if lines else None


def links_panel(actor: Actor, family: Family) -> FamilyPanel | None:  # noqa: ARG001 - for all who may see the family
    """Which sectors' lists name members of this family: source, day and state of the documents, nothing else."""
    lines = links_of_family(family.pk)
    return FamilyPanel("sektor", "Ada di daftar sektor", "record_linkage/_links.html", lines) if lines else None
