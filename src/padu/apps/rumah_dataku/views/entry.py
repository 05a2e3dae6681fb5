"""Writing a family down in steps: begin, one page a group of questions, check, store; left and gone on anywhere."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from padu.access.actor import Actor
from padu.access.audit import record_look
from padu.access.requests import actor_of, signed_in, verb_nowhere
from padu.access.verbs import Verb
from padu.apps.regions.selectors import names_of
from padu.apps.rumah_dataku import entry_page as pages
from padu.apps.rumah_dataku.entry_steps import BY_SLUG, CHECK, MEMBERS, EntryStep, beside
from padu.apps.rumah_dataku.forms_entry import EntryForm
from padu.apps.rumah_dataku.models import Family, FamilyDraft
from padu.apps.rumah_dataku.selectors.family_list import families_called, villages_of
from padu.apps.rumah_dataku.services import family_drafts as drafts
from padu.apps.rumah_dataku.services.family_entering import Finding
from padu.ui.components import Crumb

REFUSED = 422
PURPOSE_CORRECT = "Pembetulan data keluarga"
PURPOSE_NAMESAKES = "Memeriksa apakah keluarga baru sudah tercatat"


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """Drafts that are not stored yet, and the button that begins a new family."""
    actor = actor_of(request)
    villages = [code for code in villages_of(actor) if actor.may(Verb.FAMILY_WRITE, code)]
    if not villages:
        raise verb_nowhere(actor, Verb.FAMILY_WRITE)
    if request.method == "POST":
        draft = drafts.draft_start(actor=actor, region_code=request.POST.get("desa") or villages[0])
        return redirect(pages.step_url(draft, "alamat"))
    names = names_of(villages)
    context = {
        "title": _("Isi data keluarga"),
        "subtitle": _("Langkah demi langkah; setiap halaman langsung tersimpan di server"),
        "crumbs": [Crumb(_("Keluarga"), reverse("families")), Crumb(_("Isi data keluarga"))],
        "villages": [(code, names.get(code, code)) for code in villages],
        "lines": pages.draft_lines(drafts.open_drafts(actor)),
        "keep_days": drafts.KEEP_DAYS,
    }
    return render(request, "rumah_dataku/entry/index.html", context)


@signed_in
@require_POST
def correct(request: HttpRequest, family_id: int) -> HttpResponse:
    """Begin to put a stored family right, or go on with it."""
    try:
        draft = drafts.draft_correct(actor=actor_of(request), family_id=family_id, year=timezone.localdate().year)
    except drafts.FamilyNotActive:
        messages.warning(request, _not_active())
        return redirect("family", family_id)
    return redirect(pages.step_url(draft, CHECK))


def _not_active() -> str:
    return _("Keluarga ini sudah tidak aktif (pindah, meninggal, atau bergabung), jadi isiannya tidak dapat diubah.")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, token: UUID, slug: str) -> HttpResponse:
    """One step: questions about the family, the list of its members, or the check."""
    if slug not in BY_SLUG:
        raise Http404
    draft = _draft(request, token)
    if draft.stored_at is not None:
        return redirect("family", draft.family_id)
    if slug == MEMBERS:
        return _members(request, draft)
    if slug == CHECK:
        return _check(request, draft)
    return _questions(request, draft, BY_SLUG[slug])


def _draft(request: HttpRequest, token: UUID) -> FamilyDraft:
    actor = actor_of(request)
    draft = drafts.get_draft(actor, token)
    if draft.family_id is not None and request.method != "POST":
        record_look(actor, "family.look", draft.region_code, f"family:{draft.family_id}", PURPOSE_CORRECT)
    return draft


def _questions(request: HttpRequest, draft: FamilyDraft, asked: EntryStep) -> HttpResponse:
    actor, content = actor_of(request), drafts.open_content(draft)
    form = pages.step_form(draft, content, asked, actor, _posted(request))
    if request.method == "POST":
        content = drafts.draft_say(actor=actor, token=draft.token, said=form.said())
        _put(form, drafts.draft_findings(draft, content, timezone.localdate()))
        if not form.errors or _leaves(request):
            return _on(request, draft, content, asked)
    context = pages.entry_context(draft, content, asked.slug) | {"form": form, "from_check": _from_check(request)}
    return render(request, "rumah_dataku/entry/step.html", context, status=REFUSED if form.errors else 200)


def _posted(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _put(form: EntryForm, findings: tuple[Finding, ...], prefix: str = "") -> None:
    """Errors of this page's fields, each at its field."""
    for one in findings:
        key = one.name.removeprefix(prefix)
        if one.is_error and one.name.startswith(prefix) and key in form.fields:
            form.add_error(key, one.words)
    first = next((key for key in form.fields if key in form.errors), None)
    if first is not None:
        form.fields[first].widget.attrs["autofocus"] = True


