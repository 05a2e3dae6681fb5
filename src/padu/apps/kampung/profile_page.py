"""The profile of a kampung as its page shows it: the way so far, criteria, what it said of itself, its groups."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from padu.access.actor import Actor
from padu.access.verbs import Verb
from padu.apps.kampung.models import Declaration, Kampung
from padu.apps.kampung.profile_groups import file_url, group_table, missing_kinds
from padu.apps.kampung.selectors.register import Profile
from padu.domain.formatting import date_short, figure
from padu.domain.kampung_criteria import KIND_LABELS, Facts, Origin, Said, Verdict, judge, tally
from padu.domain.kampung_fields import (
    CRITERIA_GROUPS,
    FIELD_BY_KEY,
    FIELDS,
    GROUP_LABELS,
    DeclaredField,
    DetailKind,
    FieldGroup,
    is_stale,
)
from padu.domain.kampung_formation import FORMATION_LABELS, STEP_LABELS, STEPS, Formation, next_step, out_of_order
from padu.ui.components import Column, Crumb, Row, Stat, Step, Table, Term
from padu.ui.templatetags.padu import badge

FORMATION_TONES: Final = {
    Formation.UNKNOWN: ("outline", "question"),
    Formation.UNDER_WAY: ("accent", "hourglass"),
    Formation.READY: ("accent", "ok"),
    Formation.FORMED: ("good", "ok-circle"),
    Formation.DISSOLVED: ("warn", "close"),
}
DECLARED_GROUPS: Final = tuple(group for group in FieldGroup if group not in CRITERIA_GROUPS)


@dataclass(frozen=True, slots=True)
class Section:
    """Fields that are filled in on one page."""

    key: FieldGroup
    title: str
    table: Table
    edit_url: str
    unanswered: int


@dataclass(frozen=True, slots=True)
class ProfilePage:
    crumbs: Sequence[Crumb]
    mark: SafeString
    steps: Sequence[Step]
    warnings: Sequence[str]
    terms: Sequence[Term]
    stats: Sequence[Stat]
    criteria: Table
    tallies: Sequence[Stat]
    criteria_urls: Sequence[tuple[str, str]]
    sections: Sequence[Section]
    groups: Table
    group_new_url: str
    missing_kinds: Sequence[str]
    next_label: str
    next_url: str
    may_edit: bool
    may_declare: bool
    siblings: Sequence[Kampung]


def formation_mark(formation: Formation) -> SafeString:
    tone, icon = FORMATION_TONES[formation]
    return badge(_(FORMATION_LABELS[formation]), tone, icon)


def profile_page(actor: Actor, profile: Profile, facts: Facts, today: dt.date) -> ProfilePage:
    """Callers have checked that the kampung is in the actor's places."""
    kampung = profile.kampung
    edit = actor.may(Verb.REGISTER_EDIT, kampung.region_code)
    declare = actor.may(Verb.REGISTER_DECLARE, kampung.region_code)
    newest = newest_of_fields(profile.counting)
    sections = [_section(kampung, group, newest, today, declare=declare) for group in DECLARED_GROUPS]
    verdicts = judge(facts, said_of(newest))
    next_label, next_url = _next(profile, sections, edit=edit, declare=declare)
    return ProfilePage(
        crumbs=_crumbs(kampung),
        mark=formation_mark(profile.formation),
        steps=_steps(profile, edit=edit),
        warnings=_warnings(profile),
        terms=_terms(profile),
        stats=_stats(verdicts, newest, profile),
        criteria=_criteria_table(verdicts),
        tallies=_tallies(verdicts),
        criteria_urls=[(_(GROUP_LABELS[g]), _declare_url(kampung, g)) for g in CRITERIA_GROUPS] if declare else (),
        sections=sections,
        groups=group_table(profile.groups, declare=declare),
        group_new_url=reverse("group_new", args=[kampung.pk]) if declare else "",
        missing_kinds=missing_kinds(profile.groups),
        next_label=next_label,
        next_url=next_url,
        may_edit=edit,
        may_declare=declare,
        siblings=profile.siblings,
    )


def _crumbs(kampung: Kampung) -> list[Crumb]:
    return [
        Crumb(_("Kampung"), reverse("kampung_list")),
        Crumb(_("Daftar kampung"), reverse("register")),
        Crumb(kampung.name),
    ]


# --- formation -------------------------------------------------------------------------------------------------------


def _steps(profile: Profile, *, edit: bool) -> list[Step]:
    following = next_step(profile.days)
    steps = []
    for step in STEPS:
        row = profile.steps.get(step)
        day = row.done_on if row else None
        note = " · ".join(part for part in (date_short(day) if day else "", row.note if row else "") if part)
        url = reverse("register_step", args=[profile.kampung.pk, step.value]) if edit else ""
        state = "done" if day else ("current" if step is following else "todo")
        steps.append(Step(_(STEP_LABELS[step]), state, url, note))  # type: ignore[arg-type]  # one of its three words
    return steps


