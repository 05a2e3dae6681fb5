"""A form for each kind of event: few fields, the members as choices, the proposal of a head already chosen."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from padu.apps.rumah_dataku.files import codes
from padu.apps.rumah_dataku.files.problems import ISSUE_TITLES
from padu.apps.rumah_dataku.life_event_words import PAPERS as PAPER_WORDS
from padu.apps.rumah_dataku.life_event_words import problem_words
from padu.apps.rumah_dataku.selectors.life_events import Somebody
from padu.apps.rumah_dataku.services.life_events import EventRefused, NewEvent
from padu.domain.formatting import date_short
from padu.domain.identity import IssueLevel, check_nik, normalise_number
from padu.domain.life_events.happening import Happening, Newcomer
from padu.domain.life_events.kinds import PAPERS, Kind
from padu.domain.life_events.register import Member, Register
from padu.domain.life_events.relations import proposed_head
from padu.domain.life_events.rules import Problem
from padu.domain.pk21 import Relation, Sex
from padu.domain.population import age_on

DAY_INPUT: Final = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
_SEXES: Final = [(code.value, code.label) for code in codes.SEX.codes]
_OUTSIDE, _COMES = "luar", "datang"
YOUNGEST_SPOUSE: Final = 10  # [assumption] years, as the census asks marital status from; children are not offered
_OF_BIRTH_DATE: Final = frozenset({"day_before_birth", "age_odd"})


def member_label(member: Member, day: dt.date) -> str:
    """`Siti Aminah, istri/suami, 52 tahun`."""
    relation = next((code.label.lower() for code in codes.RELATION.codes if code.value == member.relation), "")
    age = gettext("%(n)s tahun") % {"n": age_on(member.birth_date, day)} if member.birth_date else ""
    gone = gettext("tidak ada lagi dalam data") if member.vanished else ""
    return ", ".join(part for part in (member.name or gettext("(tanpa nama)"), relation, age, gone) if part)


class EventForm(forms.Form):
    """What every event tells: the day, the paper, a note. `fields_of` maps a rule's field to the form's."""

    kind: ClassVar[Kind]
    fields_of: ClassVar[Mapping[str, str]] = {"day": "day", "new_head": "new_head", "nik": "nik"}
    leading: ClassVar[Sequence[str]] = ("day",)

    day = forms.DateField(label=gettext_lazy("Tanggal kejadian"), widget=DAY_INPUT)
    paper = forms.ChoiceField(label=gettext_lazy("Surat yang menyertai"), required=False)
    paper_number = forms.CharField(label=gettext_lazy("Nomor surat"), max_length=60, required=False)
    note = forms.CharField(
        label=gettext_lazy("Catatan"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Tanpa penyakit, sebab kematian, atau konflik."),
    )
    token = forms.UUIDField(widget=forms.HiddenInput)
    confirmed = forms.BooleanField(
        label=gettext_lazy("Sudah diperiksa; tetap catat"), required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, register: Register, family_id: int, **kwargs: Any) -> None:
        kwargs["initial"] = {"token": uuid.uuid4(), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self.register, self.family_id, self.today = register, family_id, timezone.localdate()
        self.members = register.living_in(family_id)
        self.head = register.head_of(family_id)
        self.warnings: list[str] = []
        papers = [(paper.value, PAPER_WORDS[paper]) for paper in PAPERS[self.kind]]
        self._choose("paper", [("", gettext("Belum ada")), *papers])
        self.fill()
        self.order_fields([*self.leading, "paper", "paper_number", "note"])

    def fill(self) -> None:
        """Choices of this kind's own fields."""

    def _choose(self, name: str, choices: Sequence[tuple[Any, Any]], initial: Any = None) -> None:
        self.fields[name].choices = list(choices)  # type: ignore[attr-defined]  # a choice field, declared above
        if initial is not None:
            self.initial.setdefault(name, initial)

    def choices_of(self, members: Sequence[Member]) -> list[tuple[int, str]]:
        return [(one.id, member_label(one, self.today)) for one in members]

    def propose_head(self, staying: Sequence[Member]) -> None:
        """The next head, chosen already: a person may choose another."""
        proposed = proposed_head(staying, self.today)
        self._choose("new_head", self.choices_of(staying), proposed.id if proposed else None)

    def next_head(self, leaving: Sequence[int]) -> int | None:
        """The chosen head where the present one is among those who leave and somebody stays."""
        staying = {one.id for one in self.members} - set(leaving)
        head_leaves = self.head is not None and self.head.id in leaving
        return self.cleaned_data.get("new_head") if head_leaves and staying else None

    def happening(self) -> Happening:
        """The event as it was told. Only after `is_valid`."""
        return Happening(self.kind, self.cleaned_data["day"], self.family_id, **self.parts())

    def parts(self) -> dict[str, Any]:
        """What this kind tells beside day and family, as fields of `Happening`."""
        return {}

    def new_event(self, region_code: str = "") -> NewEvent:
        """The event as it was told; the village where there is no family yet. Only after `is_valid`."""
        told = self.cleaned_data
        return NewEvent(
            self.happening(),
            token=told["token"],
            region_code=region_code,
            paper=told["paper"],
            paper_number=told["paper_number"].strip(),
            place=told.get("place", "").strip(),
            note=told["note"].strip(),
            niks=self.niks(),
            family_facts={name: told[name].strip() for name in ("hamlet", "rw", "rt", "address") if told.get(name)},
            confirmed=told["confirmed"],
        )

    def niks(self) -> tuple[str, ...]:
        nik = self.cleaned_data.get("nik")
        return (nik,) if nik else ()

    def clean_nik(self) -> str:
        """A NIK as it is stored; "" without one."""
        typed = self.cleaned_data.get("nik", "")
        if not typed.strip():
            return ""
        nik = normalise_number(typed)
        wrong = [one for one in check_nik(nik, as_of=self.today) if one.level is IssueLevel.ERROR]
        if wrong:
            raise forms.ValidationError(
                gettext("%(what)s. Periksa lagi NIK-nya, atau kosongkan dahulu.")
                % {"what": ISSUE_TITLES[wrong[0].code]}
            )
        return nik

    def field_of(self, problem: Problem) -> str | None:
        """The field of the form where it is said; None for the form as a whole."""
        if problem.field == "newcomers" and problem.code in _OF_BIRTH_DATE and "birth_date" in self.fields:
            return "birth_date"
        return self.fields_of.get(problem.field)

    def refuse(self, refused: EventRefused) -> None:
        """Put what stands against the event beside its fields; warnings become a question."""
        for problem in refused.problems:
            member = self.register.members.get(problem.person) if problem.person is not None else None
            words = problem_words(problem, member.name if member else "")
            if problem.level is not IssueLevel.ERROR:
                self.warnings.append(words)
                continue
            name = self.field_of(problem)
            self.add_error(name if name in self.fields else None, words)
        if self.warnings and refused.only_warnings:
            self.fields["confirmed"].widget = forms.CheckboxInput()


