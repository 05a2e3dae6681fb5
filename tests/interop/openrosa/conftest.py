"""A phone of the village's pokja, and stored families to fill in."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from padu.access.gate import scoped
from padu.interop.openrosa.devices import device_add, sign_in_name
from tests.people import People, Person


@dataclass(frozen=True, slots=True)
class Phone:
    """What ODK Collect does with the server, call by call."""

    client: Client
    authorization: str

    def get(self, address: str) -> HttpResponse:
        return self.client.get(address, headers={"authorization": self.authorization, "x-openrosa-version": "1.0"})

    def head(self) -> HttpResponse:
        return self.client.head("/openrosa/submission", headers={"authorization": self.authorization})

    def send(self, xml: bytes, files: Mapping[str, bytes] | None = None) -> HttpResponse:
        parts = {"xml_submission_file": SimpleUploadedFile("form.xml", xml, "text/xml")}
        parts |= {name: SimpleUploadedFile(name, content, "image/jpeg") for name, content in (files or {}).items()}
        return self.client.post("/openrosa/submission", parts, headers={"authorization": self.authorization})


def phone_of(person: Person) -> Phone:
    with scoped(person.actor):
        device, secret = device_add(actor=person.actor, label="ponsel")
    return Phone(Client(), "Basic " + b64encode(f"{sign_in_name(device)}:{secret}".encode()).decode())


@pytest.fixture
def phones() -> Callable[[Person], Phone]:
    return phone_of


@pytest.fixture
def phone(people: People) -> Phone:
    return phone_of(people.pokja)
