"""A run's result in words and pictures: its progress, what each kampung gets and why not more, money and teams."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from padu.apps.convergence.models import PlannerRun
from padu.apps.convergence.planning.inputs import Inputs, Json
from padu.apps.programmes.selectors import problem_type_names
from padu.domain.formatting import number, share_percent
from padu.ui.components import Progress
from padu.ui.pictures import Gauge


@dataclass(frozen=True, slots=True)
class Help:
    """One delivery that answers a problem."""

    title: str
    agency: str
    day: dt.date
    agreed: bool


@dataclass(frozen=True, slots=True)
class ProblemStory:
    """How far one problem is met, by what, and why the rest is not."""

    rank: int
    title: str
    share: float
    helps: tuple[Help, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class VillageStory:
    """share: part of the village's weight that is met, None without a problem."""

    code: str
    name: str
    share: float | None
    days: int
    sectors: int
    problems: tuple[ProblemStory, ...]


def progress_of(run: PlannerRun) -> Progress:
    """The job's bar, its words and where to ask again."""
    states = PlannerRun.State
    step = run.progress or {}
    if run.state == states.FAILED:
        return Progress(_("Usulan tidak dapat disusun"), text=_failure(run), state="failed")
    if run.state == states.DONE:
        return Progress(_("Usulan selesai disusun"), text=_("Halaman akan dimuat ulang."), state="done")
    poll = reverse("planner_run_progress", args=[run.pk])
    if run.state == states.QUEUED:
        return Progress(_("Menunggu giliran"), poll, None, _("Perencana mulai sebentar lagi."), "waiting")
    spent = float(step.get("seconds") or 0)
    percent = min(99, round(100 * spent / run.seconds)) if spent else None
    return Progress(_("Perencana sedang mencari usulan terbaik"), poll, percent, _progress_words(run, step), "running")


def _progress_words(run: PlannerRun, step: Json) -> str:
    parts = []
    if step.get("seconds") is not None:
        spent = {"spent": number(step["seconds"]), "whole": number(run.seconds)}
        parts.append(_("%(spent)s dari %(whole)s detik") % spent)
    if step.get("score") is not None:
        parts.append(_("nilai sejauh ini %(score)s") % {"score": number(step["score"], 1)})
    if step.get("gap") is not None:
        parts.append(_("paling jauh %(gap)s dari batas teoretis") % {"gap": share_percent(step["gap"])})
    return " · ".join(parts) or _("Menyiapkan data")


def _failure(run: PlannerRun) -> str:
    if run.failure == "lost":
        return _("Pekerjaan terputus sebelum selesai. Data masukan tetap tersimpan; susun sekali lagi.")
    return run.failure


def gauges(run: PlannerRun, inputs: Inputs) -> dict[str, list[Gauge]]:
    """Money by fund and team days by agency: what is agreed already, and what this plan adds."""
    instance, result = run.instance or {}, run.result or {}
    agreed = {(lock["offer"], lock["village"], lock["day"]) for lock in instance["locked"]}
    offers = {offer["id"]: offer for offer in instance["offers"]}
    money: dict[bool, defaultdict[str, int]] = {True: defaultdict(int), False: defaultdict(int)}
    visits: dict[bool, defaultdict[str, set[tuple[str, str]]]] = {True: defaultdict(set), False: defaultdict(set)}
    for row in result["deliveries"]:
        firm = (row["offer"], row["village"], row["day"]) in agreed
        offer = offers[row["offer"]]
        money[firm][offer["fund"]] += offer["unit_cost"]
        visits[firm][offer["agency"]].add((row["village"], row["day"]))
    return {"money": _money_gauges(inputs, instance, money), "teams": _team_gauges(instance, visits)}


def _money_gauges(inputs: Inputs, instance: Json, money: dict[bool, defaultdict[str, int]]) -> list[Gauge]:
    agencies = {agency["code"]: agency["name"] for agency in instance["agencies"]}
    names = {str(fund.pk): fund.name for fund in inputs.funds}
    return [
        Gauge(
            label=f"{agencies[fund['agency']]} · {names.get(fund['id'], fund['source'])}",
            whole=fund["budget"],
            used=money[True][fund["id"]],
            planned=money[False][fund["id"]],
            used_label=_("disepakati"),
            planned_label=_("diusulkan"),
        )
        for fund in sorted(instance["funds"], key=lambda fund: agencies[fund["agency"]])
    ]