class NameForm(EventForm):
    """Somebody who comes: name, sex, NIK."""

    name = forms.CharField(label=gettext_lazy("Nama"), max_length=120)
    sex = forms.TypedChoiceField(
        label=gettext_lazy("Jenis kelamin"), coerce=int, choices=_SEXES, widget=forms.RadioSelect
    )
    nik = forms.CharField(
        label=gettext_lazy("NIK"),
        max_length=32,
        required=False,
        help_text=gettext_lazy("16 angka. Boleh menyusul."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    fields_of = {**EventForm.fields_of, "newcomers": "name", "mother": "mother"}


class BirthForm(NameForm):
    kind = Kind.BIRTH
    leading = ("name", "sex", "day", "mother", "nik")

    mother = forms.TypedChoiceField(
        label=gettext_lazy("Ibu"), coerce=int, empty_value=None, required=False, widget=forms.RadioSelect
    )

    def fill(self) -> None:
        self.fields["day"].label = gettext("Tanggal lahir")
        women = [one for one in self.members if one.is_woman]
        likely = [one for one in women if one.is_spouse] or [one for one in women if one.is_head]
        choices = [*self.choices_of(women), ("", gettext("Bukan anggota keluarga ini"))]
        self._choose("mother", choices, likely[0].id if likely else "")

    def parts(self) -> dict[str, Any]:
        told = self.cleaned_data
        return {"newcomers": (Newcomer(told["name"].strip(), told["sex"], told["day"], mother=told["mother"]),)}


class LeavingForm(EventForm):
    """Somebody leaves the family, also one who is no longer in its rows; where it is the head, a next one is chosen."""

    who: ClassVar[str]

    new_head = forms.TypedChoiceField(
        label=gettext_lazy("Kepala keluarga berikutnya"),
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("Hanya dipakai bila kepala keluarga yang meninggal atau pindah. Usulan sudah dipilih."),
    )

    def fill(self) -> None:
        gone = [one for one in self.register.members.values() if one.family == self.family_id and one.vanished]
        self._choose(self.who, self.choices_of([*self.members, *gone]))
        self.propose_head([one for one in self.members if not one.is_head])

    def leaving(self) -> tuple[int, ...]:
        """Ids of those who leave."""
        chosen = self.cleaned_data[self.who]
        return (chosen,) if isinstance(chosen, int) else tuple(chosen)

    def parts(self) -> dict[str, Any]:
        people = self.leaving()
        return {"people": people, "new_head": self.next_head(people)}


class DeathForm(LeavingForm):
    kind, who = Kind.DEATH, "person"
    leading = ("person", "day", "new_head")
    fields_of = {**EventForm.fields_of, "people": "person"}

    person = forms.TypedChoiceField(label=gettext_lazy("Yang meninggal"), coerce=int, widget=forms.RadioSelect)

    def fill(self) -> None:
        self.fields["day"].label = gettext("Tanggal meninggal")
        super().fill()


class MoveInForm(NameForm):
    kind = Kind.MOVE_IN
    leading: ClassVar[Sequence[str]] = (
        "name", "sex", "birth_date", "relation", "marital_status", "nik", "day", "place",
    )  # fmt: skip

    birth_date = forms.DateField(label=gettext_lazy("Tanggal lahir"), required=False, widget=DAY_INPUT)
    relation = forms.TypedChoiceField(
        label=gettext_lazy("Hubungan dengan kepala keluarga"), coerce=int, widget=forms.RadioSelect
    )
    marital_status = forms.TypedChoiceField(
        label=gettext_lazy("Status perkawinan"), coerce=int, empty_value=None, required=False
    )
    place = forms.CharField(label=gettext_lazy("Datang dari"), max_length=120, required=False)

    def fill(self) -> None:
        self.fields["day"].label = gettext("Tanggal datang")
        relations = [(int(code.value), code.label) for code in codes.RELATION.codes]  # type: ignore[call-overload]
        self._choose("relation", [one for one in relations if self.head is None or one[0] != Relation.HEAD])
        statuses = [(int(code.value), code.label) for code in codes.MARITAL.codes]  # type: ignore[call-overload]
        self._choose("marital_status", [("", gettext("Belum ditanyakan")), *statuses])

    def newcomer(self) -> Newcomer:
        told = self.cleaned_data
        return Newcomer(told["name"].strip(), told["sex"], told["birth_date"], told["relation"], told["marital_status"])

    def parts(self) -> dict[str, Any]:
        return {"newcomers": (self.newcomer(),)}


class ArriveForm(MoveInForm):
    """The head of a family that moves in, and where they live; the others are told on the family's own page."""

    leading = ("name", "sex", "birth_date", "marital_status", "nik", "day", "place", "hamlet", "rw", "rt", "address")

    hamlet = forms.CharField(label=gettext_lazy("Dusun/jorong"), max_length=80, required=False)
    rw = forms.CharField(label=gettext_lazy("RW"), max_length=5, required=False)
    rt = forms.CharField(label=gettext_lazy("RT"), max_length=5, required=False)
    address = forms.CharField(label=gettext_lazy("Alamat"), max_length=200, required=False)

    def fill(self) -> None:
        super().fill()
        del self.fields["relation"]
        self.fields["name"].label = gettext("Nama kepala keluarga")

    def newcomer(self) -> Newcomer:
        self.cleaned_data["relation"] = int(Relation.HEAD)
        return super().newcomer()


class MoveOutForm(LeavingForm):
    kind, who = Kind.MOVE_OUT, "people"
    leading = ("people", "day", "place", "new_head")
    fields_of = {**EventForm.fields_of, "people": "people"}

    people = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Siapa yang pindah"), coerce=int, widget=forms.CheckboxSelectMultiple
    )
    place = forms.CharField(label=gettext_lazy("Pindah ke"), max_length=120, required=False)

    def fill(self) -> None:
        self.fields["day"].label = gettext("Tanggal pindah")
        super().fill()


class MarriageForm(EventForm):
    """One member and a partner: a member too, somebody of the village found by name, or from outside."""

    kind = Kind.MARRIAGE
    leading = ("person", "partner", "name", "birth_date", "nik", "day")
    fields_of = {**EventForm.fields_of, "people": "partner", "newcomers": "name"}

    person = forms.TypedChoiceField(label=gettext_lazy("Yang menikah"), coerce=int, widget=forms.RadioSelect)
    partner = forms.ChoiceField(label=gettext_lazy("Menikah dengan"), widget=forms.RadioSelect)
    name = forms.CharField(
        label=gettext_lazy("Nama pasangan yang datang menetap"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Diisi bila pasangannya dari luar dan tinggal di keluarga ini."),
    )
    birth_date = forms.DateField(label=gettext_lazy("Tanggal lahir pasangan"), required=False, widget=DAY_INPUT)
    nik = forms.CharField(label=gettext_lazy("NIK pasangan"), max_length=32, required=False)

    def __init__(self, *args: Any, found: Sequence[Somebody] = (), **kwargs: Any) -> None:
        self.found = found
        super().__init__(*args, **kwargs)

    def fill(self) -> None:
        self.fields["day"].label = gettext("Tanggal perkawinan")
        self._choose("person", self.choices_of([one for one in self.members if not one.is_married] or self.members))
        others = [(str(key), label) for key, label in self.choices_of(self.members)]
        found = [(str(one.person), somebody_label(one)) for one in self.found]
        outside = [
            (_COMES, gettext("Orang dari luar desa, menetap di keluarga ini")),
            (_OUTSIDE, gettext("Orang dari luar desa, tidak menetap di sini")),
        ]
        self._choose("partner", [*found, *outside, *others], found[0][0] if len(found) == 1 else None)

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if told.get("partner") == _COMES and not told.get("name", "").strip():
            self.add_error("name", gettext("Isi nama pasangan yang datang menetap."))
        if told.get("partner") == str(told.get("person")):
            self.add_error("partner", gettext("Pilih orang lain sebagai pasangan."))
        return told

    def parts(self) -> dict[str, Any]:
        told, partner = self.cleaned_data, self.cleaned_data["partner"]
        people = (told["person"], *((int(partner),) if partner not in (_COMES, _OUTSIDE) else ()))
        return {"people": people, "newcomers": (self._coming(),) if partner == _COMES else ()}

    def _coming(self) -> Newcomer:
        """The partner: spouse of the head, else among the others; of the other sex."""
        told = self.cleaned_data
        one = self.register.members[told["person"]]
        relation = Relation.SPOUSE if one.is_head else Relation.OTHER
        sex = Sex.MALE if one.is_woman else Sex.FEMALE
        return Newcomer(told["name"].strip(), int(sex), told["birth_date"], int(relation), 2)

    def niks(self) -> tuple[str, ...]:
        return super().niks() if self.cleaned_data["partner"] == _COMES else ()


def somebody_label(one: Somebody) -> str:
    """`Siti, lahir 3 Mar 1990, keluarga Ahmad, RT 002`."""
    born = gettext("lahir %(day)s") % {"day": date_short(one.birth_date)} if one.birth_date else ""
    home = gettext("keluarga %(head)s") % {"head": one.head}
    return ", ".join(part for part in (one.name, born, home, f"RT {one.rt}" if one.rt else "") if part)


class DivorceForm(EventForm):
    kind = Kind.DIVORCE
    leading = ("people", "day")
    fields_of = {**EventForm.fields_of, "people": "people"}

    people = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Yang bercerai"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Satu orang saja bila yang lain tidak tinggal di keluarga ini."),
    )

    def fill(self) -> None:
        self.fields["day"].label = gettext("Tanggal putusan")
        couple = [one.id for one in self.members if one.is_married and (one.is_head or one.is_spouse)]
        self._choose("people", self.choices_of([one for one in self.members if self._of_age(one)]), couple[:2])

    def _of_age(self, one: Member) -> bool:
        """Who may have been married; of whom the age is not known may be as well."""
        return one.is_married or one.birth_date is None or age_on(one.birth_date, self.today) >= YOUNGEST_SPOUSE

    def parts(self) -> dict[str, Any]:
        return {"people": tuple(self.cleaned_data["people"])}
