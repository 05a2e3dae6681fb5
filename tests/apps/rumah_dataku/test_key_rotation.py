"""Keys are changed while the site runs: found meanwhile, unique, resumed after a break, nothing of the old left."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from padu.access.actor import system_actor
from padu.access.gate import scoped
from padu.access.sealed import sealed_renew
from padu.access.verbs import Verb
from padu.apps.rumah_dataku.models import Family, Household, ImportIssue, KeptFile, Person
from padu.apps.rumah_dataku.services import number_rotation
from padu.apps.rumah_dataku.services.issues import open_issue
from padu.apps.rumah_dataku.services.kept_files import clear_chunks
from padu.apps.rumah_dataku.services.key_uses import key_uses
from padu.apps.rumah_dataku.services.looking import families_find
from padu.apps.rumah_dataku.services.number_rotation import numbers_renew, numbers_waiting, places_renew
from padu.apps.rumah_dataku.services.numbers import open_kk, open_nik, seal_nik
from padu.settings.key_rotation import KeyInUse, LiveKeyring, add_key_pair, drop_keys, old_keys
from padu.settings.keys import UnknownKeyError
from tests.apps.rumah_dataku.files import FAMILY, HEAD, VILLAGE, check, families_file, store
from tests.people import NEXT_VILLAGE

pytestmark = pytest.mark.django_db
NIK, KK = HEAD["NIK"], FAMILY["No. KK"]
WORKER = system_actor("00", Verb.FAMILY_READ, Verb.FAMILY_WRITE, Verb.FIGURE_IMPORT)


@pytest.fixture
def ring(tmp_path, settings):
    settings.KEYRING = LiveKeyring(tmp_path / "keys.json")
    return settings.KEYRING


@pytest.fixture
def stored(ring, people):
    store(people.pokja.actor, families_file())
    return people.pokja.actor


def many(count: int) -> None:
    """Members with numbers of their own in the village's only family."""
    with scoped(WORKER):
        family = Family.objects.get()
        rows = []
        for number in range(count):
            nik = seal_nik(f"13010101019{number:05d}")
            rows.append(
                Person(
                    region_code=VILLAGE, family=family, line=100 + number, name=f"Anggota {number}",
                    nik_key_id=nik.key_id, nik_ciphertext=nik.ciphertext, nik_hash=nik.hash, nik_first4=nik.first4,
                )
            )  # fmt: skip
        Person.objects.bulk_create(rows, batch_size=2000)


def found(actor, number: str) -> list[str]:
    with scoped(actor):
        return [family.head_name for family in families_find(actor=actor, region_code=VILLAGE, number=number)]


def test_a_running_process_takes_up_a_new_key_by_itself(ring):
    before = ring.encryption.current
    key_id, sealed = ring.encrypt(b"x", b"uji")
    encryption, hashing = add_key_pair(ring.path)
    assert (ring.encryption.current, ring.hash_key_id) == (encryption, hashing)
    assert ring.decrypt(key_id, sealed, b"uji") == b"x"
    assert before in old_keys(ring)
    assert ring.path.stat().st_mode & 0o777 == 0o600


def test_a_current_key_cannot_be_dropped_and_an_old_one_can(ring):
    old, sealed = ring.encrypt(b"x", b"uji")
    with pytest.raises(KeyInUse):
        drop_keys(ring.path, frozenset({old}))
    add_key_pair(ring.path)
    with pytest.raises(UnknownKeyError):
        drop_keys(ring.path, frozenset({"e00000000"}))
    drop_keys(ring.path, old_keys(ring))
    with pytest.raises(UnknownKeyError):
        ring.decrypt(old, sealed, b"uji")


def test_numbers_are_found_before_while_and_after(stored, ring):
    assert found(stored, NIK) == found(stored, KK) == ["Siti Aminah"]
    add_key_pair(ring.path)
    assert found(stored, NIK) == found(stored, KK) == ["Siti Aminah"]
    numbers_renew()
    assert found(stored, NIK) == found(stored, KK) == ["Siti Aminah"]
    drop_keys(ring.path, old_keys(ring))
    assert found(stored, NIK) == found(stored, KK) == ["Siti Aminah"]


def test_ten_thousand_numbers_survive_a_break_between_batches(stored, ring):
    many(10_000)
    add_key_pair(ring.path)
    waiting = numbers_waiting()
    assert waiting == 10_003  # two members and a card beside them

    def breaks(done: int, total: int) -> None:
        assert total == waiting
        if done > 4_000:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        numbers_renew(breaks)
    left = numbers_waiting()
    assert left > 0
    assert found(stored, "1301010101900001") == found(stored, "1301010101909999") == ["Siti Aminah"]
    done = numbers_renew()
    assert numbers_waiting() == 0
    # The change of each row left an old one behind; that of the card came before the break.
    assert done.old_rows == 10_002
    with scoped(WORKER):
        assert {open_nik(p) for p in Person.objects.filter(line__gte=100)} == {
            f"13010101019{number:05d}" for number in range(10_000)
        }
        assert open_kk(Household.objects.get()) == KK
    assert numbers_renew() == number_rotation.Renewed(0, 0)


