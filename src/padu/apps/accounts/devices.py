"""Where a person is signed in: one row for each browser, beside Django's own session.

Ending a session deletes Django's row, so it is over at the next click. What a device is called is taken from what the
browser says of itself; the text itself is not kept, and of the address only its beginning.
"""

from __future__ import annotations

import datetime as dt
import ipaddress
import re

from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.utils import timezone

from padu.access.actor import Actor
from padu.access.gate import scoped
from padu.apps.accounts.models import Device
from padu.apps.accounts.system import REGISTRAR, registrar_for

_SEEN_KEY = "seen"
# A request writes no oftener than this.
_PRECISION = dt.timedelta(minutes=5)
# In this order: Edge calls itself Chrome as well, Chrome calls itself Safari.
_BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox", "Firefox"))
_LESSER_BROWSERS = (("Chrome", "Chrome"), ("Safari", "Safari"))
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def device_label(agent: str) -> str:
    """What a person recognises their browser by.

    >>> device_label("Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36")
    'Chrome, Android'
    """
    browser = next((name for mark, name in (*_BROWSERS, *_LESSER_BROWSERS) if mark in agent), "Peramban lain")
    system = next((name for mark, name in _SYSTEMS if mark in agent), "")
    return ", ".join(part for part in (browser, system) if part)


def short_address(address: str) -> str:
    """The beginning of an address.

    >>> short_address("10.20.30.40"), short_address("2001:db8:1:2::5"), short_address("x")
    ('10.20.…', '2001:db8:1:…', '')
    """
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if isinstance(parsed, ipaddress.IPv4Address):
        return ".".join(address.split(".")[:2]) + ".…"
    groups = [re.sub("^0{1,3}", "", group) for group in parsed.exploded.split(":")[:3]]
    return ":".join(groups) + ":…"


def note_presence(request: HttpRequest, user_id: int) -> None:
    """Keep the row of this session up to date; at most once in five minutes."""
    now, session = timezone.now(), request.session
    seen = session.get(_SEEN_KEY)
    key = session.session_key
    if key is None or (seen and seen[0] == key and now.timestamp() - seen[1] < _PRECISION.total_seconds()):
        return
    Device.objects.update_or_create(
        session_key=key,
        defaults={"last_seen": now},
        create_defaults={
            "user_id": user_id,
            "label": device_label(request.META.get("HTTP_USER_AGENT", "")),
            "address": short_address(request.META.get("REMOTE_ADDR", "")),
            "last_seen": now,
        },
    )
    session[_SEEN_KEY] = [key, now.timestamp()]


def end_sessions(user_id: int, keep: str = "") -> int:
    """End every session of a person but the one with the key `keep`. Returns how many were ended."""
    with scoped(REGISTRAR):
        rows = Device.objects.filter(user_id=user_id).exclude(session_key=keep)
        keys = list(rows.values_list("session_key", flat=True))
        ended, _ = Session.objects.filter(session_key__in=keys).delete()
        rows.delete()
    return ended


def end_session(actor: Actor, device_id: int) -> bool:
    """End one session of the actor's own. Returns whether there was such a one."""
    with scoped(registrar_for(actor)):
        row = Device.objects.filter(pk=device_id, user_id=actor.user_id).first()
        if row is None:
            return False
        Session.objects.filter(session_key=row.session_key).delete()
        row.delete()
    return True


def list_devices(actor: Actor) -> list[Device]:
    """Sessions of the actor that still run, the one last seen first."""
    rows = list(Device.objects.filter(user_id=actor.user_id).order_by("-last_seen"))
    running = Session.objects.filter(session_key__in=[r.session_key for r in rows], expire_date__gt=timezone.now())
    alive = set(running.values_list("session_key", flat=True))
    return [row for row in rows if row.session_key in alive]


def end_this_session(request: HttpRequest) -> None:
    """Forget the device of this request; Django ends the session itself."""
    key = request.session.session_key
    if key:
        with scoped(REGISTRAR):
            Device.objects.filter(session_key=key).delete()


def forget_seen(request: HttpRequest) -> None:
    """After the session got a new key: the old row goes, the next request writes a new one."""
    kept = request.session.pop(_SEEN_KEY, None)
    if kept:
        with scoped(REGISTRAR):
            Device.objects.filter(session_key=kept[0]).delete()
