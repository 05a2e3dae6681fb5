"""Class of a Rumah DataKu from declarations and figures, its dated rows, and the published share of Bali."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from padu.access.actor import system_actor
from padu.access.gate import scoped
from padu.access.verbs import Verb
from padu.apps.kampung.models import Declaration, Kampung
from padu.apps.kampung.services import declarations_record
from padu.apps.programmes.services import load_reference
from padu.apps.rumah_dataku.models import Figure, RumahDatakuStanding
from padu.apps.rumah_dataku.selectors.standings import class_lines, class_total
from padu.apps.rumah_dataku.services.class_standing import results_of, standings_write
from padu.domain.kampung_fields import NewDeclaration
from tests.apps.rumah_dataku.files import VILLAGE
from tests.apps.rumah_dataku.pages import text
from tests.factories import make_kampung

pytestmark = pytest.mark.django_db


@pytest.fixture
def kampung(people, monkeypatch):
    load_reference()
    return make_kampung(VILLAGE, "Kampung KB Uji")


def declare(actor, kampung, **answers) -> None:
    """Answers by field: True, False, None, or a dict of details for a yes."""
    with scoped(actor):
        declarations_record(
            actor=actor,
            kampung_id=kampung.pk,
            answers=[
                NewDeclaration(
                    f"rumah_dataku.{field}",
                    True if isinstance(answer, dict) else answer,
                    answer if isinstance(answer, dict) else {},
                    timezone.localdate(),
                )
                for field, answer in answers.items()
            ],
        )


def rows(kampung) -> list[tuple[str, set[str]]]:
    standings_write(region_codes=[kampung.region_code])
    with scoped(system_actor(VILLAGE, Verb.PLACE_READ)):
        found = RumahDatakuStanding.objects.filter(kampung_id=kampung.pk).order_by("day")
        return [(row.reached, set(row.missing)) for row in found]


def put_figure(element: str, component: str) -> None:
    with scoped(system_actor(VILLAGE, Verb.PLACE_READ)):
        Figure.objects.create(
            region_code=VILLAGE, element=element, component=component, period="2020", value=1, source="Podes",
            as_of=dt.date(2020, 1, 1), updated_at=timezone.now(),
        )  # fmt: skip


def test_a_house_becomes_sederhana_by_what_is_declared(kampung, pokja, people, client_of) -> None:
    seven = {"decree", "chair", "cadres", "orientation", "one_facility", "one_group", "one_presentation"}
    assert rows(kampung) == [("", seven)]
    declare(pokja, kampung, decree=True, chair=True, cadres={"count": 1}, oriented=None, data_book=True)
    declare(pokja, kampung, presentations={"count": 1})
    put_figure("worship_facilities", "masjid")
    # One cadre is too few, and nobody knows of the orientation; the same day has one row.
    assert rows(kampung) == [("", {"cadres", "orientation"})]
    declare(pokja, kampung, cadres={"count": 2}, oriented=True)
    assert rows(kampung) == [("sederhana", {"three_facilities", "computer_or_board", "four_fresh_groups", "analysis"})]
    page = text(client_of(people.pokja).get(f"/kampung/{VILLAGE}/profil/"))
    assert "Kelas Rumah DataKu: Sederhana" in page
    assert "yang kurang untuk lengkap: sedikitnya tiga sarana" in page


def test_a_row_stands_for_each_change_and_none_for_a_quiet_day(kampung, pokja, monkeypatch) -> None:
    assert len(rows(kampung)) == 1
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    monkeypatch.setattr("padu.apps.rumah_dataku.services.class_standing.timezone.localdate", lambda: tomorrow)
    assert len(rows(kampung)) == 1
    put_figure("worship_facilities", "masjid")
    found = rows(kampung)
    assert len(found) == 2
    assert found[0][1] - found[1][1] == {"one_group"}


def test_a_figure_of_the_running_year_without_a_day_is_fresh(kampung, pokja) -> None:
    """Five groups: one of 2020, four of the running year that name no day, as a file often leaves it out."""
    today = dt.date(2026, 11, 22)
    with scoped(system_actor(VILLAGE, Verb.PLACE_READ)):
        for element, component in (
            ("population", "total"), ("children_in_school", "7_12"), ("family_members", "families"),
            ("bpjs_members", "total"),
        ):  # fmt: skip
            Figure.objects.create(
                region_code=VILLAGE, element=element, component=component, period="2026", value=100, source="SIGA",
                updated_at=timezone.now(),
            )  # fmt: skip
    put_figure("worship_facilities", "masjid")

    def fresh(day: dt.date) -> bool | None:
        with scoped(pokja):
            ((_, result),) = results_of([VILLAGE], day)
        return next(one.met for one in result.requirements if one.key == "four_fresh_groups")

    # Of the year's end when the year is over: on 31 December 2027 they are a year old, a day later too old.
    assert [fresh(day) for day in (today, dt.date(2027, 12, 31), dt.date(2028, 1, 1))] == [True, True, False]


def test_what_never_happened_is_told_and_not_met(kampung, pokja) -> None:
    declare(pokja, kampung, analysed=False, data_book=False)
    with scoped(pokja):
        ((_, result),) = results_of([VILLAGE], timezone.localdate())
    met = {one.key: one.met for one in result.requirements}
    assert (met["analysis"], met["one_facility"], met["used_in_planning"]) == (False, False, None)


def test_the_published_share_of_bali_comes_out_of_loaded_rows(people) -> None:
    # Published: 461 of 646 kampung in Bali have a Rumah DataKu, 71.36 %. Here 246 of 400 and 215 of 246.
    worker = system_actor("51", Verb.PLACE_READ, Verb.REGISTER_EDIT, Verb.REGISTER_DECLARE)
    with scoped(worker):
        made = Kampung.objects.bulk_create(
            Kampung(region_code=f"51.0{regency}.01.{2001 + at}", name="Kampung")
            for regency, count in ((1, 400), (2, 246))
            for at in range(count)
        )
        have = [*made[:246], *made[400:615]]
        now, day = timezone.now(), dt.date(2024, 1, 1)
        Declaration.objects.bulk_create(
            Declaration(
                kampung=one, region_code=one.region_code, field="sarana.rumah_dataku", answer=True, as_of=day,
                declared_at=now,
            )
            for one in have
        )  # fmt: skip
        # A later no counts, an earlier one does not; who says nothing has none that is known of.
        for one, answer, on in (
            (made[300], True, day),
            (made[300], False, day.replace(year=2025)),
            (made[0], False, day.replace(year=2020)),
        ):
            Declaration.objects.create(
                kampung=one, region_code=one.region_code, field="sarana.rumah_dataku", answer=answer, as_of=on,
                declared_at=now,
            )  # fmt: skip
        Kampung.objects.create(region_code="51.01.02.2001", name="Bubar", dissolved_on=dt.date(2023, 1, 1))
        RumahDatakuStanding.objects.bulk_create(
            RumahDatakuStanding(region_code=one.region_code, kampung_id=one.pk, day=day, reached=reached)
            for one, reached in ((made[0], "sederhana"), (made[1], "paripurna"), (made[500], "lengkap"))
        )
        lines = class_lines("51")
        total = class_total("51", lines)
    assert [(line.region_code, line.kampung, line.with_house) for line in lines] == [
        ("51.01", 400, 246), ("51.02", 246, 215),
    ]  # fmt: skip
    assert (total.kampung, total.with_house, round(float(total.share), 2)) == (646, 461, 71.36)
    assert [tuple(line.by_class) for line in lines] == [(1, 0, 1), (0, 1, 0)]


def test_the_page_of_a_place_shows_classes(people, client_of, kampung) -> None:
    page = text(client_of(people.tim_kab).get("/rumah-dataku/?wilayah=13.01"))
    assert "Kampung dengan Rumah DataKu menurut kelas" in page
    assert "Pancung Soal" in page
