"""Pairs across two villages: each sees its own side, both must agree, and a level above settles what they do not."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404

from padu.access.actor import system_actor
from padu.access.gate import scoped
from padu.access.models import AuditEntry
from padu.access.verbs import Role, Verb
from padu.apps.record_linkage.models import DuplicatePair, Merge
from padu.apps.record_linkage.services.forgetting import pairs_forget
from padu.apps.record_linkage.services.reviewing import AlreadyDecided, KeepMissing, pair_answer
from padu.apps.record_linkage.services.searching import pairs_search
from padu.apps.rumah_dataku.models import Person
from padu.domain.linkage.review import Answer, PairState
from tests.apps.record_linkage.rows import duty, make_family
from tests.apps.record_linkage.test_duplicates import (
    NIK_A,
    REASON,
    SITI,
    SITI_AGAIN,
    SignIn,
    answer_as,
    found,
    search_as,
    undo_as,
)
from tests.people import NEXT_VILLAGE, OTHER_VILLAGE, REGENCY, VILLAGE, People
from tests.people import make_person as make_account


def across() -> tuple[DuplicatePair, DuplicatePair]:
    """One NIK in two villages, as each of them sees it."""
    make_family(VILLAGE, "A", [{"name": "Rusli", "sex": 1, "born": "1980-01-09"}, SITI])
    other = {**SITI_AGAIN, "nik": NIK_A}
    make_family(NEXT_VILLAGE, "B", [{"name": "Budi Santoso", "sex": 1, "born": "1988-02-20"}, other])
    pairs_search(region_code=REGENCY)
    return found(VILLAGE)[0], found(NEXT_VILLAGE)[0]


def test_each_village_sees_its_own_side_and_initials_of_the_other(people: People) -> None:
    here, there = across()
    assert (here.other_region_code, here.other_initials, here.other_birth_year) == (NEXT_VILLAGE, "S.N.", 1990)
    assert (there.other_region_code, there.other_initials, there.other_birth_year) == (VILLAGE, "S.N.", 1990)
    assert here.other_family_id is None
    with scoped(people.pokja.actor):
        assert list(DuplicatePair.objects.values_list("pk", flat=True)) == [here.pk]
    for actor in (people.tim_kab.actor, people.petugas_opd.actor, people.pokja_luar.actor):
        with scoped(actor):
            assert not DuplicatePair.objects.exists()


def test_two_villages_must_agree(people: People) -> None:
    here, there = across()
    with pytest.raises(KeepMissing):
        answer_as(actor=people.pokja.actor, pair_id=here.pk, answer=Answer.SAME, reason=REASON, keep_code="13.99")
    said = answer_as(
        actor=people.pokja.actor, pair_id=here.pk, answer=Answer.SAME, reason=REASON, keep_code=NEXT_VILLAGE
    )
    assert said.state == PairState.WAITING
    assert (found(NEXT_VILLAGE)[0].other_answer, found(NEXT_VILLAGE)[0].reason) == ("same", "")
    answer_as(
        actor=people.pokja_tetangga.actor, pair_id=there.pk, answer=Answer.SAME, reason=REASON, keep_code=NEXT_VILLAGE
    )
    assert {pair.state for pair in (*found(VILLAGE), *found(NEXT_VILLAGE))} == {PairState.MERGED}
    with scoped(duty(VILLAGE)):
        gone = Person.objects.get(pk=here.own_id)
        merge = Merge.objects.get()
        assert (gone.active, merge.region_code, merge.kept_id) == (False, VILLAGE, there.own_id)
    with pytest.raises(AlreadyDecided):
        answer_as(actor=people.pokja.actor, pair_id=here.pk, answer=Answer.DIFFERENT, reason=REASON)
    undo_as(actor=people.pokja.actor, merge_id=merge.pk, reason="Ternyata kembar")
    with scoped(duty(VILLAGE)):
        assert Person.objects.get(pk=here.own_id).active
    assert {pair.state for pair in (*found(VILLAGE), *found(NEXT_VILLAGE))} == {PairState.OPEN}


def test_the_pages_say_who_is_waited_for_and_where_the_person_stays(people: People, client_of: SignIn) -> None:
    here, there = across()
    pokja, neighbour = client_of(people.pokja), client_of(people.pokja_tetangga)
    given = {"answer": "same", "keep_code": NEXT_VILLAGE, "reason": REASON}
    assert pokja.post(f"/data-ganda/{here.pk}/jawab/", given).status_code == 302
    own = pokja.get(f"/data-ganda/{here.pk}/").content.decode()
    assert "Desa Anda sudah menjawab" in own
    other = neighbour.get(f"/data-ganda/{there.pk}/").content.decode()
    assert "menunggu jawaban desa Anda" in other
    assert "menunggu jawaban desa Anda" in neighbour.get("/data-ganda/").content.decode()
    assert "<strong>Sama</strong>, tetap tercatat di " in other
    assert neighbour.post(f"/data-ganda/{there.pk}/jawab/", given).status_code == 302
    assert "Orang ini tetap tercatat di " in neighbour.get(f"/data-ganda/{there.pk}/").content.decode()
    assert "datanya dilepas di sini" in pokja.get(f"/data-ganda/{here.pk}/").content.decode()


def test_villages_that_disagree_change_nothing_until_the_level_above_decides(people: People) -> None:
    here, there = across()
    answer_as(actor=people.pokja.actor, pair_id=here.pk, answer=Answer.SAME, reason=REASON, keep_code=VILLAGE)
    answer_as(actor=people.pokja_tetangga.actor, pair_id=there.pk, answer=Answer.DIFFERENT, reason=REASON)
    assert {pair.state for pair in (*found(VILLAGE), *found(NEXT_VILLAGE))} == {PairState.DISPUTED}
    with scoped(duty(VILLAGE)):
        assert Person.objects.get(pk=here.own_id).active
    penyuluh = make_account("penyuluh", Role.PLKB, "13.01.01").actor
    answer_as(actor=penyuluh, pair_id=here.pk, answer=Answer.SAME, reason=REASON, keep_code=VILLAGE)
    assert {pair.state for pair in (*found(VILLAGE), *found(NEXT_VILLAGE))} == {PairState.MERGED}
    with scoped(duty(NEXT_VILLAGE)):
        assert not Person.objects.get(pk=there.own_id).active


def test_who_may_not(people: People) -> None:
    here, _ = across()
    kader = make_account("kader", Role.KADER, VILLAGE).actor
    for actor, refusal in (
        (kader, PermissionDenied),
        (people.pokja_tetangga.actor, Http404),
        (people.tim_kab.actor, Http404),
    ):
        with pytest.raises(refusal):
            answer_as(actor=actor, pair_id=here.pk, answer=Answer.DIFFERENT, reason=REASON)
    with pytest.raises(PermissionDenied):
        search_as(actor=kader, region_code=VILLAGE)
    with pytest.raises(Http404):
        search_as(actor=people.pokja.actor, region_code=OTHER_VILLAGE)


def test_a_person_alone_in_another_village_does_not_take_a_whole_family_along(places: None) -> None:
    """Alone there, one of two here: across villages that is a pair of persons, else the husband would go too."""
    make_family(VILLAGE, "A", [SITI, {"name": "Rusli", "sex": 1, "born": "1980-01-09"}])
    make_family(NEXT_VILLAGE, "B", [{**SITI_AGAIN, "relation": 1, "nik": NIK_A}])
    pairs_search(region_code=REGENCY)
    assert [pair.kind for pair in (*found(VILLAGE), *found(NEXT_VILLAGE))] == ["person", "person"]


def test_pairs_go_with_the_identity_of_a_family(people: People) -> None:
    here, there = across()
    assert pairs_forget(family_ids=[here.own_family_id]) == 2
    assert found(VILLAGE) == found(NEXT_VILLAGE) == []
    assert there.other_initials == "S.N."


def test_an_answer_that_cannot_be_settled_stores_nothing(people: People, client_of: SignIn) -> None:
    """The page that tells of the refusal is stored as well: nothing of the answer may be stored with it."""
    here, there = across()
    answer_as(actor=people.pokja.actor, pair_id=here.pk, answer=Answer.SAME, reason=REASON, keep_code=NEXT_VILLAGE)
    with scoped(duty(VILLAGE)):
        Person.objects.filter(pk=here.own_id).update(active=False)
    said = {"answer": "same", "keep_code": NEXT_VILLAGE, "reason": REASON}
    answer = client_of(people.pokja_tetangga).post(f"/data-ganda/{there.pk}/jawab/", said)
    assert answer.status_code == 422
    here, there = found(VILLAGE)[0], found(NEXT_VILLAGE)[0]
    assert (there.answer, there.reason, there.state) == ("", "", PairState.WAITING)
    assert (here.other_answer, here.state) == ("", PairState.WAITING)


def test_answers_of_two_villages_to_one_pair_wait_for_each_other(people: People) -> None:
    """Each would lock its own row and wait for the other's: one lock for the pair comes first."""
    here, _ = across()
    with scoped(people.pokja.actor), connection.cursor() as cursor:
        pair_answer(actor=people.pokja.actor, pair_id=here.pk, answer=Answer.DIFFERENT, reason=REASON)
        name = f"pair:person:{here.left_id}:{here.right_id}"
        cursor.execute(
            "select count(*) from pg_locks where locktype = 'advisory' and pid = pg_backend_pid() and granted"
            " and objid = (hashtextextended(%s, 0) & 4294967295)::oid",
            [name],
        )
        assert cursor.fetchone() == (1,)