def _team_gauges(instance: Json, visits: dict[bool, defaultdict[str, set[tuple[str, str]]]]) -> list[Gauge]:
    days = len(instance["days"])
    gauges = []
    for agency in sorted(instance["agencies"], key=lambda agency: agency["name"]):
        firm, all_visits = visits[True][agency["code"]], visits[True][agency["code"]] | visits[False][agency["code"]]
        if all_visits:
            whole = agency["teams"] * days
            new = len(all_visits) - len(firm)
            label = _("%(agency)s · %(teams)s tim") % {"agency": agency["name"], "teams": agency["teams"]}
            gauges.append(Gauge(label, whole, len(firm), new, _("hari tim"), _("disepakati"), _("diusulkan")))
    return gauges


def village_stories(run: PlannerRun, inputs: Inputs) -> list[VillageStory]:
    """Every kampung of the run with its problems in rank order, the least met kampung first."""
    instance = run.instance or {}
    helps = _helps(run, instance)
    sectors = {agency["code"] for agency in instance["agencies"] if agency["counts"]}
    names, own = problem_type_names(), {str(p.problem_id): p.title for p in inputs.problems}
    titles = {p["id"]: own.get(p["id"]) or names.get(p["type"], p["type"]) for p in instance["problems"]}
    reasons = (run.explanation or {}).get("reasons", {})
    stories = [_story(village, instance, helps, sectors, titles, reasons) for village in instance["villages"]]
    return sorted(stories, key=lambda story: (1.0 if story.share is None else story.share, story.name))


_Helps = dict[str, list[tuple[Json, Help]]]


def _helps(run: PlannerRun, instance: Json) -> _Helps:
    """Deliveries by village, each with its offer."""
    agreed = {(lock["offer"], lock["village"], lock["day"]) for lock in instance["locked"]}
    offers = {offer["id"]: offer for offer in instance["offers"]}
    agencies = {agency["code"]: agency["name"] for agency in instance["agencies"]}
    found: defaultdict[str, list[tuple[Json, Help]]] = defaultdict(list)
    for row in (run.result or {})["deliveries"]:
        offer = offers[row["offer"]]
        firm = (row["offer"], row["village"], row["day"]) in agreed
        day = dt.date.fromisoformat(row["day"])
        found[row["village"]].append((offer, Help(offer["activity"], agencies[offer["agency"]], day, firm)))
    return found


def _story(
    village: Json, instance: Json, helps: _Helps, sectors: set[str], titles: dict[str, str], reasons: dict[str, str]
) -> VillageStory:
    here = helps.get(village["code"], [])
    problems = [p for p in instance["problems"] if p["village"] == village["code"]]
    told = [_problem_story(p, here, titles, reasons) for p in problems]
    weight = sum(p["weight"] for p in problems)
    met = sum(p["weight"] * story.share for p, story in zip(problems, told, strict=True))
    return VillageStory(
        code=village["code"],
        name=village["name"],
        share=met / weight if weight else None,
        days=len({done.day for _offer, done in here}),
        sectors=len({offer["agency"] for offer, _done in here} & sectors),
        problems=tuple(sorted(told, key=lambda story: story.rank)),
    )


def _problem_story(
    problem: Json, here: list[tuple[Json, Help]], titles: dict[str, str], reasons: dict[str, str]
) -> ProblemStory:
    answering = [
        (sum(a["effect"] for a in offer["addresses"] if a["type"] == problem["type"]), done) for offer, done in here
    ]
    return ProblemStory(
        rank=problem["rank"],
        title=titles[problem["id"]],
        share=min(1.0, sum(effect for effect, _done in answering)),
        helps=tuple(done for effect, done in answering if effect),
        reason=reasons.get(problem["id"], ""),
    )
