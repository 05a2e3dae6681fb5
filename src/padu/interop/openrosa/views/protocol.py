"""The OpenRosa protocol as ODK Collect speaks it: list of forms, form, manifest, lists, and submissions.

Each call carries the device's name and secret (HTTP Basic). It acts as the device's owner with the hats for phones
only, inside the same scope and row security as a page; a wrong secret is slowed down as a wrong password is.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, wraps
from typing import Any, Final
from uuid import UUID
from xml.sax.saxutils import escape

from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import http_date
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from padu.access.audit import record_look
from padu.access.documents import DocumentRefused
from padu.access.gate import scoped
from padu.access.verbs import Verb
from padu.apps.accounts.guessing import door_paused, forget_failures_at, note_failure_at
from padu.interop.openrosa import activity_form, entities, family_form
from padu.interop.openrosa.building import compiled
from padu.interop.openrosa.devices import Caller, caller_of, said
from padu.interop.openrosa.filled import MAX_XML_BYTES, NoForm
from padu.interop.openrosa.sheets import XlsForm
from padu.interop.openrosa.submissions import NoPlace, OtherContent, submission_receive

MAX_BYTES: Final = 25 * 1024 * 1024  # [assumption] a form with its photos
_PART: Final = "xml_submission_file"
_FORMS: Final[dict[str, Callable[[], XlsForm]]] = {
    "keluarga": family_form.family_form,
    "kegiatan": activity_form.activity_form,
}
_LISTS: Final[dict[str, Callable[[Caller], str]]] = {
    family_form.ENTITY_LIST: lambda _: entities.families_csv(),
    family_form.MEMBER_LIST: lambda _: entities.members_csv(),
    family_form.VILLAGE_LIST: lambda caller: entities.villages_csv(caller.actor),
    activity_form.PROGRAMME_LIST: lambda _: entities.programmes_csv(),
    activity_form.COLUMN_LIST: lambda caller: entities.columns_csv(caller.actor),
    activity_form.EVENT_LIST: lambda caller: entities.events_csv(caller.actor),
    activity_form.COMMITMENT_LIST: lambda caller: entities.commitments_csv(caller.actor),
}
_LISTS_OF: Final = {
    "keluarga": (family_form.ENTITY_LIST, family_form.MEMBER_LIST, family_form.VILLAGE_LIST),
    "kegiatan": (
        family_form.VILLAGE_LIST,
        activity_form.EVENT_LIST,
        activity_form.COMMITMENT_LIST,
        activity_form.PROGRAMME_LIST,
        activity_form.COLUMN_LIST,
    ),
}
_XML: Final = "text/xml; charset=utf-8"

View = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class Served:
    """A form as it is handed out."""

    name: str
    form: XlsForm
    content: bytes

    @property
    def hash(self) -> str:
        return _md5(self.content)


@cache
def served(name: str) -> Served:
    """Raises KeyError for a form that is none."""
    return Served(name, _FORMS[name](), compiled(name).encode())


def _md5(content: bytes) -> str:
    # The protocol asks for it; it tells versions apart and protects nothing.
    return "md5:" + hashlib.md5(content, usedforsecurity=False).hexdigest()


def address_at(request: HttpRequest, path: str) -> str:
    """The whole address of a path. The proxy with TLS in front speaks plain HTTP to us; phones must not."""
    scheme = "https" if settings.SESSION_COOKIE_SECURE else request.scheme
    return f"{scheme}://{request.get_host()}{path}"


def for_devices(view: View) -> View:
    """Let a device in and act as its owner; every answer carries the headers of the protocol."""

    @csrf_exempt
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answer = _let_in(request, view, *args, **kwargs)
        answer["X-OpenRosa-Version"] = "1.0"
        answer["X-OpenRosa-Accept-Content-Length"] = str(MAX_BYTES)
        answer["Date"] = http_date()
        answer.setdefault("Cache-Control", "private, no-store")
        return answer

    return guarded


def _let_in(request: HttpRequest, view: View, *args: Any, **kwargs: Any) -> HttpResponse:
    given, address = said(request.headers.get("Authorization", "")), str(request.META.get("REMOTE_ADDR", ""))
    if given is None:
        return _stranger()
    door = f"perangkat:{given[0]}"
    if door_paused(door, address):
        return _words("Terlalu banyak percobaan. Tunggu 15 menit, lalu coba lagi.", 429)
    caller = caller_of(*given)
    if caller is None:
        note_failure_at(door, address)
        return _stranger()
    if not caller.actor.hats:
        return _words("Peran Anda tidak memakai ponsel.", 403)
    forget_failures_at(door)
    request.actor = caller.actor  # type: ignore[attr-defined]  # refusals are noted under the owner's name
    with scoped(caller.actor):
        return view(request, caller, *args, **kwargs)


def _stranger() -> HttpResponse:
    answer = _words("Perangkat ini tidak dikenal. Pindai kode QR baru dari halaman Akun saya, Perangkat.", 401)
    answer["WWW-Authenticate"] = 'Basic realm="Padu", charset="UTF-8"'
    return answer


def _words(text: str, status: int) -> HttpResponse:
    body = f'<OpenRosaResponse xmlns="http://openrosa.org/http/response"><message>{escape(text)}</message></OpenRosaResponse>'
    return HttpResponse(body, content_type=_XML, status=status)


@for_devices
@require_safe
def form_list(request: HttpRequest, caller: Caller) -> HttpResponse:  # noqa: ARG001
    """Every form; `formID` asks for one of them."""
    wanted = request.GET.get("formID")
    forms = [served(name) for name in _FORMS]
    rows = [_form_row(request, one) for one in forms if wanted in (None, one.form.form_id)]
    body = f'<xforms xmlns="http://openrosa.org/xforms/xformsList">{"".join(rows)}</xforms>'
    return HttpResponse(body, content_type=_XML)


def _form_row(request: HttpRequest, one: Served) -> str:
    cells = {
        "formID": one.form.form_id,
        "name": one.form.title,
        "version": one.form.version,
        "hash": one.hash,
        "downloadUrl": address_at(request, reverse("openrosa_form", args=[one.name])),
        "manifestUrl": address_at(request, reverse("openrosa_manifest", args=[one.name])),
    }
    return f"<xform>{''.join(f'<{key}>{escape(text)}</{key}>' for key, text in cells.items())}</xform>"


@for_devices
@require_safe
def form(request: HttpRequest, caller: Caller, name: str) -> HttpResponse:  # noqa: ARG001
    if name not in _FORMS:
        raise Http404
    return HttpResponse(served(name).content, content_type=_XML)


@for_devices
@require_safe
def manifest(request: HttpRequest, caller: Caller, name: str) -> HttpResponse:
    """The lists of a form, with the hash of what this device would get now."""
    if name not in _FORMS:
        raise Http404
    rows = "".join(_list_row(request, caller, one) for one in _LISTS_OF[name])
    body = f'<manifest xmlns="http://openrosa.org/xforms/xformsManifest">{rows}</manifest>'
    return HttpResponse(body, content_type=_XML)


def _list_row(request: HttpRequest, caller: Caller, name: str) -> str:
    content = _LISTS[name](caller).encode()
    address = address_at(request, reverse("openrosa_media", args=[name]))
    kind, more = "", ""
    if name == family_form.ENTITY_LIST:
        kind = ' type="entityList"'
        more = f"<integrityUrl>{escape(address_at(request, reverse('openrosa_integrity')))}</integrityUrl>"
    return (
        f"<mediaFile{kind}><filename>{name}.csv</filename><hash>{_md5(content)}</hash>"
        f"<downloadUrl>{escape(address)}</downloadUrl>{more}</mediaFile>"
    )


@for_devices
@require_safe
def media(request: HttpRequest, caller: Caller, name: str) -> HttpResponse:  # noqa: ARG001
    """One list for this device; a list of families is a look at them."""
    if name not in _LISTS:
        raise Http404
    content = _LISTS[name](caller)
    if name in (family_form.ENTITY_LIST, family_form.MEMBER_LIST):
        for root in caller.actor.roots(Verb.FAMILY_READ):
            record_look(caller.actor, "openrosa.list", root, f"device:{caller.device.pk}")
    return HttpResponse(content, content_type="text/csv; charset=utf-8")


@for_devices
@require_safe
def integrity(request: HttpRequest, caller: Caller) -> HttpResponse:  # noqa: ARG001
    """Which of the named entities the device is to forget."""
    asked = []
    for text in request.GET.get("id", "").split(",")[:5000]:
        try:
            asked.append(UUID(text.strip()))
        except ValueError:
            continue
    rows = "".join(
        f'<entity id="{uuid}"><deleted>{str(is_gone).lower()}</deleted></entity>'
        for uuid, is_gone in entities.gone(asked).items()
    )
    return HttpResponse(f"<data><entities>{rows}</entities></data>", content_type=_XML)


@for_devices
@require_http_methods(["HEAD", "POST"])
def submission(request: HttpRequest, caller: Caller) -> HttpResponse:
    """HEAD asks how much is taken at once; POST brings one form: 201 the first time, 202 when it is here already."""
    if request.method == "HEAD":
        return HttpResponse(status=204)
    sent = _whole(request)
    if sent is None:
        return _words("Kiriman terlalu besar.", 413)
    part = sent.FILES.get(_PART)
    if part is None or len(sent.FILES.getlist(_PART)) != 1 or (part.size or 0) > MAX_XML_BYTES:
        return _words("Kiriman tidak memuat satu formulir.", 400)
    files = {name: one.read() for name, one in sent.FILES.items() if name != _PART}  # type: ignore[union-attr]
    try:
        receipt = submission_receive(actor=caller.actor, device_id=caller.device.pk, content=part.read(), files=files)
    except (NoForm, DocumentRefused, NoPlace):
        return _words("Formulir atau lampirannya tidak dapat dibaca. Isian tetap ada di ponsel.", 400)
    except OtherContent:
        return _words("Nomor formulir ini sudah dipakai isian lain. Isian tetap ada di ponsel.", 409)
    return _words("Kiriman sudah ada." if receipt.repeated else "Kiriman diterima.", 202 if receipt.repeated else 201)


def _whole(request: HttpRequest) -> HttpRequest | None:
    """The request with its body read. Django reads none that comes in chunks without a length; None: too large."""
    length = request.META.get("CONTENT_LENGTH") or ""
    if length:
        return request if int(length) <= MAX_BYTES else None
    if "chunked" not in request.headers.get("Transfer-Encoding", "").casefold():
        return request
    body = request.META["wsgi.input"].read(MAX_BYTES + 1)
    if len(body) > MAX_BYTES:
        return None
    return WSGIRequest({**request.META, "CONTENT_LENGTH": str(len(body)), "wsgi.input": io.BytesIO(body)})
