"""The people's room: list, filters, invitations, hats, links and off-boarding, within the administrator's range."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from padu.access.actor import Hat, system_actor
from padu.access.gate import scoped
from padu.access.verbs import Role, Verb
from padu.apps.accounts import people as people_reading
from padu.apps.accounts.actors import NoSuchUser, load_actor_by_id, load_actor_by_username
from padu.apps.accounts.models import Invitation
from padu.apps.coordination.models import Finding
from padu.apps.institutions.models import FieldWorker, Territory
from padu.apps.privacy.models import DataRequest
from padu.apps.rumah_dataku.models import Family
from tests.factories import SYSTEM, give_hat, make_user
from tests.people import OTHER_VILLAGE, REGENCY, VILLAGE, People, Person, make_person

GOOD = "empat kata yang panjang"
ClientOf = Callable[[Person], Client]


@pytest.fixture
def team(people: People, client_of: ClientOf) -> Client:
    return client_of(people.tim_kab)


def names(client: Client, query: str = "") -> list[str]:
    return [row.cells[1] for row in client.get(f"/orang/{query}").context["table"].rows]


def test_people_of_the_range_stand_with_their_roles(team: Client) -> None:
    assert names(team) == ["petugas_opd", "petugas_opd_lain", "pokja", "pokja_tetangga", "tim_kab", "tim_kab_kedua"]
    text = team.get("/orang/").content.decode()
    assert "Pokja kampung · Nagari Inderapura" in text
    assert "Petugas OPD · Kabupaten Pesisir Selatan · Kesehatan" in text


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?peran=kampung", ["pokja", "pokja_tetangga"]),
        ("?wilayah=13.01.01.2002", ["pokja_tetangga"]),
        ("?wilayah=13.02", ["petugas_opd", "petugas_opd_lain", "pokja", "pokja_tetangga", "tim_kab", "tim_kab_kedua"]),
        ("?cari=Kab+Kedua", ["tim_kab_kedua"]),
        ("?cari=pok", ["pokja", "pokja_tetangga"]),
        ("?keadaan=tanpa", ["baru"]),
        ("?keadaan=tutup", ["mantan"]),
        ("?sesudah=pokja_tetangga", ["tim_kab", "tim_kab_kedua"]),
    ],
)
def test_filters(team: Client, query: str, expected: list[str]) -> None:
    if "tanpa" in query:
        make_user("baru", VILLAGE)
    make_user("mantan", VILLAGE, is_active=False)
    assert names(team, query) == expected


def test_pages_follow_each_other_without_gap(team: Client) -> None:
    for number in range(60):
        make_user(f"warga{number:02}", VILLAGE)
    first = team.get("/orang/?cari=warga")
    table = first.context["table"]
    assert len(table.rows) == 50
    second = team.get(table.pager.next_url).context["table"]
    seen = [row.cells[1] for row in [*table.rows, *second.rows]]
    assert seen == [f"warga{number:02}" for number in range(60)]


@pytest.fixture
def nation(people: People, client_of: ClientOf) -> Client:
    return client_of(make_person("pusat", Role.NATION, "00"))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?keadaan=tanpa", ["baru"]),
        ("?peran=kampung", ["pokja", "pokja_luar", "pokja_tetangga"]),
        ("?peran=kampung&wilayah=13.01.01.2001", ["pokja"]),
        ("?keadaan=tanpa&wilayah=13.02", []),
    ],
)
def test_the_nation_asks_in_another_shape_and_is_answered_alike(
    nation: Client, query: str, expected: list[str]
) -> None:
    make_user("baru", VILLAGE)
    ended = make_user("selesai", VILLAGE)
    give_hat(ended, Role.KADER, VILLAGE)
    assert names(nation, query) == expected


def test_looking_for_people_without_a_role_goes_on_where_a_page_stopped(
    team: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people_reading, "LOOKED_THROUGH", 3)
    make_user("baru", VILLAGE)
    make_user("zakaria", VILLAGE)
    # By name: baru, petugas_opd, petugas_opd_lain | pokja, pokja_tetangga, tim_kab | tim_kab_kedua, zakaria.
    first = team.get("/orang/?keadaan=tanpa").context["table"]
    second = team.get(first.pager.next_url).context["table"]
    third = team.get(second.pager.next_url).context["table"]
    found = [[row.cells[1] for row in table.rows] for table in (first, second, third)]
    assert found == [["baru"], [], ["zakaria"]]
    assert second.empty is None
    assert not third.pager.next_url


def test_a_hat_worn_here_from_elsewhere_is_a_guest_s_for_the_nation_too(nation: Client, people: People) -> None:
    give_hat(people.orang_luar.user, Role.KAMPUNG, VILLAGE)
    shown = nation.get(f"/orang/?wilayah={REGENCY}").context["guests"]
    assert [(hat.user_id, hat.region_code) for hat, _, _ in shown] == [(people.orang_luar.user.pk, VILLAGE)]
    assert nation.get("/orang/").context["guests"] == []


def invite(client: Client, **data: str) -> str:
    """The secret of the link that the page shows."""
    response = client.post("/orang/undang/", {"full_name": "Siti Aminah", **data})
    assert response.status_code == 200, response.content.decode()
    text = response.content.decode()
    assert "data:image/svg+xml" in text
    found = re.search(r'value="http://testserver/undangan/([^/"]+)/"', text)
    assert found is not None
    return found.group(1)


@pytest.mark.parametrize(
    ("place", "code"),
    [
        ("13.01.01.2003", "13.01.01.2003"),
        ("Tiga Sepakat Inderapura", "13.01.01.2003"),
        ("nagari pelangai", "13.01.02.2001"),
    ],
)
def test_an_invitation_from_form_to_account(team: Client, place: str, code: str) -> None:
    token = invite(team, role="kampung", place=place)
    assert "Siti Aminah" in team.get("/orang/").content.decode()
    guest = Client()
    guest.get(f"/undangan/{token}/")
    guest.post("/undangan/", {"full_name": "Siti Aminah", "username": "siti", "new": GOOD, "again": GOOD})
    assert load_actor_by_username("siti").hats == (Hat(Role.KAMPUNG, code),)
    assert "siti" in names(team)


def test_an_empty_place_is_the_own_one(people: People, team: Client, client_of: ClientOf) -> None:
    invite(client_of(people.pokja), role="kader")
    invite(team, role="agency", agency=str(people.kesehatan.pk))
    with scoped(SYSTEM):
        made = list(Invitation.objects.order_by("pk").values_list("role", "region_code", "agency_id"))
    assert made == [("kader", VILLAGE, None), ("agency", REGENCY, people.kesehatan.pk)]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        ({"role": "kampung", "place": OTHER_VILLAGE}, "bukan wilayah yang Anda kelola"),
        ({"role": "kampung", "place": "Lolo"}, "Tidak ada wilayah Anda"),
        ({"role": "kampung", "place": "Inderapura Timur Sekali"}, "Tidak ada wilayah Anda"),
        ({"role": "kampung", "place": ""}, "Isi wilayahnya"),
        ({"role": "kampung", "place": REGENCY}, "tidak berlaku pada tingkat"),
        ({"role": "nation", "place": "00"}, "nation"),
        ({"role": "agency", "place": REGENCY}, "Pilih instansi"),
        ({"role": "kampung", "place": VILLAGE, "valid_to": "2020-01-01"}, "Periksa instansi dan tanggalnya"),
        ({"role": "kampung", "place": VILLAGE, "full_name": ""}, "field-errors"),
    ],
)
def test_a_refused_invitation_says_why_and_keeps_what_was_typed(team: Client, data: dict[str, str], why: str) -> None:
    response = team.post("/orang/undang/", {"full_name": "Siti Aminah"} | data)
    assert response.status_code == 422
    assert why in response.content.decode()
    with scoped(SYSTEM):
        assert not Invitation.objects.exists()


def test_an_invitation_is_revoked(team: Client) -> None:
    token = invite(team, role="kampung", place=VILLAGE)
    with scoped(SYSTEM):
        number = Invitation.objects.get().pk
    assert team.post(f"/orang/undangan/{number}/cabut/").status_code == 302
    assert Client().get(f"/undangan/{token}/").status_code == 404


def test_a_hat_is_given_and_ended_on_the_person_s_page(team: Client, people: People) -> None:
    user = people.pokja.user
    team.post(f"/orang/{user.pk}/peran/", {"role": "plkb", "place": "13.01.01"})
    assert Hat(Role.PLKB, "13.01.01") in load_actor_by_id(user.pk).hats
    text = team.get(f"/orang/{user.pk}/").content.decode()
    assert "PKB/PLKB · Kecamatan Pancung Soal" in text
    for hat in re.findall(r"/orang/peran/(\d+)/akhiri/", text):
        assert team.post(f"/orang/peran/{hat}/akhiri/")["Location"] == f"/orang/{user.pk}/"
    assert load_actor_by_id(user.pk).hats == ()


def test_nobody_changes_the_own_hats(team: Client, people: People) -> None:
    me = people.tim_kab.user.pk
    text = team.get(f"/orang/{me}/").content.decode()
    assert "/akhiri/" not in text
    assert team.post(f"/orang/{me}/peran/", {"role": "inspector", "place": REGENCY}).status_code == 422
    assert team.post(f"/orang/{me}/keluar/", {"reason": "x"}).status_code == 422
    assert load_actor_by_id(me).hats == (Hat(Role.REGENCY, REGENCY),)


def test_a_guest_s_hat_is_seen_and_ended_without_the_account(team: Client, people: People) -> None:
    hat = give_hat(people.pokja_luar.user, Role.KADER, VILLAGE)
    text = team.get("/orang/").content.decode()
    assert "Kader · Nagari Inderapura" in text
    assert "pokja_luar" not in text
    assert team.get(f"/orang/{people.pokja_luar.user.pk}/").status_code == 404
    assert team.post(f"/orang/peran/{hat.pk}/akhiri/")["Location"] == "/orang/"
    assert load_actor_by_id(people.pokja_luar.user.pk).hats == (Hat(Role.KAMPUNG, OTHER_VILLAGE),)


def test_a_new_password_by_link_from_page_to_page(team: Client, people: People) -> None:
    response = team.post(f"/orang/{people.pokja.user.pk}/tautan/")
    token = re.search(r"/sandi-baru/([^/\"]+)/", response.content.decode()).group(1)  # type: ignore[union-attr]
    client = Client()
    client.get(f"/sandi-baru/{token}/")
    assert client.post("/sandi-baru/", {"new": GOOD, "again": GOOD})["Location"] == "/"


def test_leaving_in_one_step_says_what_is_open_and_can_be_undone(team: Client, people: People) -> None:
    user = people.petugas_opd.user
    page = team.get(f"/orang/{user.pk}/keluar/").content.decode()
    assert "Tidak ada yang terbuka atas namanya" in page
    assert team.post(f"/orang/{user.pk}/keluar/", {"reason": ""}).status_code == 422
    done = team.post(f"/orang/{user.pk}/keluar/", {"reason": "pensiun"}).content.decode()
    assert "Akun ditutup" in done
    assert "1 peran berakhir" in done
    with pytest.raises(NoSuchUser):
        load_actor_by_id(user.pk)
    assert "ditutup" in team.get(f"/orang/{user.pk}/").content.decode()
    assert team.post(f"/orang/{user.pk}/buka/", {"reason": "salah orang"}).status_code == 302
    assert load_actor_by_id(user.pk).hats == ()


def test_the_room_is_for_administrators(people: People, client_of: ClientOf) -> None:
    officer = client_of(people.petugas_opd)
    assert officer.get("/orang/").status_code == 403
    assert "/orang/" not in officer.get("/").content.decode()
    assert "/orang/" in client_of(people.pokja).get("/").content.decode()


def test_leaving_names_villages_findings_and_requests_before_and_after(team: Client, people: People) -> None:
    user, today = people.pokja.user, timezone.localdate()
    now = timezone.now()
    with scoped(system_actor("00", *Verb)):
        worker = FieldWorker.objects.create(
            region_code=REGENCY, name="Pokja", kind="plkb", user_id=user.pk, starts_on=today
        )
        for ends_on in (None, today - dt.timedelta(days=1)):
            starts_on = today - dt.timedelta(days=9)
            Territory.objects.create(
                worker=worker, region_code=VILLAGE, regency_code=REGENCY, role="guide", starts_on=starts_on,
                ends_on=ends_on,
            )  # fmt: skip
        for code, state in ((VILLAGE, "open"), (VILLAGE, "returned"), (VILLAGE, "accepted"), (OTHER_VILLAGE, "open")):
            Finding.objects.create(
                region_code=code, year=2026, subject="data", text="x", seriousness="minor", found_on=today,
                due_on=today, state=state, inspector_name="Inspektorat",
            )  # fmt: skip
        for code, state in ((VILLAGE, "open"), (VILLAGE, "answered"), (OTHER_VILLAGE, "open")):
            family = Family.objects.create(
                region_code=code, source="uji", source_key=state, head_name="Kepala", updated_at=now
            )
            DataRequest.objects.create(
                region_code=code, family_id=family.pk, kind="access", applicant="self", state=state, received_at=now
            )
    for page in (
        team.get(f"/orang/{user.pk}/keluar/").content.decode(),
        team.post(f"/orang/{user.pk}/keluar/", {"reason": "pindah"}).content.decode(),
    ):
        assert f'<a href="/petugas/{worker.pk}/">1 desa masih dipegang sebagai' in page
        assert "2 temuan pengawasan belum dijawab" in page
        assert "1 permohonan hak subjek data belum dijawab" in page
        assert "keputusan rapat" not in page