def test_an_answer_after_one_from_above_is_the_own_villages_alone(people: People) -> None:
    here, _ = across()
    penyuluh = make_account("penyuluh", Role.PLKB, "13.01.01").actor
    answer_as(actor=penyuluh, pair_id=here.pk, answer=Answer.UNSURE, reason=REASON)
    answer_as(actor=people.pokja.actor, pair_id=here.pk, answer=Answer.DIFFERENT, reason=REASON)
    here, there = found(VILLAGE)[0], found(NEXT_VILLAGE)[0]
    assert (here.answer, here.answered_by, here.decided_above) == ("different", people.pokja.actor.user_id, False)
    assert (there.answer, there.answered_by, there.other_answer) == ("unsure", penyuluh.user_id, "different")


def test_a_list_over_two_villages_is_a_look_in_both(people: People, client_of: SignIn) -> None:
    """Whoever checks the trail of the second village must find it there."""
    across()
    penyuluh = make_account("penyuluh", Role.PLKB, "13.01.01")
    client_of(penyuluh).get("/data-ganda/?keadaan=semua")
    client_of(penyuluh).get("/data-ganda/daftar.xlsx?keadaan=semua")
    with scoped(system_actor("00", *Verb)):
        looks = AuditEntry.objects.filter(event__in=("duplicates.list", "duplicates.file"))
        told = sorted(looks.values_list("event", "region_code", "subject"))
    events, villages = ("duplicates.file", "duplicates.list"), (VILLAGE, NEXT_VILLAGE)
    assert told == [(event, village, "list:1") for event in events for village in villages]
