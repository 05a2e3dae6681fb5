"""Why can I, why can I not: one verb in one place, answered in words from the functions that the gate asks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from padu.access.actor import Actor, Hat
from padu.access.explaining import VERB_SUBJECTS, Answer, Explanation, explain
from padu.access.requests import actor_of, signed_in
from padu.access.verbs import ROLE_LABELS, VERB_LABELS, Verb
from padu.apps.institutions.selectors import names_of_agencies
from padu.apps.regions.models import Region
from padu.apps.regions.selectors import get_region, names_of, paths_of, search_regions
from padu.domain.formatting import date_long
from padu.ui.components import Choice
from padu.web.hat_queries import DatedHat, dated_hats, person_to_ask_about

VERB_PARAMETER, PLACE_PARAMETER, PERSON_PARAMETER = "izin", "wilayah", "orang"
_MATCHES = 10


def why_url(verb: Verb | None = None, region_code: str = "", user_id: int | None = None) -> str:
    """Address of the explanation, filled in as far as known."""
    asked = {VERB_PARAMETER: verb, PLACE_PARAMETER: region_code, PERSON_PARAMETER: user_id}
    query = urlencode({name: str(value) for name, value in asked.items() if value})
    return reverse("why") + (f"?{query}" if query else "")


@dataclass(frozen=True, slots=True)
class Way:
    """A hat that would give the verb, and who can give that hat."""

    hat: str
    givers: Sequence[str]


@dataclass(frozen=True, slots=True)
class Words:
    """An explanation in words."""

    yes: bool
    heading: str
    text: str
    giving: Sequence[str]
    inside: Sequence[str]
    not_now: Sequence[str]
    ways: Sequence[Way]


@require_safe
@signed_in
def why(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.whole_actor  # type: ignore[attr-defined]  # set by ScopeMiddleware for every request
    name, person, worn = _person(request, actor)
    verb, text = _verb(request), request.GET.get(PLACE_PARAMETER, "").strip()[:80]
    region = get_region(text) if text else None
    context = {
        "title": gettext("Mengapa saya bisa atau tidak bisa?"),
        "subjects": _choices(verb),
        "text": str(region) if region else text,
        "code": region.code if region else "",
        "person_id": request.GET.get(PERSON_PARAMETER, ""),
        "person": name,
        "matches": [] if region or not text else _matches(request, text),
        "region": region,
        "verb": VERB_LABELS[verb] if verb else "",
        "words": _words(explain(person, verb, region.code, worn), person, name) if verb and region else None,
    }
    return render(request, "web/why.html", context)


def _person(request: HttpRequest, actor: Actor) -> tuple[str, Actor, Actor]:
    """Name (empty: oneself), all hats, and those that are put on. Raises Http404 for who is not administered."""
    asked = request.GET.get(PERSON_PARAMETER, "")
    if not asked or asked == str(actor.user_id):
        return "", actor, actor_of(request)
    if not (asked.isascii() and asked.isdigit()) or len(asked) > len(str(2**62)):
        raise Http404
    name, person = person_to_ask_about(actor, int(asked))
    return name, person, person


def _verb(request: HttpRequest) -> Verb | None:
    asked = request.GET.get(VERB_PARAMETER, "")
    return next((verb for verb in Verb if verb.value == asked), None)


def _choices(chosen: Verb | None) -> list[tuple[str, list[Choice]]]:
    return [
        (gettext(subject), [Choice(VERB_LABELS[verb], value=verb.value, active=verb is chosen) for verb in verbs])
        for subject, verbs in VERB_SUBJECTS.items()
    ]


def _matches(request: HttpRequest, text: str) -> list[tuple[str, str, str]]:
    """Places with such a name: name, where it lies, address of this page for it."""
    found: list[Region] = search_regions(text, _MATCHES)
    paths = paths_of(found)
    asked = request.GET.copy()
    rows = []
    for region in found:
        asked[PLACE_PARAMETER] = region.code
        rows.append((str(region), paths[region.code], f"{request.path}?{asked.urlencode()}"))
    return rows


# --- words -------------------------------------------------------------------------------------------------------


def _words(why: Explanation, person: Actor, name: str) -> Words:
    dated = dated_hats(person.user_id) if person.user_id is not None else []
    label = _Labels(why, dated)
    heading, text = _heading(why, name)
    return Words(
        yes=why.answer is Answer.YES,
        heading=heading,
        text=text,
        giving=[f"{label(hat)}, {_since(hat, dated)}" for hat in why.giving],
        inside=[label(hat) for hat in why.inside] if not why.giving else [],
        not_now=[] if why.giving else [_not_now(one, label(one.hat)) for one in _others(why, person, dated)],
        ways=[
            Way(label(Hat(way.role, way.region_code)), [label(Hat(g.role, g.region_code)) for g in way.givers])
            for way in why.remedies
        ],
    )


class _Labels:
    """`Petugas OPD (Dinkes) di Kabupaten Pesisir Selatan`."""

    def __init__(self, why: Explanation, dated: Sequence[DatedHat]) -> None:
        hats = [*why.giving, *why.inside, *(one.hat for one in dated)]
        ways = [code for way in why.remedies for code in (way.region_code, *(g.region_code for g in way.givers))]
        self._places = names_of([*(hat.region_code for hat in hats), *ways])
        self._agencies = names_of_agencies(hat.agency_id for hat in hats if hat.agency_id is not None)

    def __call__(self, hat: Hat) -> str:
        agency = self._agencies.get(hat.agency_id or 0)
        role = f"{ROLE_LABELS[hat.role]} ({agency})" if agency else ROLE_LABELS[hat.role]
        place = self._places.get(hat.region_code, hat.region_code)
        return gettext("%(role)s di %(place)s") % {"role": role, "place": place}


def _heading(why: Explanation, name: str) -> tuple[str, str]:
    who = name or gettext("Anda")
    if why.answer is Answer.YES:
        text = gettext("Hanya untuk baris milik instansinya sendiri.") if why.for_own_agency else ""
        return gettext("Bisa: %(who)s berhak melakukan ini di sini.") % {"who": who}, text
    heading = gettext("Tidak bisa: %(who)s belum berhak melakukan ini di sini.") % {"who": who}
    texts = {
        Answer.OTHER_HAT: gettext(
            "Peran lain yang dimiliki memberi hak ini, tetapi bukan peran yang sedang dipakai. Ganti peran di bagian"
            " atas halaman, atau pilih semua peran."
        ),
        Answer.NO_VERB: gettext(
            "Wilayah ini tercakup oleh peran yang dimiliki, tetapi peran itu tidak mencakup tindakan ini. Halamannya"
            " dijawab dengan kode 403."
        ),
        Answer.OUTSIDE: gettext(
            "Wilayah ini di luar wilayah kerja peran yang dimiliki. Halamannya dijawab 404, sama seperti alamat yang"
            " tidak ada."
        ),
        Answer.NO_HAT: gettext("Akun ini tidak mempunyai peran yang berlaku hari ini."),
    }
    return heading, texts[why.answer]


def _since(hat: Hat, dated: Sequence[DatedHat]) -> str:
    one = next((one for one in dated if one.hat == hat), None)
    if one is None:
        return gettext("berlaku hari ini")
    since = gettext("sejak %(day)s") % {"day": date_long(one.valid_from)}
    until = gettext("sampai %(day)s") % {"day": date_long(one.valid_to)} if one.valid_to else gettext("tanpa batas")
    return f"{since}, {until}"


def _others(why: Explanation, person: Actor, dated: Sequence[DatedHat]) -> list[DatedHat]:
    """Hats that ended or are still to come and would give the verb."""
    return [
        one
        for one in dated
        if one.hat not in person.hats and replace(person, hats=(one.hat,)).may(why.verb, why.region_code)
    ]


def _not_now(one: DatedHat, label: str) -> str:
    today: dt.date = timezone.localdate()
    if one.valid_from > today:
        return gettext("%(hat)s, baru berlaku %(day)s") % {"hat": label, "day": date_long(one.valid_from)}
    ended = date_long(one.valid_to) if one.valid_to else ""
    return gettext("%(hat)s, sudah berakhir %(day)s") % {"hat": label, "day": ended}
