"""The model as splink takes it: how each level of agreement is recognised in SQL, and which records meet at all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, Literal

from padu.domain.linkage.agreement import LEVELS, PRIOR, Field, Level

if TYPE_CHECKING:
    from splink import SettingsCreator

LinkType = Literal["dedupe_only", "link_only"]

NEAR_NAME: Final = 0.92
"""[assumption] Jaro-Winkler similarity from which two names are called alike."""
LONGEST_BIRTH_ERROR: Final = 10
"""[assumption] Years by which a birth year may be wrong where day and month agree."""


def _unknown(column: str) -> str:
    return f"{column}_l is null or {column}_r is null"


# Two children of one family may have names alike and one birth date; they are twins, not one child.
_OTHER_GROUP: Final = "(grp_l is null or grp_r is null or grp_l <> grp_r)"
_SAME_YEAR: Final = "birth_year_l = birth_year_r"
_DAY: Final = "substr(birth_{0}, 9, 2)"
_MONTH: Final = "substr(birth_{0}, 6, 2)"
_SAME_DAY: Final = f"{_DAY.format('l')} = {_DAY.format('r')}"
_SAME_MONTH: Final = f"{_MONTH.format('l')} = {_MONTH.format('r')}"

_YEARS_NEAR: Final = f"abs(birth_year_l - birth_year_r) <= {LONGEST_BIRTH_ERROR}"

# Within one family the card and the place are the same for all: that says nothing.
_ONE_GROUP: Final = "coalesce(grp_l = grp_r, false)"

# Field -> (condition under which nothing is known, conditions of its levels but the last).
_CONDITIONS: Final[Mapping[Field, tuple[str, tuple[str, ...]]]] = {
    Field.NAME: (
        _unknown("name_key"),
        (
            "name_key_l = name_key_r",
            "(skeleton_l = skeleton_r or compact_l = compact_r)",
            f"{_OTHER_GROUP} and (list_has_all(words_l, words_r) or list_has_all(words_r, words_l))",
            f"{_OTHER_GROUP} and jaro_winkler_similarity(compact_l, compact_r) >= {NEAR_NAME}",
        ),
    ),
    Field.BIRTH: (
        _unknown("birth_year"),
        (
            "birth_l = birth_r and birth_sure_l and birth_sure_r",
            "birth_key_l = birth_key_r and birth_l <> birth_r",
            f"{_SAME_YEAR} and not (birth_sure_l and birth_sure_r)",
            f"({_SAME_YEAR} and ({_SAME_MONTH} or {_SAME_DAY})) or ({_SAME_DAY} and {_SAME_MONTH} and {_YEARS_NEAR})",
            "abs(birth_year_l - birth_year_r) <= 1",
        ),
    ),
    Field.SEX: (_unknown("sex"), ("sex_l = sex_r",)),
    Field.NIK: (_unknown("nik"), ("nik_l = nik_r",)),
    Field.KK: (f"{_ONE_GROUP} or {_unknown('kk')}", ("kk_l = kk_r",)),
    Field.PLACE: (f"{_ONE_GROUP} or {_unknown('place')}", ("rt_l = rt_r", "place_l = place_r")),
}

# Records meet where one of these agrees; all else is never compared.
BLOCKS: Final = (
    ("nik",),
    ("birth_key", "head"),
    ("birth_key", "tail"),
    ("skeleton", "birth_year"),
    ("compact", "birth_year"),
    ("skeleton", "place"),
    ("kk", "head"),
    ("kk", "tail"),
    ("kk", "birth"),
)


def settings_of(link_type: LinkType) -> SettingsCreator:
    """The whole model; nothing in it is learned from the data."""
    from splink import SettingsCreator, block_on

    return SettingsCreator(
        link_type=link_type,
        comparisons=[_comparison(field) for field in Field],
        blocking_rules_to_generate_predictions=[block_on(*columns) for columns in BLOCKS],
        probability_two_random_records_match=PRIOR,
        retain_matching_columns=True,
        additional_columns_to_retain=["grp"],
    )


def level_key(field: Field, gamma: int) -> str:
    """Key of the level that splink numbered: -1 is not known, 0 the last, then upwards."""
    levels = LEVELS[field]
    return "unknown" if gamma < 0 else levels[len(levels) - 1 - gamma].key


def _comparison(field: Field) -> Any:
    from splink.comparison_level_library import CustomLevel, ElseLevel
    from splink.comparison_library import CustomComparison

    unknown, conditions = _CONDITIONS[field]
    levels = LEVELS[field]
    made = [
        CustomLevel(condition).configure(**_weights(field, level))
        for condition, level in zip(conditions, levels[:-1], strict=True)
    ]
    rest = ElseLevel().configure(m_probability=levels[-1].m, u_probability=levels[-1].u)
    nothing = CustomLevel(unknown).configure(is_null_level=True)
    return CustomComparison(comparison_levels=[nothing, *made, rest], output_column_name=field.value)


def _weights(field: Field, level: Level) -> dict[str, Any]:
    plain: dict[str, Any] = {"m_probability": level.m, "u_probability": level.u}
    if field is Field.NAME and level.key == "same":
        # A name that many bear says less.
        return plain | {"tf_adjustment_column": "name_key", "tf_minimum_u_value": 1e-4}
    return plain
