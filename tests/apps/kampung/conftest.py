"""A kampung in Nagari Inderapura, the kinds of group, and a small paper."""

from __future__ import annotations

import pytest

from padu.access.documents import CleanDocument, document_clean
from padu.access.gate import scoped
from padu.apps.kampung.models import Kampung
from padu.apps.kampung.services.registering import KampungDetails, kampung_create
from padu.apps.programmes import official
from padu.apps.programmes.models import GroupKind
from tests.people import VILLAGE, People

PDF = b"%PDF-1.7\nSK pembentukan\n%%EOF"


@pytest.fixture
def kampung(people: People) -> Kampung:
    with scoped(people.tim_kab.actor):
        return kampung_create(
            actor=people.tim_kab.actor, region_code=VILLAGE, details=KampungDetails("Kampung KB Inderapura")
        )


@pytest.fixture
def kinds(db: None) -> None:
    GroupKind.objects.bulk_create(
        GroupKind(**kind._asdict(), order=number) for number, kind in enumerate(official.GROUP_KINDS)
    )


@pytest.fixture
def paper() -> CleanDocument:
    return document_clean("SK 12.pdf", PDF)
