"""Pages and components as a whole: they render, obey the content policy and name only what exists."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.template.loader import get_template, render_to_string

import padu.ui
from padu.ui import samples, vocabulary
from padu.ui.components import Crumb, NavItem, Progress

UI = Path(padu.ui.__file__).parent
SOURCES = sorted(UI.parent.rglob("templates/**/*.html"))
ICONS = set(json.loads((UI / "frontend" / "icons.json").read_text()))
ERRORS = ("400", "403", "404", "413", "429", "500")


@pytest.fixture(autouse=True)
def _only_the_language_switch_has_an_address(settings: Any) -> None:
    """Templates of this room stand without the other rooms' pages."""
    settings.ROOT_URLCONF = "django.conf.urls.i18n"


def design_system() -> str:
    return render_to_string(
        "ui/design_system.html", {"title": "Gaya", "demo": True, "form": samples.SampleForm(), "samples": samples}
    )


@pytest.mark.parametrize("code", ERRORS)
def test_error_pages_say_what_was_kept_and_what_to_do_without_any_context(code: str) -> None:
    html = get_template(f"{code}.html").render({})
    assert '<html lang="id">' in html
    assert "Yang tersimpan" in html
    assert "Yang dapat Anda lakukan" in html
    assert html.count("<h1>") == 1


def test_an_error_page_takes_the_words_of_the_case() -> None:
    html = get_template("413.html").render({"message": "Berkas 60 MB ditolak.", "next_step": "Bagi dua."})
    assert "Berkas 60 MB ditolak." in html
    assert "Bagi dua." in html


def test_the_shell_shows_where_one_is() -> None:
    html = render_to_string(
        "ui/page.html",
        {
            "title": "Situasi",
            "crumbs": [Crumb("Sumatera Barat", "/w/13/"), Crumb("Painan")],
            "nav_items": [NavItem("Situasi", "/situasi/", "situation", active=True, badge=3, in_bar=True)],
            "demo": True,
            "version": "0.1.0",
        },
    )
    assert 'class="skip-link" href="#isi"' in html
    assert html.count('<a href="/situasi/" aria-current="page">') == 3  # wide, bar, menu of the bar
    assert "Data buatan." in html
    assert '<span aria-current="page">Painan</span>' in html
    assert "Padu 0.1.0" in html


def test_without_demo_and_navigation_neither_is_shown() -> None:
    html = render_to_string("ui/page.html", {"title": "x"})
    assert "demo-band" not in html
    assert "mainnav" not in html
    assert "bottombar" not in html


def test_one_hat_is_said_several_can_be_changed() -> None:
    hats = [{"index": 0, "label": "Pokja · Painan", "active": True}, {"index": 1, "label": "OPD", "active": False}]
    one = render_to_string("ui/_masthead.html", {"hats": hats[:1]})
    assert "Pokja · Painan" in one
    assert 'name="hat"' not in one
    several = render_to_string("ui/_masthead.html", {"hats": hats, "hat_url": "/peran/"})
    assert several.count('name="hat"') == 3
    assert several.count('aria-current="true"') == 1


def test_the_design_system_page_obeys_the_content_policy() -> None:
    html = design_system()
    assert not re.findall(r"<[^>]+\sstyle\s*=", html)
    assert "<style" not in html
    assert not re.findall(r"<script(?![^>]*\ssrc=)", html)
    assert not re.findall(r"\son[a-z]+\s*=\s*[\"']", html)
    assert "hx-on" not in html


def test_every_id_on_the_design_system_page_is_there_once_and_every_label_has_its_control() -> None:
    html = design_system()
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    for target in re.findall(r'<label[^>]*\sfor="([^"]+)"', html):
        assert target in ids, target
    for reference in re.findall(r'aria-(?:describedby|labelledby)="([^"]+)"', html):
        assert set(reference.split()) <= set(ids), reference


def test_charts_carry_their_table_with_values_for_the_picture() -> None:
    html = render_to_string("ui/components/chart.html", {"chart": samples.LINE})
    assert 'data-value="28.5"' in html
    assert html.count("data-value") == 9  # ten figures, one of them unknown
    assert "belum diketahui" in html


def test_icons_that_templates_name_are_in_the_sprite() -> None:
    named = {name for path in SOURCES for name in re.findall(r'{%\s*icon\s+"([^"]+)"', path.read_text())}
    assert named
    assert named <= ICONS


def test_icons_and_tones_of_the_vocabulary_exist() -> None:
    entries = [*vocabulary.CATEGORIES.values(), *vocabulary.CLASSES.values(), *vocabulary.STATES.values()]
    assert {entry.icon for entry in entries} | set(vocabulary.MISSING_ICONS.values()) <= ICONS
    styles = (UI / "frontend" / "styles" / "_parts.scss").read_text()
    for tone in {entry.tone for entry in entries} - {""}:
        assert f"&.{tone.split('-')[0]}" in styles, tone


def test_islands_that_templates_ask_for_exist() -> None:
    asked = {name for path in SOURCES for name in re.findall(r'data-island="([\w-]+)"', path.read_text())}
    registry = (UI / "frontend" / "islands.ts").read_text()
    for name in asked:
        assert f"import('./islands/{name}.ts')" in registry, name
        assert (UI / "frontend" / "islands" / f"{name}.ts").exists()


class Small(forms.Form):
    name = forms.CharField(label="Nama", help_text="Seperti di dokumen.")
    note = forms.CharField(label="Catatan", required=False)
    agree = forms.BooleanField(label="Setuju")
    months = forms.MultipleChoiceField(label="Bulan", choices=[("1", "Januari")], widget=forms.CheckboxSelectMultiple)


def field_html(form: forms.Form, name: str) -> Any:
    return form[name].as_field_group()


def test_fields_have_labels_help_and_say_what_may_stay_empty() -> None:
    form = Small()
    assert '<label for="id_name">Nama</label>' in field_html(form, "name")
    assert 'aria-describedby="id_name_helptext"' in field_html(form, "name")
    assert "boleh kosong" in field_html(form, "note")
    assert "boleh kosong" not in field_html(form, "name")
    assert "<legend" in field_html(form, "months")


def test_errors_stand_at_the_field_and_in_the_summary_and_nothing_typed_is_lost() -> None:
    form = Small({"name": "", "note": "<tetap ada>", "months": ["7"]})
    html = str(form)
    assert 'class="error-summary" role="alert" tabindex="-1"' in html
    assert '<a href="#id_name">Nama: ' in html
    assert 'id="id_name_error"' in html
    assert 'aria-invalid="true"' in html
    assert "&lt;tetap ada&gt;" in html
    assert re.search(r'aria-describedby="id_name_helptext id_name_error"', html)


def test_a_form_without_errors_has_no_summary() -> None:
    assert "error-summary" not in str(Small())


@pytest.mark.parametrize(("state", "offered"), [("waiting", True), ("running", True), ("done", False)])
def test_without_script_work_under_way_can_be_looked_at_again(state: Any, offered: bool) -> None:
    job = Progress("Memeriksa", poll_url="/kemajuan/", state=state)
    page = render_to_string("ui/components/progress.html", {"job": job})
    assert ("Muat ulang untuk melihat kemajuan" in page) is offered
