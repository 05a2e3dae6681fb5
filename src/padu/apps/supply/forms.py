"""Forms of funds and offers. The document that carries a row is named whole, or it is said that there is none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from padu.apps.institutions.models import Agency
from padu.apps.kampung.selectors import list_kampung
from padu.apps.programmes.selectors import list_activities, list_funding_sources, problem_type_names
from padu.apps.supply.models import Carried, Fund, Offer
from padu.apps.supply.selectors import list_funds
from padu.apps.supply.services import DocumentIncomplete, DocumentRef, FundData, OfferData
from padu.domain.formatting import MONTHS, number
from padu.domain.tabular import CellError, fold, parse_decimal, parse_integer

NEEDED_WITH_DOCUMENT = gettext_lazy("Wajib bila ada dokumen.")


class WholeNumberField(forms.CharField):
    """A whole number as people write it: 3000000 or 3.000.000."""

    def __init__(self, *, least: int = 0, most: int = 10**15, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}))
        super().__init__(**kwargs)
        self.least, self.most = least, most

    def prepare_value(self, value: Any) -> Any:
        return number(value) if isinstance(value, int) else value

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text:
            return None
        try:
            found = parse_integer(str(text).removeprefix("Rp").strip())
        except CellError as error:
            raise forms.ValidationError(gettext("Isi dengan %(expected)s.") % {"expected": error.expected}) from error
        if not self.least <= found <= self.most:
            raise forms.ValidationError(
                gettext("Isi antara %(least)s dan %(most)s.") % {"least": number(self.least), "most": number(self.most)}
            )
        return found


class CarriedForm(forms.Form):
    """The part every row shares: the planning document and budget line that carry it."""

    document = forms.ChoiceField(
        label=gettext_lazy("Dokumen perencanaan yang memuatnya"),
        choices=[("", gettext_lazy("Pilih dokumen, atau “Tidak ada dokumen”")), *Carried.Document.choices],
        help_text=gettext_lazy("Bila belum tercantum di dokumen mana pun, pilih “Tidak ada dokumen”."),
    )
    document_code = forms.CharField(
        label=gettext_lazy("Kode atau nomor dokumen"), max_length=80, required=False, help_text=NEEDED_WITH_DOCUMENT
    )
    document_year = forms.IntegerField(
        label=gettext_lazy("Tahun dokumen"),
        min_value=2015,
        max_value=2100,
        required=False,
        help_text=NEEDED_WITH_DOCUMENT,
    )
    budget_line = forms.CharField(
        label=gettext_lazy("Kode rekening atau baris anggaran"),
        max_length=80,
        required=False,
        help_text=NEEDED_WITH_DOCUMENT,
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "document" in cleaned and not self.errors:
            try:
                self.document_ref.check()
            except DocumentIncomplete as refusal:
                self._tell(refusal.data)
        return cleaned

    def _tell(self, data: Mapping[str, Any]) -> None:
        for name in data.get("missing", ()):
            self.add_error(name, gettext("Isi bagian ini, atau pilih “Tidak ada dokumen”."))
        for name in data.get("surplus", ()):
            self.add_error(name, gettext("Kosongkan: Anda memilih “Tidak ada dokumen”."))

    @property
    def document_ref(self) -> DocumentRef:
        given = self.cleaned_data
        return DocumentRef(
            given["document"], given["document_code"].strip(), given["document_year"], given["budget_line"].strip()
        )


def carried_initial(row: Carried) -> dict[str, Any]:
    return {
        "document": row.document,
        "document_code": row.document_code,
        "document_year": row.document_year,
        "budget_line": row.budget_line,
    }


class FundForm(CarriedForm):
    name = forms.CharField(label=gettext_lazy("Nama dana"), max_length=160)
    source = forms.ChoiceField(label=gettext_lazy("Sumber dana"))
    budget_idr = WholeNumberField(label=gettext_lazy("Pagu setahun (Rp)"))

    field_order = ["name", "source", "budget_idr"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(source.key, source.name) for source in list_funding_sources()]
        self.fields["source"].choices = [("", gettext("Pilih sumber")), *choices]  # type: ignore[attr-defined]

    def data_of(self) -> FundData:
        given = self.cleaned_data
        return FundData(given["name"].strip(), given["source"], given["budget_idr"], self.document_ref)


def fund_initial(fund: Fund) -> dict[str, Any]:
    return {"name": fund.name, "source": fund.source, "budget_idr": fund.budget_idr} | carried_initial(fund)


class SheetForm(forms.Form):
    """The figures of all funds and offers of one agency and year, to be typed over in place."""

    def __init__(self, data: Any, *, funds: Iterable[Fund], offers: Iterable[Offer]) -> None:
        super().__init__(data)
        self.funds, self.offers = list(funds), list(offers)
        for fund in self.funds:
            self._add(f"budget-{fund.pk}", gettext("Pagu %(name)s") % {"name": fund.name}, fund.budget_idr)
        for offer in self.offers:
            words = {"title": offer.title}
            self._add(f"cost-{offer.pk}", gettext("Biaya %(title)s") % words, offer.unit_cost_idr)
            self._add(f"quota-{offer.pk}", gettext("Kuota %(title)s") % words, offer.max_deliveries, 1, 100_000)

    def _add(self, name: str, label: str, initial: int, least: int = 0, most: int = 10**15) -> None:
        field = WholeNumberField(label=label, initial=initial, least=least, most=most)
        field.widget.attrs |= {"aria-label": label, "class": "cell-input", "form": "lembar"}
        self.fields[name] = field

    def budgets(self) -> dict[int, int]:
        return {fund.pk: self.cleaned_data[f"budget-{fund.pk}"] for fund in self.funds}

    def figures(self) -> dict[int, tuple[int, int]]:
        """Unit cost and quota by offer id."""
        given = self.cleaned_data
        return {offer.pk: (given[f"cost-{offer.pk}"], given[f"quota-{offer.pk}"]) for offer in self.offers}


class OfferForm(CarriedForm):
    activity = forms.ChoiceField(label=gettext_lazy("Kegiatan menurut katalog"))
    title = forms.CharField(label=gettext_lazy("Judul penawaran"), max_length=200)
    fund = forms.TypedChoiceField(label=gettext_lazy("Dana"), coerce=int)
    unit_cost_idr = WholeNumberField(label=gettext_lazy("Biaya sekali pelaksanaan (Rp)"))
    max_deliveries = WholeNumberField(label=gettext_lazy("Kuota setahun (kali)"), least=1, most=100_000)
    max_per_village = WholeNumberField(
        label=gettext_lazy("Paling banyak di satu kampung (kali)"), least=1, most=366, initial=1
    )
    min_gap_days = WholeNumberField(
        label=gettext_lazy("Jarak antarpelaksanaan di satu kampung (hari)"), most=366, initial=0
    )
    months = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Bulan pelaksanaan"),
        coerce=int,
        choices=list(enumerate(MONTHS, 1)),
        widget=forms.CheckboxSelectMultiple,
        initial=list(range(1, 13)),
    )
    villages = forms.MultipleChoiceField(
        label=gettext_lazy("Hanya untuk kampung tertentu"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Biarkan kosong bila dapat dilaksanakan di semua kampung."),
    )
    effects = forms.CharField(
        label=gettext_lazy("Masalah yang dijawab, bila berbeda dari katalog"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "Satu baris satu masalah: jenis = bagian kesenjangan yang tertutup sekali pelaksanaan, misalnya "
            "“stunting_risk_family = 0,3”. Kosong berarti menurut katalog."
        ),
    )

    field_order = [
        "activity", "title", "fund", "unit_cost_idr", "max_deliveries", "max_per_village", "min_gap_days", "months",
        "document", "document_code", "document_year", "budget_line", "villages", "effects",
    ]  # fmt: skip

    def __init__(self, *args: Any, agency: Agency, year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        funds = [(f.pk, f.name) for f in list_funds(agency.region_code, year) if f.agency_id == agency.pk]
        kampung = {k.region_code: k.name for k in list_kampung(agency.region_code)}
        self._choose("activity", [("", gettext("Pilih kegiatan")), *_activity_groups(agency)])
        self._choose("fund", [("", gettext("Pilih dana")), *funds])
        self._choose("villages", list(kampung.items()))

    def _choose(self, name: str, choices: list[Any]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]  # a choice field, declared above

    def clean_effects(self) -> dict[str, float] | None:
        names = problem_type_names()
        by_word = {fold(word): key for key, name in names.items() for word in (key, name)}
        found: dict[str, float] = {}
        for line in filter(None, (text.strip() for text in self.cleaned_data["effects"].splitlines())):
            kind, effect = _effect_line(line, by_word)
            found[kind] = effect
        return found or None

    def data_of(self) -> OfferData:
        given = self.cleaned_data
        return OfferData(
            fund_id=given["fund"],
            activity=given["activity"],
            title=given["title"].strip(),
            unit_cost_idr=given["unit_cost_idr"],
            max_deliveries=given["max_deliveries"],
            months=given["months"],
            document=self.document_ref,
            max_per_village=given["max_per_village"],
            min_gap_days=given["min_gap_days"],
            addresses=given["effects"],
            villages=given["villages"] or None,
        )


def _effect_line(line: str, by_word: dict[str, str]) -> tuple[str, float]:
    """One line "type = 0,3". Raises ValidationError in words."""
    words, _, share = line.replace(":", "=").partition("=")
    kind = by_word.get(fold(words))
    if kind is None:
        raise forms.ValidationError(gettext("Jenis masalah “%(words)s” tidak dikenal.") % {"words": words.strip()})
    try:
        effect = float(parse_decimal(share.strip()))
    except CellError as error:
        raise forms.ValidationError(
            gettext("Di “%(line)s”: tulis bagiannya, misalnya 0,3.") % {"line": line}
        ) from error
    if not 0 < effect <= 1:
        raise forms.ValidationError(gettext("Di “%(line)s”: bagian harus lebih dari 0 sampai 1.") % {"line": line})
    return kind, effect


def _activity_groups(agency: Agency) -> list[Any]:
    """Activities this agency usually leads first, then all others, each only where it can come to a village."""
    usual: list[tuple[str, str]] = []
    other: list[tuple[str, str]] = []
    for activity in list_activities():
        if activity.deliverable_in_village:
            part_of = [*activity.lead_columns, *activity.usual_partners]
            choice = (activity.key, f"{activity.name} (P{activity.programme_id})")
            (usual if agency.column_key in part_of else other).append(choice)
    return [(gettext("Biasa dikerjakan OPD ini"), usual), (gettext("Kegiatan lain"), other)]


def offer_initial(offer: Offer) -> dict[str, Any]:
    return {
        "activity": offer.activity,
        "title": offer.title,
        "fund": offer.fund_id,
        "unit_cost_idr": offer.unit_cost_idr,
        "max_deliveries": offer.max_deliveries,
        "max_per_village": offer.max_per_village,
        "min_gap_days": offer.min_gap_days,
        "months": offer.months,
        "villages": offer.villages or [],
        "effects": "\n".join(f"{kind} = {effect:g}".replace(".", ",") for kind, effect in offer.addresses),
    } | carried_initial(offer)
