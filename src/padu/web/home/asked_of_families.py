"""Tasks about families: drafts not finished, offers of other villages, members and families of whom nobody told."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext

from padu.apps.rumah_dataku.selectors.hand_overs import LONG_WAIT_DAYS
from padu.web.home import family_queries as query
from padu.web.home.task import Asking, Task


def drafts_to_finish(asking: Asking) -> Iterator[Task]:
    """Families that oneself began to write down; nobody else sees them, and they are not kept for ever."""
    waiting = query.unfinished_drafts(asking.places, asking.actor.user_id)
    if waiting:
        text = gettext("%(n)s isian keluarga Anda belum selesai: lanjutkan atau buang.")
        yield Task(text % {"n": waiting}, reverse("family_entry"))


def arrivals_to_answer(asking: Asking) -> Iterator[Task]:
    """Families that another village offers and that wait for an answer."""
    for code, waiting in query.waiting_arrivals(asking.places):
        text = gettext("%(n)s keluarga pindah ke desa ini: terima atau tolak.")
        yield Task(text % {"n": waiting}, f"{reverse('hand_overs')}?desa={code}")


def offers_without_answer(asking: Asking) -> Iterator[Task]:
    """Families offered to a village that does not answer: perhaps nobody there uses Padu."""
    for code, waiting in query.unanswered_offers(asking.places, asking.today):
        text = gettext(
            "%(n)s keluarga yang ditawarkan ke desa lain sudah %(days)s hari tak dijawab: hubungi atau tarik kembali."
        )
        url = f"{reverse('hand_overs')}?desa={code}#keluar"
        yield Task(asking.where(code, text % {"n": waiting, "days": LONG_WAIT_DAYS}), url)


def members_to_ask_about(asking: Asking) -> Iterator[Task]:
    """Members who are no longer in their family's rows: moved, or died?"""
    for code, waiting in query.vanished(asking.places):
        text = gettext("%(n)s anggota tidak ada lagi dalam data keluarganya: pindah atau meninggal?")
        yield Task(text % {"n": waiting}, f"{reverse('vanished_members')}?desa={code}")


def families_to_ask_about(asking: Asking) -> Iterator[Task]:
    """Families that a list of the whole village no longer names."""
    for code, waiting in query.missing(asking.places):
        text = gettext("%(n)s keluarga tidak ada di berkas desa: pindah, meninggal, ganda, atau masih di sini?")
        yield Task(text % {"n": waiting}, f"{reverse('missing_families')}?desa={code}")