def _from_check(request: HttpRequest) -> bool:
    return CHECK in (request.GET.get("dari"), request.POST.get("dari"))


def _leaves(request: HttpRequest) -> bool:
    """Whether the page is left for now: what was filled in is kept, right or wrong, and judged on the check page."""
    return "nanti" in request.POST or "mundur" in request.POST


def _on(request: HttpRequest, draft: FamilyDraft, content: drafts.Content, asked: EntryStep) -> HttpResponse:
    """Where a saved page leads: on, back, to the check again, or out for now."""
    if "nanti" in request.POST:
        messages.success(request, _("Isian disimpan. Lanjutkan kapan saja, juga dari perangkat lain."))
        return redirect("family_entry")
    if _from_check(request):
        return redirect(pages.step_url(draft, CHECK))
    beyond = beside(asked.slug, -1 if "mundur" in request.POST else 1)
    if beyond is None:  # before the first step
        return redirect("family_entry")
    if beyond.slug == MEMBERS and not content.lines() and not _leaves(request):
        return redirect(pages.member_url(draft, content.free_line()))
    return redirect(pages.step_url(draft, beyond.slug))


def _members(request: HttpRequest, draft: FamilyDraft) -> HttpResponse:
    content, today = drafts.open_content(draft), timezone.localdate()
    after = beside(MEMBERS, 1)
    assert after is not None  # questions follow the members
    context = pages.entry_context(draft, content, MEMBERS) | {
        "members": pages.member_rows(content, drafts.draft_findings(draft, content, today), today),
        "add_url": pages.member_url(draft, content.free_line()),
        "on_url": pages.step_url(draft, after.slug),
    }
    return render(request, "rumah_dataku/entry/members.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def member(request: HttpRequest, token: UUID, line: int) -> HttpResponse:
    """One member: a known one, or the next new one."""
    draft = _draft(request, token)
    if draft.stored_at is not None:
        return redirect("family", draft.family_id)
    content = drafts.open_content(draft)
    if line not in content.lines() and line != content.free_line():
        return redirect(pages.step_url(draft, MEMBERS))
    form = pages.member_form(content, line, _posted(request))
    if request.method == "POST":
        content = _say_member(request, draft, line, form)
        if not form.errors or _leaves(request):
            return _after_member(request, draft, content)
    context = pages.entry_context(draft, content, MEMBERS) | {
        "form": form,
        "line": line,
        "title": content.text(f"{line}.name") or _("Anggota %(line)s") % {"line": line},
        "back_url": pages.step_url(draft, MEMBERS),
        "may_remove": content.is_new(line) and line in content.lines(),
        "from_check": _from_check(request),
    }
    return render(request, "rumah_dataku/entry/member.html", context, status=REFUSED if form.errors else 200)


def _say_member(request: HttpRequest, draft: FamilyDraft, line: int, form: EntryForm) -> drafts.Content:
    actor, content = actor_of(request), drafts.open_content(draft)
    if form.is_blank and line not in content.lines():
        form.add_error("name", _("Tulis namanya. Bila tidak ada anggota lagi, tekan “Kembali”."))
        return content
    said = {f"{line}.{key}": text for key, text in form.said().items()}
    content = drafts.draft_say(actor=actor, token=draft.token, said=said)
    findings = drafts.draft_findings(draft, content, timezone.localdate())
    findings += drafts.draft_look_up(actor=actor, draft=draft, content=content)
    _put(form, findings, f"{line}.")
    return content


def _after_member(request: HttpRequest, draft: FamilyDraft, content: drafts.Content) -> HttpResponse:
    if "tambah" in request.POST:
        return redirect(pages.member_url(draft, content.free_line()))
    if "nanti" in request.POST or _from_check(request):
        return _on(request, draft, content, BY_SLUG[MEMBERS])
    return redirect(pages.step_url(draft, MEMBERS))


@signed_in
@require_POST
def member_remove(request: HttpRequest, token: UUID, line: int) -> HttpResponse:
    """Take out somebody who was only written into the draft."""
    drafts.draft_member_remove(actor=actor_of(request), token=token, line=line)
    messages.success(request, _("Anggota itu dikeluarkan dari isian ini."))
    return redirect("family_entry_step", token, MEMBERS)


def _check(request: HttpRequest, draft: FamilyDraft) -> HttpResponse:
    actor, content = actor_of(request), drafts.open_content(draft)
    findings = drafts.draft_findings(draft, content, timezone.localdate())
    clashes: tuple[drafts.Clash, ...] = ()
    if request.method == "POST":
        try:
            result = drafts.draft_store(actor=actor, token=draft.token, over=request.POST.get("over", ""))
        except drafts.FamilyNotActive:
            messages.warning(request, _not_active())
            return redirect("family", draft.family_id)
        if result.outcome.family_id is not None:
            return _stored(request, content, result)
        findings, clashes = result.outcome.findings or findings, result.clashes
    else:
        findings += drafts.draft_look_up(actor=actor, draft=draft, content=content)
    rows = pages.told(draft, content, findings)
    context = pages.entry_context(draft, content, CHECK) | {
        "lines": pages.step_lines(draft, content),
        "members": pages.member_rows(content, (), timezone.localdate()),
        "errors": [row for row in rows if row.is_error],
        "warnings": [row for row in rows if not row.is_error],
        "clashes": pages.clash_rows(content, clashes),
        "over": Family.objects.get(pk=draft.family_id).updated_at.isoformat() if clashes else "",
        "changes": pages.change_rows(content, readable=actor.may(Verb.SPECIFIC_READ, draft.region_code))
        if draft.family_id and not clashes
        else [],
        "namesakes": _namesakes(actor, draft, content),
        "nothing_said": bool(draft.family_id) and not content.said,
    }
    return render(
        request, "rumah_dataku/entry/check.html", context, status=REFUSED if request.method == "POST" else 200
    )


def _namesakes(actor: Actor, draft: FamilyDraft, content: drafts.Content) -> list[Family]:
    """Families that are stored under the name of a new one's head; shown, so the look is logged."""
    found = [] if draft.family_id else families_called(draft.region_code, pages.head_of(content))
    if found:
        record_look(actor, "family.list", draft.region_code, f"list:{len(found)}", PURPOSE_NAMESAKES)
    return found


def _stored(request: HttpRequest, content: drafts.Content, result: drafts.Result) -> HttpResponseRedirect:
    words = _("Keluarga %(name)s tersimpan dengan %(count)s anggota. Indeks dan angka desa menyusul sebentar lagi.")
    messages.success(request, words % {"name": pages.head_of(content), "count": len(content.lines())})
    # Whoever writes down house by house goes on to the next family from there.
    more = "" if content.base else "?baru=1"
    return redirect(f"{reverse('family', args=[result.outcome.family_id])}{more}")


@signed_in
@require_POST
def discard(request: HttpRequest, token: UUID) -> HttpResponse:
    drafts.draft_discard(actor=actor_of(request), token=token)
    messages.success(request, _("Isian dibuang. Data yang sudah tersimpan tidak berubah."))
    return redirect("family_entry")