def _warnings(profile: Profile) -> list[str]:
    words = _("Tanggal %(later)s mendahului %(earlier)s. Periksa kedua tanggalnya.")
    return [
        words % {"later": STEP_LABELS[other].lower(), "earlier": STEP_LABELS[one].lower()}
        for one, other in out_of_order(profile.days)
    ]


def founded_words(kampung: Kampung) -> str:
    """The founding date as it is known: a day, a year, or nothing ("")."""
    if kampung.founded_on is None:
        return ""
    return date_short(kampung.founded_on) if kampung.founded_exact else str(kampung.founded_on.year)


def _terms(profile: Profile) -> list[Term]:
    kampung = profile.kampung
    parts = ", ".join(kampung.parts.splitlines())
    terms = [
        Term(_("Berdiri"), founded_words(kampung) or None),
        Term(_("SK pembentukan"), _decree(kampung) or None, url=file_url(kampung.decree_file)),
        Term(_("Meliputi"), parts or str(kampung.get_covers_display())),
        *(Term(_("Percontohan %(level)s") % {"level": m.get_level_display()}, _since(m)) for m in profile.models_of),
    ]
    if kampung.dissolved_on:
        words = f"{date_short(kampung.dissolved_on)}: {kampung.dissolved_reason}"
        terms.append(Term(_("Dibubarkan"), words))
    return terms


def _decree(kampung: Kampung) -> str:
    day = date_short(kampung.decree_on) if kampung.decree_on else ""
    number = _("Nomor %(number)s") % {"number": kampung.decree_number} if kampung.decree_number else ""
    return ", ".join(part for part in (number, day) if part) or (
        kampung.decree_file.file_name if kampung.decree_file else ""
    )


def _since(model: object) -> str:
    since, until = date_short(model.since), model.until  # type: ignore[attr-defined]  # a ModelVillage
    if until is None:
        return _("sejak %(day)s") % {"day": since}
    return _("%(since)s sampai %(until)s") % {"since": since, "until": date_short(until)}


def _next(profile: Profile, sections: Sequence[Section], *, edit: bool, declare: bool) -> tuple[str, str]:
    """The one thing to do next for whoever looks; empty where nothing waits for them."""
    pk, step = profile.kampung.pk, next_step(profile.days)
    if edit and profile.formation is Formation.READY:
        return _("Catat tanggal berdiri dan SK"), reverse("register_found", args=[pk])
    if edit and step is not None and profile.formation in (Formation.UNDER_WAY, Formation.UNKNOWN):
        return _("Catat: %(step)s") % {"step": STEP_LABELS[step]}, reverse("register_step", args=[pk, step.value])
    empty = next((section for section in sections if section.unanswered), None)
    if declare and empty is not None:
        return _("Isi: %(section)s") % {"section": empty.title}, empty.edit_url
    return "", ""


# --- what was said ---------------------------------------------------------------------------------------------------


def newest_of_fields(counting: Mapping[tuple[str, int | None], Declaration]) -> dict[str, Declaration]:
    """The answer that counts for each field; of a yearly one that of the latest year."""
    found: dict[str, Declaration] = {}
    for (field, year), row in counting.items():
        known = found.get(field)
        if known is None or (year or 0) > (known.year or 0):
            found[field] = row
    return found


def said_of(newest: Mapping[str, Declaration]) -> dict[str, Said]:
    return {key: Said(row.answer, row.as_of, row.declared_name) for key, row in newest.items()}


def answer_words(row: Declaration | None) -> SafeString:
    """ "belum diisi" where nobody answered, "tidak diketahui" where somebody said so; neither is a no."""
    if row is None:
        return format_html('<span class="missing">{}</span>', _("belum diisi"))
    if row.answer is None:
        return format_html('<span class="missing">{}</span>', _("tidak diketahui"))
    words = [_("ya") if row.answer else _("tidak"), *_detail_words(row)]
    if row.file is not None:
        link = format_html('<a href="{}">{}</a>', file_url(row.file), row.file.file_name)
        return format_html("{} · {}", " · ".join(words), link)
    return format_html("{}", " · ".join(words))


def _detail_words(row: Declaration) -> list[str]:
    details = {detail.name: detail for detail in FIELD_BY_KEY[row.field].details} if row.field in FIELD_BY_KEY else {}
    found = []
    for name, value in row.details.items():
        detail = details.get(name)
        if detail is None:
            continue
        if detail.kind is DetailKind.AMOUNT:
            found.append(figure(value, 0, "Rp"))
        elif detail.kind is DetailKind.DATE:
            found.append(date_short(dt.date.fromisoformat(value)))
        elif detail.kind is DetailKind.COUNT:
            found.append(_("%(number)s orang") % {"number": figure(value)})
        else:
            found.append((detail.choices or {}).get(value, str(value)))
    return found