def test_the_same_file_sent_again_while_keys_change_makes_nobody_twice(stored, ring):
    add_key_pair(ring.path)
    # An empty column more: the same families in other bytes, for the same bytes are known as the same file.
    run = check(stored, families_file([{"Alamat": ""}]), "lagi.xlsx")
    assert (run.counts["families_same"], run.counts["families_new"], run.counts["persons_new"]) == (1, 0, 0)
    store(stored, families_file([{"Alamat": "Jalan Baru"}]), "baru.xlsx")
    with scoped(WORKER):
        assert (Family.objects.count(), Person.objects.count(), Household.objects.count()) == (1, 2, 1)
        assert set(Person.objects.values_list("nik_key_id", flat=True)) == {ring.encryption.current}


def test_a_number_taken_under_an_old_key_is_still_taken(stored, ring):
    add_key_pair(ring.path)
    other = families_file([{"No. keluarga": "K-9", "No. KK": ""}], [{"No. keluarga": "K-9"}])
    run = check(stored, other, "ganda.xlsx")
    assert run.counts["persons_bad"] == 1


def test_a_village_with_nothing_to_renew_is_seen_without_reading_its_numbers(stored, ring, monkeypatch):
    with scoped(WORKER), CaptureQueriesContext(connection) as asked:
        assert places_renew([VILLAGE]) == 0
        statements = [one["sql"] for one in asked if "rumah_dataku_" in one["sql"]]
    assert len(statements) == 2
    assert not any("for update" in sql for sql in statements)
    for _ in range(4):  # a new key's name comes before or after the old one's
        add_key_pair(ring.path)
        with scoped(WORKER):
            # Renewed in part, the village still holds old ones: one of two members here, and the card.
            monkeypatch.setattr(number_rotation, "BATCH", 1)
            assert number_rotation._rows_batch(number_rotation.TABLES[1], [VILLAGE]) == 1
            assert (places_renew([NEXT_VILLAGE]), places_renew([VILLAGE])) == (0, 2)
        assert numbers_waiting_in_rows() == 0


def numbers_waiting_in_rows() -> int:
    with scoped(WORKER):
        current = number_rotation._current()
        people = Person.objects.exclude(nik_key_id=current).filter(nik_ciphertext__isnull=False)
        return people.count() + Household.objects.exclude(kk_key_id=current).count()


def test_unique_within_the_village_after_a_rotation(stored, ring):
    add_key_pair(ring.path)
    numbers_renew()
    with scoped(WORKER):
        family, nik = Family.objects.get(), seal_nik(NIK)
        with pytest.raises(IntegrityError), transaction.atomic():
            Person.objects.create(
                region_code=VILLAGE, family=family, line=9, name="Kembar", nik_key_id=nik.key_id,
                nik_ciphertext=nik.ciphertext, nik_hash=nik.hash,
            )  # fmt: skip


def test_kept_files_and_issues_come_under_the_new_key(ring, people):
    content = families_file(persons=[{"NIK": "13010145"}])
    check(people.pokja.actor, content)
    add_key_pair(ring.path)
    done = sealed_renew()
    assert done["rumah_dataku_keptfile"] == 1
    assert done["rumah_dataku_importissue"] > 0
    drop_keys(ring.path, old_keys(ring))
    with scoped(WORKER):
        kept = KeptFile.objects.get()
        assert b"".join(clear_chunks(kept.path, kept.key_id)) == content
        assert all(open_issue(row).row > 0 for row in ImportIssue.objects.all())
    assert not sealed_renew().total()


def test_the_uses_of_a_key_name_tables_and_history(stored, ring):
    old = ring.encryption.current
    assert key_uses()[old]["rumah_dataku_person"] == 2
    add_key_pair(ring.path)
    numbers_renew()
    sealed_renew()
    uses = key_uses()
    assert old not in uses
    assert uses[ring.encryption.current]["rumah_dataku_person_history"] == 2


def test_only_the_system_renews_history_and_only_numbers(stored, ring):
    for actor, table in ((stored, "rumah_dataku_person_history"), (WORKER, "rumah_dataku_family_history")):
        with (
            scoped(actor),
            pytest.raises(DatabaseError, match=r"system only|no table of numbers"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute("select padu_renew_history(%s, 1, 'nik', 'k', %s, %s)", [table, b"x", b"y"])
