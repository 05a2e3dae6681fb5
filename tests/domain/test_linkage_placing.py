"""Whom the rows of a list are about where a merge or an event has made the lines of a family."""

from __future__ import annotations

import datetime as dt

from padu.domain.linkage.placing import Dropped, Identity, ListedRow, Place, Stored, place

BORN = {name: dt.date(1980 + at, 1, 2) for at, name in enumerate(("siti", "budi", "ani", "dedi"))}


def who(name: str, nik: bytes | None = None) -> Identity:
    return Identity(name, nik, BORN.get(name.casefold()), 1)


SITI, BUDI, ANI = Stored(11, 1, who("Siti", b"s")), Stored(12, 2, who("Budi")), Stored(13, 3, who("Ani"))


def lines(places: dict[int, Place]) -> dict[int, tuple[int | None, int | None]]:
    return {row: (one.line, one.kept) for row, one in places.items()}


def test_rows_of_a_family_as_it_is_stored_stay_where_they_are() -> None:
    rows = [ListedRow(2, 1, who("Siti")), ListedRow(3, 2, who("Budi Hartono")), ListedRow(4, 3, who("Dedi"))]
    # Budi's name was corrected and his birth date is not known in the list: nothing but the line, so he is new.
    assert lines(place(rows[:1], [SITI, BUDI], [], frozenset({1, 2}))) == {2: (1, None)}
    corrected = ListedRow(3, 2, Identity("Budi Hartono", None, BORN["budi"], 1))
    assert lines(place([rows[0], corrected], [SITI, BUDI], [], frozenset({1, 2}))) == {2: (1, None), 3: (2, None)}


def test_who_came_over_in_a_merge_is_read_from_the_dropped_familys_row() -> None:
    """Ani stood in the dropped family on line 2; in the kept one she has line 3, which the list gives to a newborn."""
    own = [ListedRow(2, 1, who("Siti")), ListedRow(3, 2, who("Budi")), ListedRow(4, 3, who("Dedi"), mother_line=1)]
    guests = [
        ListedRow(5, 1, who("Siti"), group=9, guest=True, about=11),
        ListedRow(6, 2, who("Ani"), group=9, guest=True, about=13, mother_line=1),
        ListedRow(7, 3, who("Orang Baru"), group=9, guest=True),
    ]
    used = frozenset({1, 2, 3})
    found = place([*own, *guests], [SITI, BUDI, ANI], [], used)
    assert lines(found) == {2: (1, None), 3: (2, None), 4: (4, None), 5: (None, 11), 6: (3, None), 7: (None, None)}
    assert (found[4].mother_line, found[6].mother_line) == (1, 1)
    # Once the newborn is stored on line 4, the same list says the same.
    again = place([*own, *guests], [SITI, BUDI, ANI, Stored(14, 4, who("Dedi"))], [], used | {4})
    assert lines(again) == lines(found)


def test_a_row_about_a_dropped_record_of_the_family_goes_aside() -> None:
    """Siti stood twice: line 1 stays, line 3 was dropped; somebody else on line 3 gets a line of their own."""
    gone = Dropped(3, 11, (who("Sitti Aminah", b"x"), who("Siti", b"s")), kept_line=1)
    rows = [ListedRow(2, 1, who("Siti", b"s")), ListedRow(3, 3, who("Sitti Aminah")), ListedRow(4, 2, who("Budi"))]
    found = place([*rows, ListedRow(5, 4, who("Dedi"), mother_line=3)], [SITI, BUDI], [gone], frozenset({1, 2, 3}))
    assert lines(found) == {2: (1, None), 3: (None, 11), 4: (2, None), 5: (4, None)}
    # Her child names her second line as that of the mother.
    assert found[5].mother_line == 1
    other = ListedRow(3, 3, who("Dedi"))
    assert lines(place([rows[0], other], [SITI, BUDI], [gone], frozenset({1, 2, 3})))[3] == (4, None)
    by_number = ListedRow(3, 2, Identity("Ny. Aminah", b"x"))
    assert lines(place([rows[0], by_number], [SITI, BUDI], [gone], frozenset({1, 2, 3})))[3] == (None, 11)


def test_a_member_whom_both_rows_name_is_read_from_the_familys_own() -> None:
    own = [ListedRow(2, 1, who("Siti")), ListedRow(3, 5, who("Ani"))]
    guest = ListedRow(6, 2, who("Ani"), group=9, guest=True, about=13)
    found = place([*own, guest], [SITI, ANI], [], frozenset({1, 3}))
    assert lines(found) == {2: (1, None), 3: (3, None), 6: (None, 13)}
