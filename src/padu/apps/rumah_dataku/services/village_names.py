"""Which official village a name in somebody's file means: by exact names, else by what a person confirmed once."""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, cached_property
from typing import Final

from django.utils import timezone

from padu.access.actor import Actor
from padu.access.audit import record_change
from padu.access.gate import scoped
from padu.apps.regions.folding import fold_query, kind_in
from padu.apps.regions.models import Region
from padu.apps.regions.selectors import list_children, list_villages, regencies_below
from padu.apps.rumah_dataku.files.siga_places import Candidate, NameAnswer, NameLookup, NameStatus, PlaceNames
from padu.apps.rumah_dataku.models import ImportRun, NamedVillage
from padu.apps.rumah_dataku.services.runs import (
    OPERATOR_ID,
    ImportRefused,
    clear_issues,
    locked_run,
    take_step,
)
from padu.domain.regions import NATION, CodeRange, Level, ancestors, level_of, regency_of

NEAR: Final = 0.75  # [assumption] share of equal letters from which a name is worth proposing
MOST_CANDIDATES: Final = 8
NOT_OURS: Final = ""
"""Stands as village_code of a name that somebody said is none of their villages."""
_KEY_CHARS: Final = 240


def name_key(names: PlaceNames) -> str:
    """What a confirmation is remembered under: regency, district, village, folded, and the end of its code.

    With the kind where it is written: the kelurahan of a name is not the desa of that name beside it.
    """
    village = f"{kind_in(names.village)}{fold_query(names.village)}"
    parts = (_regency_key(names.regency), fold_query(names.district), village, names.code_end)
    return "|".join(parts)[:_KEY_CHARS]


def _regency_key(name: str) -> str:
    """A regency's name with whether it is a city: Kabupaten Solok is not Kota Solok."""
    return f"{'kota' if kind_in(name) == 'kota' else ''}{fold_query(name)}"


def name_lookup(region_code: str, remembered: Mapping[str, str]) -> NameLookup:
    """Find villages by names for a sender whose place is `region_code`.

    remembered  key of names -> code of the village, "" for names that are none of the sender's
    """
    gazetteer = _Gazetteer(region_code)

    @cache
    def find(names: PlaceNames) -> NameAnswer:
        said = remembered.get(name_key(names))
        if said is not None:
            return NameAnswer(NameStatus.FOUND, said) if said else NameAnswer(NameStatus.OUTSIDE)
        return gazetteer.find(names)

    return find


