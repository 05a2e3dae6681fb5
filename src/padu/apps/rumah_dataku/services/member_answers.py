"""Answers of a member from the columns in which they are stored."""

from __future__ import annotations

import datetime as dt

from padu.apps.rumah_dataku.models import Person
from padu.domain.pk21 import (
    BirthCertificate,
    Education,
    Insurance,
    MaritalStatus,
    MemberAnswers,
    Occupation,
    Relation,
    Sex,
    Whereabouts,
)


def answers_of(
    sex: int | None,
    birth_date: dt.date | None,
    marital: int | None,
    certificate: int | None,
    relation: int | None,
    occupation: str,
    education: int | None,
    insurance: int | None,
    whereabouts: int | None,
) -> MemberAnswers:
    """Codes as they stand in a row; None, or "" for the occupation, is not answered."""
    return MemberAnswers(
        sex=Sex(sex) if sex else None,
        birth_date=birth_date,
        marital_status=MaritalStatus(marital) if marital else None,
        birth_certificate=BirthCertificate(certificate) if certificate else None,
        relation=Relation(relation) if relation else None,
        occupation=Occupation(occupation) if occupation else None,
        education=Education(education) if education else None,
        insurance=Insurance(insurance) if insurance else None,
        whereabouts=Whereabouts(whereabouts) if whereabouts else None,
    )


def answers_of_person(row: Person) -> MemberAnswers:
    return answers_of(
        row.sex,
        row.birth_date,
        row.marital_status,
        row.birth_certificate,
        row.relation,
        row.occupation,
        row.education,
        row.insurance,
        row.whereabouts,
    )
