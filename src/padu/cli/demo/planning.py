"""The demo's plan: rankings sent, a proposal made, answers given, and the meeting that agreed."""

from __future__ import annotations

import datetime as dt
import random

from padu.access.actor import Actor
from padu.access.gate import scoped
from padu.access.verbs import Verb
from padu.apps.accounts.actors import load_actor_by_username
from padu.apps.convergence.models import Commitment, PlannerRun, ProposalRow
from padu.apps.convergence.services.planner_runs import run_execute, run_start
from padu.apps.convergence.services.proposals import Answer, rows_answer
from padu.apps.coordination.services import MeetingRecord, NewDecision, Present, meeting_record
from padu.apps.institutions.selectors import list_agencies
from padu.apps.situation.models import SituationAnalysis
from padu.apps.situation.services.sending import situation_submit
from padu.cli.demo.setting import DemoSetting

PLANNER_SECONDS = 8
# The first nagari is that of the account `pokja`: its ranking is left to the visitor to send.
_LEFT_TO_VISITORS = 1
_MEETING_DAY = (1, 20)


def meeting_day(setting: DemoSetting) -> dt.date:
    """20 January of the year, or today when the year is younger."""
    return min(setting.today, dt.date(setting.year, *_MEETING_DAY))


def load_rankings(setting: DemoSetting) -> str:
    """Most nagari have sent their ranking to the regency."""
    actor = setting.actor(Verb.SITUATION_EDIT)
    sent = 0
    for code in setting.villages[_LEFT_TO_VISITORS:]:
        with scoped(actor):
            drafts = SituationAnalysis.objects.filter(
                region_code=code, year=setting.year, state=SituationAnalysis.State.DRAFT
            )
            if drafts.exists():
                situation_submit(actor=actor, region_code=code, year=setting.year)
                sent += 1
    return f"{sent} analisis dikirim"


def load_proposal(setting: DemoSetting) -> str:
    """One run of the planner, as of the day of the meeting."""
    team = load_actor_by_username("kabupaten")
    with scoped(team):
        if PlannerRun.objects.filter(region_code=setting.regency, year=setting.year).exists():
            return "sudah ada"
        run = run_start(
            actor=team,
            region_code=setting.regency,
            year=setting.year,
            seconds=PLANNER_SECONDS,
            seed=setting.seed,
            today=meeting_day(setting),
            made_up=True,
        )
    run = run_execute(actor=team, run_id=run.pk)
    with scoped(team):
        rows = ProposalRow.objects.filter(run=run).count()
    return f"{rows} baris usulan"


def load_answers(setting: DemoSetting) -> str:
    """Every agency answers: most it confirms, some it cuts or refuses, a few it leaves open."""
    chance = random.Random(setting.seed)  # noqa: S311 - made-up data
    answered = 0
    with scoped(setting.actor()):
        codes = list(list_agencies(setting.regency).values_list("code", flat=True))
    for code in codes:
        officer = load_actor_by_username(code)
        with scoped(officer):
            answered += _answer_all(officer, chance)
    return f"{answered} jawaban"


def _answer_all(officer: Actor, chance: random.Random) -> int:
    rows = ProposalRow.objects.filter(state=ProposalRow.State.PROPOSED, agency_id__in=officer.agency_ids)
    open_rows = list(rows.order_by("pk").values_list("pk", "amount_idr"))
    confirmed: list[int] = []
    answered = 0
    for pk, amount in open_rows:
        draw = chance.random()
        if draw < 0.82:
            confirmed.append(pk)
        elif draw < 0.90 and amount > 1:
            cut = Answer("cut", "Pagu dikurangi setelah perubahan anggaran (buatan).", amount * 7 // 10)
            answered += rows_answer(actor=officer, row_ids=[pk], answer=cut)
        elif draw < 0.96:
            refusal = Answer("refuse", "Petugas sudah bertugas di tempat lain pada hari itu (buatan).")
            answered += rows_answer(actor=officer, row_ids=[pk], answer=refusal)
    if not confirmed:
        return answered  # answered at an earlier loading
    return answered + rows_answer(actor=officer, row_ids=confirmed, answer=Answer("confirm"))


def load_meeting(setting: DemoSetting) -> str:
    """The coordination meeting that agreed on the proposal, with three decisions to follow."""
    team = load_actor_by_username("kabupaten")
    with scoped(team):
        if Commitment.objects.filter(year=setting.year).exists():
            return "sudah ada"
        run = PlannerRun.objects.filter(region_code=setting.regency, year=setting.year).latest("pk")
        agencies = list(list_agencies(setting.regency))
        recorded = meeting_record(
            actor=team,
            record=MeetingRecord(
                region_code=setting.regency,
                held_on=meeting_day(setting),
                title="Rapat koordinasi pertama Kampung KB (buatan)",
                place="Aula Bappeda",
                chair="Bupati Pesisir Selatan (buatan)",
                present=[Present(f"Wakil {a.short_name} (buatan)", a.short_name, a.pk) for a in agencies],
                minutes="Membahas urutan masalah nagari dan menyepakati usulan yang sudah dijawab instansi.",
                decisions=_decisions(setting),
                planner_run_id=run.pk,
            ),
        )
    return f"{recorded.commitments} komitmen"


def _decisions(setting: DemoSetting) -> list[NewDecision]:
    day = meeting_day(setting)
    return [
        NewDecision(
            "Semua nagari yang belum mengirim analisis situasi didampingi PLKB.",
            "Dinas P3AP2KB",
            day + dt.timedelta(days=30),
            "semua nagari mengirim",
        ),
        NewDecision(
            "Jadwal layanan dokumen kependudukan diumumkan di setiap nagari.",
            "Dinas Dukcapil",
            day + dt.timedelta(days=21),
        ),
        NewDecision(
            "Laporan kegiatan dikirim paling lambat tiga hari setelah kegiatan.",
            "Bappeda",
            dt.date(setting.year, 12, 15),
        ),
    ]
