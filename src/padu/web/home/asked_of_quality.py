"""Tasks about the quality of families' data: issues handed to somebody, and those that are late."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext

from padu.access.verbs import Role
from padu.apps.data_quality.selectors.issues import issues_waiting
from padu.web.home.task import Asking, Task


def issues_to_see_to(asking: Asking) -> Iterator[Task]:
    """Issues handed to the person; for who looks after the village also late ones that nobody has seen to."""
    waiting = issues_waiting(asking.places, asking.actor.user_id, asking.today)
    page = reverse("quality")
    if waiting.mine:
        text = gettext("%(n)s catatan mutu data diserahkan kepada Anda%(late)s.")
        values = {"n": waiting.mine, "late": _late_words(waiting.mine_late)}
        yield Task(text % values, f"{page}?kotak=saya", late=bool(waiting.mine_late))
    others_late = waiting.late - waiting.mine_late
    if others_late and asking.post.role is not Role.KADER:
        text = gettext("%(n)s catatan mutu data keluarga lewat tenggat: serahkan atau selesaikan.")
        yield Task(text % {"n": others_late}, f"{page}?kotak=lewat", late=True)
    elif waiting.every > waiting.mine:
        text = gettext("%(n)s catatan mutu data keluarga terbuka%(late)s.")
        yield Task(text % {"n": waiting.every - waiting.mine, "late": _late_words(others_late)}, page)


def _late_words(late: int) -> str:
    """`, 3 lewat tenggat`; "" where nothing is late."""
    return gettext(", %(n)s lewat tenggat") % {"n": late} if late else ""
