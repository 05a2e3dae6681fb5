"""Every address of the site: how to reach an object of HERE by it, and who may.

A route that is missing here fails `test_no_route_is_left_out`. A new one gets a Case: its arguments in the world of
`tests.security.world`, and the people for whom it is there. Who is named nowhere gets 404.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from tests.security.world import HERE, KIND, PLAN_YEAR, REGENCY, WORDS, YEAR, World

POKJA = {"pokja"}
EVERY_POKJA = {"pokja", "pokja_tetangga"}
OWNER = {"petugas_opd"}
AGENCIES = {"petugas_opd", "petugas_opd_lain"}
EVERY_AGENCY = AGENCIES | {"petugas_luar"}
TEAM = {"tim_kab"}
EVERY_TEAM = TEAM | {"orang_luar"}
PLACE = POKJA | AGENCIES | TEAM  # who reads HERE
OFFICES = AGENCIES | TEAM  # who reads 13.01 as a whole
REGENCY_PEOPLE = PLACE | {"pokja_tetangga"}  # who reads the regency's meetings
EVERYONE = EVERY_POKJA | EVERY_AGENCY | EVERY_TEAM

NO_ID = 999_999_999
NO_CODE = "13.01.01.2099"
READS = frozenset({"GET"})
WRITES = frozenset({"POST"})
BOTH = READS | WRITES

Make = Callable[[World], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Case:
    """One way to an object of HERE by a route.

    sees     who gets an answer to GET (or, where there is no GET, to POST)
    lacks    who gets 403: inside the place, without the verb
    methods  those the route answers; another one is 405, whoever asks
    does     who may POST, where it is not the same as `sees`; the others of `sees` then get 403
    public   also for nobody in particular
    twin     arguments that name nothing: whoever gets 404 gets the same page for it
    """

    route: str
    sees: set[str]
    lacks: set[str] = field(default_factory=set)
    kwargs: Make = lambda _: {}
    methods: frozenset[str] = READS
    does: set[str] | None = None
    public: bool = False
    query: Mapping[str, str] = field(default_factory=dict)
    post: Make = lambda _: {}
    twin: Mapping[str, Any] | None = None
    label: str = ""

    @property
    def name(self) -> str:
        return f"{self.route}{'-' + self.label if self.label else ''}"

    def url(self, world: World) -> str:
        return self._address(self.kwargs(world), self.query)

    def twin_url(self, world: World) -> str:
        kwargs, twin = self.kwargs(world), dict(self.twin or {})
        query = {key: twin.pop(key, value) for key, value in self.query.items()}
        return self._address(kwargs | twin, query)

    def _address(self, kwargs: Mapping[str, Any], query: Mapping[str, str]) -> str:
        asked = "&".join(f"{key}={value}" for key, value in query.items())
        return reverse(self.route, kwargs=dict(kwargs)) + (f"?{asked}" if asked else "")

    def expected(self, person: str, method: str) -> set[int]:
        """Statuses that are right for this person."""
        if method not in self.methods:
            return {405}
        if person in self._served(method):
            return {200, 302} if method == "GET" else {200, 302, 409, 422}
        if person in self.lacks or (method == "POST" and person in self.sees):
            return {403}
        return {404}

    def _served(self, method: str) -> set[str]:
        return self.sees if method == "GET" or self.does is None else self.does


def _of(**kwargs: Any) -> Make:
    return lambda _: kwargs


def _agency(world: World, **more: Any) -> dict[str, Any]:
    return {"agency_id": world.people.kesehatan.pk, **more}


NO_AGENCY = {"agency_id": NO_ID}
YEARLY = {"wilayah": REGENCY, "tahun": str(PLAN_YEAR)}
HERE_NOW = {"code": HERE, "year": YEAR}
CELL = HERE_NOW | {"programme_no": 4, "column_key": "health"}


def _situation_case(route: str, sees: set[str], lacks: set[str], **more: Any) -> Case:
    more.setdefault("kwargs", _of(code=HERE))
    return Case(route, sees, lacks, query={"tahun": str(YEAR)}, twin={"code": NO_CODE}, **more)


def _import_case(route: str, run: str, **more: Any) -> Case:
    return Case(route, POKJA, kwargs=lambda w: {"run_id": getattr(w, run).pk}, twin={"run_id": NO_ID}, **more)


def _run_case(route: str, run: str = "run", **more: Any) -> Case:
    return Case(route, TEAM, kwargs=lambda w: {"run_id": getattr(w, run).pk}, twin={"run_id": NO_ID}, **more)


def _decision_case(route: str, sees: set[str], lacks: set[str], **post: str) -> Case:
    return Case(
        route, sees, lacks, kwargs=lambda w: {"decision_id": w.decision.pk}, methods=WRITES, post=_of(**post),
        twin={"decision_id": NO_ID},
    )  # fmt: skip


def _supply_case(route: str, sees: set[str] = OWNER, lacks: set[str] = TEAM, *, kwargs: Make, **more: Any) -> Case:
    return Case(route, sees, lacks, kwargs=lambda w: _agency(w, **kwargs(w)), twin=NO_AGENCY, **more)


PUBLIC_CASES = [
    Case("home", EVERYONE, public=True, methods=BOTH),
    Case("health", EVERYONE, public=True, methods=BOTH),
    Case("design_system", EVERYONE, public=True, methods=BOTH),
    Case("sign_in", EVERYONE, public=True, methods=BOTH),
    Case("sign_out", EVERYONE, public=True, methods=WRITES),
]
ACCOUNT_CASES = [
    Case("choose_hat", EVERYONE, methods=WRITES, post=_of(hat="0")),
    Case("account", EVERYONE),
    Case("change_password", EVERYONE, methods=BOTH),
    Case("who_may", EVERYONE),
    Case("places", EVERYONE),
    Case("place", EVERYONE, kwargs=_of(code=HERE)),
]
DATA_CASES = [
    Case("imports", EVERY_POKJA | EVERY_TEAM, EVERY_AGENCY, methods=BOTH),
    Case("import_template", EVERYONE, kwargs=_of(what="keluarga", kind="zip")),
    _import_case("import_run", "checked_run"),
    _import_case("import_run", "stored_run", label="stored"),
    _import_case("import_progress", "checked_run"),
    _import_case("import_store", "checked_run", methods=WRITES, post=_of(mode="good")),
    _import_case("import_discard", "checked_run", methods=WRITES),
    _import_case("import_retry", "failed_run", methods=WRITES),
    _import_case("import_bad_rows", "checked_run"),
    _import_case("import_file", "stored_run"),
    Case("families", EVERY_POKJA),
    Case("family", POKJA, kwargs=lambda w: {"family_id": w.family.pk}, twin={"family_id": NO_ID}),
    Case("village_figures", PLACE, kwargs=_of(code=HERE), twin={"code": NO_CODE}),
    Case("kampung_list", EVERYONE),
    Case("kampung", PLACE, kwargs=_of(code=HERE), twin={"code": NO_CODE}),
    Case("kampung_indicators", PLACE, kwargs=_of(code=HERE), twin={"code": NO_CODE}),
    Case("kampung", OFFICES, kwargs=_of(code=REGENCY), twin={"code": "13.99"}, label="regency"),
]
SITUATION_CASES = [
    Case("situations", EVERYONE),
    _situation_case("situation", PLACE, set()),
    _situation_case("situation_compute", POKJA, OFFICES, methods=WRITES),
    _situation_case(
        "situation_order", POKJA, OFFICES, methods=WRITES, post=lambda w: {"up": str(w.own_problem.pk), "reason": "x"}
    ),
    _situation_case("situation_own", POKJA, OFFICES, methods=BOTH, post=_of(title="x")),
    _situation_case(
        "situation_withdraw", POKJA, OFFICES, methods=BOTH, post=_of(reason="x"),
        kwargs=lambda w: {"code": HERE, "problem_id": w.own_problem.pk},
    ),
    _situation_case("situation_submit", POKJA, OFFICES, methods=BOTH),
    _situation_case("situation_return", TEAM, POKJA | AGENCIES, methods=BOTH, post=_of(reason="x")),
    _situation_case("situation_problem", PLACE, set(), kwargs=_of(code=HERE, kind=KIND)),
    _situation_case("situation_families", POKJA, OFFICES, kwargs=_of(code=HERE, kind=KIND)),
]  # fmt: skip
SUPPLY_CASES = [
    Case("supply", EVERY_AGENCY | EVERY_TEAM, EVERY_POKJA),
    Case("supply", OFFICES, EVERY_POKJA, query=YEARLY, twin={"wilayah": "13.99"}, label="regency"),
    _supply_case("supply_sheet", OWNER | TEAM, set(), kwargs=_of(), query={"tahun": str(PLAN_YEAR)}),
    _supply_case("supply_sheet_save", kwargs=_of(year=PLAN_YEAR), methods=WRITES),
    _supply_case("fund_new", kwargs=_of(year=PLAN_YEAR), methods=BOTH),
    _supply_case("fund_edit", kwargs=lambda w: {"year": PLAN_YEAR, "fund_id": w.fund.pk}, methods=BOTH),
    _supply_case("offer_new", kwargs=_of(year=PLAN_YEAR), methods=BOTH),
    _supply_case("offer_edit", kwargs=lambda w: {"year": PLAN_YEAR, "offer_id": w.offer.pk}, methods=BOTH),
    _supply_case("offer_active", kwargs=lambda w: {"offer_id": w.offer.pk}, methods=WRITES),
    _supply_case("supply_copy", kwargs=_of(year=PLAN_YEAR), methods=WRITES),
    _supply_case("supply_template", kwargs=_of(year=PLAN_YEAR), query={"bentuk": "csv"}),
    _supply_case("supply_upload", kwargs=_of(year=PLAN_YEAR), methods=BOTH),
    _supply_case("supply_file", kwargs=lambda w: {"file_id": w.supply_file.pk}),
    _supply_case("supply_file_store", kwargs=lambda w: {"file_id": w.supply_file.pk}, methods=WRITES),
    _supply_case("supply_file_discard", kwargs=lambda w: {"file_id": w.supply_file.pk}, methods=WRITES),
]
PLANNING_CASES = [
    Case("table", EVERY_TEAM | EVERY_AGENCY, EVERY_POKJA),
    Case("table", OFFICES | {"petugas_luar"}, EVERY_POKJA, query=YEARLY, twin={"wilayah": "13.99"}, label="regency"),
    Case("plan_start", TEAM, query=YEARLY, methods=WRITES, twin={"wilayah": "13.99"}),
    _run_case("planner_run"),
    _run_case("planner_run", "running", label="running"),
    _run_case("planner_run_progress", "running"),
    _run_case("planner_run_stop", "running", methods=WRITES),
    _run_case("planner_run_instance"),
    Case("proposals", EVERY_TEAM | EVERY_AGENCY, EVERY_POKJA),
    Case("proposals", OFFICES, EVERY_POKJA, query=YEARLY, twin={"wilayah": "13.99"}, label="regency"),
    Case(
        "proposal_rows", OWNER | TEAM, kwargs=lambda w: {"run_id": w.run.pk}, twin={"run_id": NO_ID}
    ),
    Case(
        "proposal_answer", OWNER, TEAM, kwargs=lambda w: {"run_id": w.run.pk}, methods=WRITES,
        post=lambda w: {"rows": str(w.row.pk), "step": "confirm"}, twin={"run_id": NO_ID},
    ),
    Case(
        "proposal_withdraw", TEAM, OWNER, kwargs=lambda w: {"run_id": w.run.pk}, methods=WRITES,
        post=lambda w: {"rows": str(w.row.pk), "reason": "x"}, twin={"run_id": NO_ID},
    ),
]  # fmt: skip
MATRIX_CASES = [
    Case("matrix", EVERYONE),
    Case("matrix", PLACE, query={"wilayah": HERE}, twin={"wilayah": NO_CODE}, label="here"),
    Case("matrix_place", PLACE, kwargs=_of(**HERE_NOW), twin={"code": NO_CODE}),
    Case("matrix_place", OFFICES, kwargs=_of(code=REGENCY, year=YEAR), twin={"code": "13.99"}, label="regency"),
    Case("matrix_file", PLACE, kwargs=_of(form="xlsx", **HERE_NOW), twin={"code": NO_CODE}),
    Case("matrix_file", OFFICES, kwargs=_of(form="xlsx", code=REGENCY, year=YEAR), twin={"code": "13.99"}, label="all"),
    Case("matrix_cell", PLACE, kwargs=_of(**CELL), twin={"code": NO_CODE}),
    Case("calendar", EVERYONE),
    Case("calendar", PLACE, query={"wilayah": HERE}, twin={"wilayah": NO_CODE}, label="here"),
    Case("calendar_month", PLACE, kwargs=_of(month=3, **HERE_NOW), twin={"code": NO_CODE}),
    Case("calendar_month", OFFICES, kwargs=_of(month=3, code=REGENCY, year=YEAR), twin={"code": "13.99"}, label="all"),
    Case("calendar_file", PLACE, kwargs=_of(form="xlsx", **HERE_NOW), twin={"code": NO_CODE}),
    Case("event", PLACE, kwargs=lambda w: {"event_id": w.event.pk}, twin={"event_id": NO_ID}),
    Case(
        "event_report", POKJA | OWNER | TEAM, {"petugas_opd_lain"}, kwargs=lambda w: {"event_id": w.event.pk},
        methods=BOTH, twin={"event_id": NO_ID},
    ),
    Case("outside_report", EVERYONE, methods=BOTH),
    Case("outside_report", PLACE, query={"kampung": HERE}, methods=BOTH, twin={"kampung": NO_CODE}, label="here"),
    Case(
        "realisation_join", POKJA | TEAM, AGENCIES, kwargs=lambda w: {"realisation_id": w.realisation.pk},
        methods=BOTH, post=lambda w: {"commitment": str(w.commitment.pk)}, twin={"realisation_id": NO_ID},
    ),
    Case("photo", PLACE, kwargs=lambda w: {"photo_id": w.photo.pk}, twin={"photo_id": NO_ID}),
]  # fmt: skip
MEETING_CASES = [
    Case("meetings", EVERYONE),
    Case("meetings", REGENCY_PEOPLE, query={"wilayah": REGENCY}, twin={"wilayah": "13.99"}, label="regency"),
    Case("meeting_new", TEAM, AGENCIES, query={"wilayah": REGENCY}, methods=BOTH, twin={"wilayah": "13.99"}),
    Case("meeting", REGENCY_PEOPLE, kwargs=lambda w: {"meeting_id": w.meeting.pk}, twin={"meeting_id": NO_ID}),
    _decision_case("decision_complete", TEAM | OWNER, {"petugas_opd_lain"}, evidence="foto"),
    _decision_case("decision_verify", TEAM, AGENCIES),
    _decision_case("decision_reopen", TEAM, AGENCIES, reason="x"),
]
CASES = [
    *PUBLIC_CASES,
    *ACCOUNT_CASES,
    *DATA_CASES,
    *SITUATION_CASES,
    *SUPPLY_CASES,
    *PLANNING_CASES,
    *MATRIX_CASES,
    *MEETING_CASES,
]

# Pages that gather: what each person may read of HERE on any page at all, by the kind of row.
MAY_READ: dict[str, set[str]] = {
    "family": POKJA,
    "hamlet": POKJA,
    "import": POKJA,
    "fund": PLACE,  # a commitment names its fund to all who take part
    "offer": OWNER | TEAM,
    "supply_file": OWNER,
    "activity": PLACE,
    "place_note": PLACE,
    "outside": PLACE,
    "note": PLACE,
    "meeting": REGENCY_PEOPLE,
    "attendance": REGENCY_PEOPLE,
    "decision": REGENCY_PEOPLE,
    "problem": PLACE,
    "kampung": PLACE,
}
assert MAY_READ.keys() == WORDS.keys()