class _Gazetteer:
    """Official names around a sender's place, read once each."""

    def __init__(self, region_code: str) -> None:
        self.place = region_code
        self.span = CodeRange.below(region_code)
        self._villages: dict[str, list[Region]] = {}
        self._children: dict[str, list[Region]] = {}

    @cached_property
    def _all_regencies(self) -> list[tuple[Region, list[Region]]]:
        provinces = list_children(NATION).values_list("code", flat=True)
        return regencies_below(provinces)

    @cached_property
    def _regencies(self) -> dict[str, list[Region]]:
        found: dict[str, list[Region]] = defaultdict(list)
        for _, regencies in self._all_regencies:
            for region in regencies:
                city = "kota" if region.kind == Region.Kind.KOTA else ""
                found[f"{city}{region.folded_name}"].append(region)
        return found

    @cached_property
    def _provinces(self) -> dict[str, str]:
        return {province.code: province.folded_name for province, _ in self._all_regencies}

    def find(self, names: PlaceNames) -> NameAnswer:
        regency = self._regency(names)
        if isinstance(regency, NameAnswer):
            return regency
        districts = [r for r in self._districts(regency) if r.folded_name == fold_query(names.district)]
        if len(districts) != 1:
            return self._without_district(names, regency)
        district = districts[0].code
        if not self._reaches(district):
            return NameAnswer(NameStatus.OUTSIDE)
        return self._village(names, self._below(district))

    def _reaches(self, code: str) -> bool:
        """Whether some of the sender's villages lie in this place."""
        return self.span.holds(code) or code in ancestors(self.place)

    def _regency(self, names: PlaceNames) -> str | NameAnswer:
        """Code of the regency; where the file names none, the sender's own."""
        if not names.regency:
            return regency_of(self.place) if level_of(self.place) not in (Level.NATION, Level.PROVINCE) else _unknown()
        found = self._regencies.get(_regency_key(names.regency), [])
        if len(found) > 1 and names.province:
            found = [r for r in found if self._provinces.get(r.code[:2]) == fold_query(names.province)]
        if len(found) == 1:
            return found[0].code if self._reaches(found[0].code) else NameAnswer(NameStatus.OUTSIDE)
        return self._by_village_alone(names)

    def _by_village_alone(self, names: PlaceNames) -> NameAnswer:
        """A regency that nobody knows: villages of the sender's with this name, to be confirmed."""
        if level_of(self.place) in (Level.NATION, Level.PROVINCE):
            return _unknown()
        return _unknown(_near(names.village, self._below(regency_of(self.place)), self.span))

    def _without_district(self, names: PlaceNames, regency: str) -> NameAnswer:
        """A district that nobody knows: a village of the name elsewhere in the regency is proposed, never taken."""
        near = _near(names.village, self._below(regency), self.span)
        only_elsewhere = not near and level_of(self.place) is Level.VILLAGE
        return NameAnswer(NameStatus.OUTSIDE) if only_elsewhere else _unknown(near)

    def _village(self, names: PlaceNames, villages: Sequence[Region]) -> NameAnswer:
        same = [one for one in villages if one.folded_name == fold_query(names.village)]
        kind = kind_in(names.village)
        if len(same) > 1 and kind:
            same = [one for one in same if one.kind == kind] or same
        if len(same) > 1 and names.code_end:
            same = [one for one in same if one.code.endswith(names.code_end)] or same
        if len(same) == 1:
            code = same[0].code
            return NameAnswer(NameStatus.FOUND, code) if self.span.holds(code) else NameAnswer(NameStatus.OUTSIDE)
        if same:
            mine = [one for one in same if self.span.holds(one.code)]
            return NameAnswer(NameStatus.AMBIGUOUS, "", _candidates(mine)) if mine else NameAnswer(NameStatus.OUTSIDE)
        near = _near(names.village, villages, self.span)
        only_others = not near and level_of(self.place) is Level.VILLAGE
        return NameAnswer(NameStatus.OUTSIDE) if only_others else _unknown(near)

    def _districts(self, regency: str) -> list[Region]:
        if regency not in self._children:
            self._children[regency] = list(list_children(regency))
        return self._children[regency]

    def _below(self, code: str) -> list[Region]:
        if code not in self._villages:
            self._villages[code] = list(list_villages(code))
        return self._villages[code]


def _unknown(candidates: tuple[Candidate, ...] = ()) -> NameAnswer:
    return NameAnswer(NameStatus.UNKNOWN, "", candidates)


def _near(name: str, villages: Iterable[Region], span: CodeRange) -> tuple[Candidate, ...]:
    """The sender's villages whose names are like this one, nearest first."""
    wanted = fold_query(name)
    mine = [one for one in villages if span.holds(one.code)]
    likeness = {one.code: difflib.SequenceMatcher(None, wanted, one.folded_name).ratio() for one in mine}
    near = [one for one in mine if likeness[one.code] >= NEAR]
    return _candidates(sorted(near, key=lambda one: (-likeness[one.code], one.code)))


def _candidates(villages: Iterable[Region]) -> tuple[Candidate, ...]:
    return tuple(Candidate(one.code, str(one)) for one in list(villages)[:MOST_CANDIDATES])


def remembered_names(region_code: str) -> dict[str, str]:
    """What was confirmed for files of a place. Callers stand in a scope."""
    return dict(NamedVillage.objects.filter(region_code=region_code).values_list("key", "village_code"))


def names_confirm(*, actor: Actor, run_id: int, chosen: Mapping[PlaceNames, str]) -> ImportRun:
    """Remember which village each of these names means ("" is none of the sender's); the file is checked anew.

    Raises IllegalTransition for a stored or discarded run, ImportRefused while it is being stored, and for a village
    that is none of the run's place.
    """
    with scoped(actor):
        run = locked_run(actor, run_id)
        allowed = set(list_villages(run.region_code).values_list("code", flat=True))
        for names, code in chosen.items():
            if code and code not in allowed:
                raise ImportRefused(reason="village_outside")
            NamedVillage.objects.update_or_create(
                region_code=run.region_code,
                key=name_key(names),
                defaults={
                    "written": names.written[:_KEY_CHARS],
                    "village_code": code,
                    "confirmed_by": actor.user_id or OPERATOR_ID,
                    "confirmed_at": timezone.now(),
                },
            )
        clear_issues(run)
        take_step(run, "remap", counts={}, problem=None, done=0, total=None)
        record_change(actor, "import.names", run.region_code, f"import:{run.pk}")
    return run
