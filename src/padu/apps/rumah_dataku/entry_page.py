"""What the pages of the family form show: how far it is, who is in the family, what is left to put right."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from padu.access.actor import Actor
from padu.access.verbs import Verb
from padu.apps.regions.selectors import names_of
from padu.apps.rumah_dataku.entry_steps import (
    ADDRESS,
    BY_SLUG,
    CHECK,
    MEMBER_KEYS,
    MEMBERS,
    STEPS,
    EntryStep,
    beside,
    column_of_key,
    step_of,
)
from padu.apps.rumah_dataku.files.columns import Column, Kind, Shown
from padu.apps.rumah_dataku.forms_entry import EntryForm
from padu.apps.rumah_dataku.models import FamilyDraft
from padu.apps.rumah_dataku.place_numbers import NUMBER_PLACES
from padu.apps.rumah_dataku.selectors.family_list import village_parts
from padu.apps.rumah_dataku.services.family_cells import SPECIFIC_FIELDS
from padu.apps.rumah_dataku.services.family_drafts import Clash, Content, open_content
from padu.apps.rumah_dataku.services.family_entering import Finding
from padu.domain.identity import mask_number
from padu.domain.population import age_on
from padu.ui.components import Crumb, Step

_HIDDEN = gettext_lazy("jawaban khusus, tidak ditampilkan")


@dataclass(frozen=True, slots=True)
class MemberRow:
    """One member on the list of the form; `findings` are what the rules say of it."""

    line: int
    name: str
    about: str
    number: str
    is_new: bool
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """A finding with the words of its field and the address at which it is put right."""

    words: str
    label: str
    url: str
    is_error: bool


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step on the check page: how many of its questions have an answer."""

    step: EntryStep
    url: str
    words: str


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A draft on the list of those that are not stored yet."""

    draft: FamilyDraft
    title: str
    place: str
    members: int
    url: str


def step_url(draft: FamilyDraft, slug: str) -> str:
    return reverse("family_entry_step", args=[draft.token, slug])


def member_url(draft: FamilyDraft, line: int) -> str:
    return reverse("family_entry_member", args=[draft.token, line])


def entry_context(draft: FamilyDraft, content: Content, slug: str) -> dict[str, Any]:
    """What every page of the form shows around its questions."""
    step, at = BY_SLUG[slug], STEPS.index(BY_SLUG[slug])
    before, name = beside(slug, -1), head_of(content)
    return {
        "title": step.title,
        "lead": step.lead,
        "kicker": _("Pembetulan: %(name)s") % {"name": name} if draft.family_id else name or _("Keluarga baru"),
        "crumbs": [
            Crumb(_("Keluarga"), f"{reverse('families')}?desa={draft.region_code}"),
            Crumb(_("Isi data keluarga"), reverse("family_entry")),
            Crumb(str(step.title)),
        ],
        "draft": draft,
        "step": step,
        "number": at + 1,
        "of": len(STEPS),
        "left": len(STEPS) - at - 1,
        "steps": [_step(draft, content, one, slug) for one in STEPS],
        "back_url": step_url(draft, before.slug) if before else reverse("family_entry"),
        "check_url": step_url(draft, CHECK),
    }


def _step(draft: FamilyDraft, content: Content, step: EntryStep, current: str) -> Step:
    state = "current" if step.slug == current else "done" if _touched(content, step) else "todo"
    return Step(str(step.title), state, step_url(draft, step.slug))  # type: ignore[arg-type]  # one of the three


def _touched(content: Content, step: EntryStep) -> bool:
    if step.slug == MEMBERS:
        return bool(content.lines())
    return any(content.text(key) for key in step.keys)


def head_of(content: Content) -> str:
    """Name of the head of the family, else of its first member; "" while there is none."""
    lines = content.lines()
    heads = [line for line in lines if content.text(f"{line}.relation") == "1"]
    return next((name for line in (*heads, *lines) if (name := content.text(f"{line}.name"))), "")


def step_form(
    draft: FamilyDraft, content: Content, step: EntryStep, actor: Actor, data: Mapping[str, Any] | None
) -> EntryForm:
    """The form of a step that asks about the family."""
    columns = [column_of_key(key, of_member=False) for key in step.keys]
    now = {key: content.text(key) for key in step.keys}
    if data is None and "surveyed_on" in now and not now["surveyed_on"]:
        now["surveyed_on"] = timezone.localdate().isoformat()
    secret = not actor.may(Verb.SPECIFIC_READ, draft.region_code)
    hidden = SPECIFIC_FIELDS if secret and (draft.family_id or _answered_specific(content)) else frozenset[str]()
    known: dict[str, list[str]] = {}
    if step.slug == ADDRESS:
        parts = village_parts(draft.region_code)
        known = {"hamlet": list(parts.hamlets)} | dict(
            zip(NUMBER_PLACES, (list(parts.rts), list(parts.rws)), strict=True)
        )
    return EntryForm(data, columns=columns, now=now, hidden=hidden, known=known)


def _answered_specific(content: Content) -> bool:
    return any(content.text(key) for key in SPECIFIC_FIELDS)


def member_form(content: Content, line: int, data: Mapping[str, Any] | None) -> EntryForm:
    """The form of one member, new or known."""
    columns = [column_of_key(key, of_member=True) for key in MEMBER_KEYS]
    now = {key: content.text(f"{line}.{key}") for key in MEMBER_KEYS}
    mothers = [
        (str(other), f"{other} - {content.text(f'{other}.name')}")
        for other in content.lines()
        if other != line and content.text(f"{other}.sex") != "1"
    ]
    return EntryForm(data, columns=columns, now=now, choices={"mother_line": mothers})


def member_rows(content: Content, findings: tuple[Finding, ...], today: dt.date) -> list[MemberRow]:
    return [_member_row(content, line, findings, today) for line in content.lines()]


def _member_row(content: Content, line: int, findings: tuple[Finding, ...], today: dt.date) -> MemberRow:
    about = [shown(column_of_key(key, of_member=True), content.text(f"{line}.{key}")) for key in ("relation", "sex")]
    try:
        about.append(_("%(years)s tahun") % {"years": age_on(_day(content.text(f"{line}.birth_date")), today)})
    except ValueError:
        about.append(_("umur belum diketahui"))
    return MemberRow(
        line,
        content.text(f"{line}.name") or _("(tanpa nama)"),
        " · ".join(part for part in about if part),
        mask_number(content.text(f"{line}.nik")),
        content.is_new(line),
        tuple(one for one in findings if one.name.startswith(f"{line}.")),
    )


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def shown(column: Column, text: str) -> str:
    """The text of a cell in words, numbers masked."""
    if column.codes:
        return next((code.label for code in column.codes.codes if str(code.number) == text), text)
    if column.shown is Shown.MASKED:
        return mask_number(text)
    if column.kind is Kind.DATE and text[4:5] == "-":
        return "/".join(reversed(text.split("-")))
    return text


def told(draft: FamilyDraft, content: Content, findings: tuple[Finding, ...]) -> list[Told]:
    """Findings in the order of the form, errors first."""
    rows = [_told(draft, content, one) for one in findings]
    return sorted(rows, key=lambda row: not row.is_error)


def _told(draft: FamilyDraft, content: Content, finding: Finding) -> Told:
    line, dot, key = finding.name.partition(".")
    label, url = _("Seluruh keluarga"), step_url(draft, MEMBERS)
    if finding.code == "family_without_members":
        label, url = _("Anggota"), member_url(draft, content.free_line())
    elif dot:
        label = f"{content.text(f'{line}.name') or _('Anggota %(line)s') % {'line': line}}: {_label(key, dot)}"
        url = f"{member_url(draft, int(line))}?dari={CHECK}#id_{key}"
    elif finding.name:
        label = _label(finding.name, "")
        url = f"{step_url(draft, step_of(finding.name).slug)}?dari={CHECK}#id_{finding.name}"
    return Told(finding.words, label, url, finding.is_error)


def _label(key: str, dot: str) -> str:
    try:
        return column_of_key(key, of_member=bool(dot)).label
    except KeyError:
        return key


def step_lines(draft: FamilyDraft, content: Content) -> list[StepLine]:
    """The steps before the check page, with how much of each is filled in."""
    return [StepLine(step, step_url(draft, step.slug), _filled(content, step)) for step in STEPS[:-1]]


def _filled(content: Content, step: EntryStep) -> str:
    if step.slug == MEMBERS:
        return _("%(count)s orang") % {"count": len(content.lines())}
    count = sum(bool(content.text(key)) for key in step.keys)
    return _("%(count)s dari %(all)s terisi") % {"count": count, "all": len(step.keys)}


def clash_rows(content: Content, clashes: tuple[Clash, ...]) -> list[dict[str, str]]:
    """Clashes in words; specific answers never are among those of somebody who may not read them."""
    rows = []
    for clash in clashes:
        column = _column_of(clash.name)
        words = {part: shown(column, getattr(clash, part)) for part in ("before", "now", "said")}
        rows.append({"label": _field_words(content, clash.name)} | words)
    return rows


def change_rows(content: Content, *, readable: bool) -> list[dict[str, str]]:
    """What a correction changes, field by field; new members by name alone.

    readable  whether the person may read specific answers; else it is only said that one is changed
    """
    rows = []
    for name, said in content.said.items():
        line, dot, key = name.rpartition(".")
        if dot and content.is_new(int(line)):
            if key == "name":
                rows.append({"label": _("Anggota baru"), "before": "", "said": said})
            continue
        hidden = key in SPECIFIC_FIELDS and not readable
        column, before = _column_of(name), content.base.get(name, "")
        words = (
            {"before": _HIDDEN, "said": _HIDDEN}
            if hidden
            else {"before": shown(column, before), "said": shown(column, said)}
        )
        rows.append({"label": _field_words(content, name)} | {part: str(text) for part, text in words.items()})
    return rows


def _column_of(name: str) -> Column:
    _line, dot, key = name.rpartition(".")
    return column_of_key(key, of_member=bool(dot))


def _field_words(content: Content, name: str) -> str:
    line, dot, _key = name.rpartition(".")
    label = _column_of(name).label
    return f"{content.text(f'{line}.name')}: {label}" if dot else label


def draft_lines(drafts: list[FamilyDraft]) -> list[DraftLine]:
    names = names_of({draft.region_code for draft in drafts})
    rows = []
    for draft in drafts:
        content = open_content(draft)
        title = head_of(content) or _("Keluarga tanpa anggota")
        place = names.get(draft.region_code, draft.region_code)
        rows.append(DraftLine(draft, title, place, len(content.lines()), _where_left(draft, content)))
    return rows


def _where_left(draft: FamilyDraft, content: Content) -> str:
    """The first step that nothing was filled in of, else the check page."""
    return step_url(draft, next((one.slug for one in STEPS[:-1] if not _touched(content, one)), CHECK))