def _declare_url(kampung: Kampung, group: FieldGroup) -> str:
    return reverse("register_declare", args=[kampung.pk, group.value])


def _section(
    kampung: Kampung, group: FieldGroup, newest: Mapping[str, Declaration], today: dt.date, *, declare: bool
) -> Section:
    fields = [field for field in FIELDS if field.group is group]
    columns = [Column(_("Isian")), Column(_("Jawaban")), Column(_("Keadaan per")), Column(_("Diisi oleh"))]
    rows = [_field_row(kampung, field, newest.get(field.key), today) for field in fields]
    return Section(
        key=group,
        title=_(GROUP_LABELS[group]),
        table=Table(_(GROUP_LABELS[group]), columns, rows, stacked=True, compact=True),
        edit_url=_declare_url(kampung, group) if declare else "",
        unanswered=sum(1 for field in fields if field.key not in newest),
    )


def _field_row(kampung: Kampung, field: DeclaredField, row: Declaration | None, today: dt.date) -> Row:
    year = f" {row.year}" if row is not None and row.year else ""
    age: object = "–"
    if row is not None:
        old = is_stale(row.as_of, today)
        age = format_html("{} {}", date_short(row.as_of), badge(_("lama"), "warn", "late")) if old else row.as_of
    url = reverse("register_history", args=[kampung.pk, field.key]) if row is not None else ""
    return Row((field.label + year, answer_words(row), age, row.declared_name or "–" if row else "–"), url=url)


# --- criteria --------------------------------------------------------------------------------------------------------

_MET: Final = {
    True: ("ya", "good", "ok"),
    False: ("tidak", "outline", "close"),
    None: ("belum diketahui", "outline", "question"),
}


def _criteria_table(verdicts: Sequence[Verdict]) -> Table:
    columns = [
        Column(_("Kriteria")),
        Column(_("Terpenuhi")),
        Column(_("Nilai"), kind="number", decimals=1),
        Column(_("Acuan"), kind="number", decimals=1),
        Column(_("Dasar")),
        Column(_("Per tanggal")),
    ]
    return Table(
        _("Kriteria menurut jenisnya"), columns, [_verdict_row(v) for v in verdicts], stacked=True, compact=True
    )


def _tallies(verdicts: tuple[Verdict, ...]) -> list[Stat]:
    """How many of each kind are met, with how many are not known beside it."""
    return [
        Stat(
            _(KIND_LABELS[one.kind]),
            one.met,
            note=_("terpenuhi dari %(all)s; %(unknown)s belum diketahui")
            % {"all": one.met + one.unmet + one.unknown, "unknown": one.unknown},
        )
        for one in tally(verdicts)
    ]


def _verdict_row(verdict: Verdict) -> Row:
    words, tone, icon = _MET[verdict.met]
    computed = verdict.origin is Origin.COMPUTED
    label = f"{KIND_LABELS[verdict.criterion.kind]}: {verdict.criterion.label}"
    has_figures = computed and verdict.reference is not None
    return Row(
        (
            label,
            badge(_(words), tone, icon),
            verdict.value if has_figures else "–",
            verdict.reference if has_figures else "–",
            _basis(verdict),
            verdict.as_of or "–",
        )
    )


def _basis(verdict: Verdict) -> str:
    if verdict.origin is Origin.UNKNOWN:
        return _("belum ada angka dan belum diisi")
    if verdict.origin is Origin.DECLARED:
        return _("dinyatakan oleh %(who)s") % {"who": verdict.by or _("kampung")}
    words = _("dihitung: %(formula)s") % {"formula": verdict.formula}
    if verdict.source:
        words += f" ({verdict.source})"
    if verdict.said is not None:
        words += " · " + _("kampung menyatakan: %(said)s") % {"said": _("ya") if verdict.said else _("tidak")}
    return words


def _stats(verdicts: tuple[Verdict, ...], newest: Mapping[str, Declaration], profile: Profile) -> list[Stat]:
    met = sum(t.met for t in tally(verdicts))
    unknown = sum(t.unknown for t in tally(verdicts))
    asked = [field for field in FIELDS if field.group in DECLARED_GROUPS]
    answered = sum(1 for field in asked if field.key in newest)
    active = sum(1 for line in profile.groups if line.group.state == "active")
    note = _("%(unknown)s belum diketahui") % {"unknown": unknown}
    return [
        Stat(_("Kriteria terpenuhi"), met, note=_("dari %(all)s; %(note)s") % {"all": len(verdicts), "note": note}),
        Stat(_("Isian terjawab"), answered, note=_("dari %(all)s isian") % {"all": len(asked)}),
        Stat(_("Kelompok aktif"), active, note=_("%(all)s kelompok tercatat") % {"all": len(profile.groups)}),
    ]
