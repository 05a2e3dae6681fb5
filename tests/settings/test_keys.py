"""The key file and what is done with its keys."""

import hmac
import json
import os
import subprocess
import sys
from base64 import b64decode, b64encode
from hashlib import sha256
from pathlib import Path

import pytest

from padu.settings.keys import (
    KeyFileError,
    Keyring,
    KeySet,
    TamperedError,
    UnknownKeyError,
    create_key_file,
    load_keyring,
    read_keyring,
)

NIK = b"1301014107900001"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "var" / "keys.json"


@pytest.fixture
def keyring(path: Path) -> Keyring:
    return load_keyring(path)


def test_the_first_start_makes_a_file_for_its_owner_alone(path: Path) -> None:
    before = os.umask(0)
    try:
        load_keyring(path)
    finally:
        os.umask(before)
    assert path.stat().st_mode & 0o777 == 0o600
    assert [left.name for left in path.parent.iterdir()] == ["keys.json"]


def test_the_second_start_reads_the_same_keys(path: Path, keyring: Keyring) -> None:
    key_id, sealed = keyring.encrypt(NIK, b"person.nik")
    again = load_keyring(path)
    assert again.decrypt(key_id, sealed, b"person.nik") == NIK
    assert again.secret_key == keyring.secret_key
    assert len(keyring.secret_key) == 64


def test_the_kinds_have_keys_of_their_own(path: Path, keyring: Keyring) -> None:
    content = json.loads(path.read_text())
    keys = [b64decode(text) for kind in ("encryption", "hashing") for text in content[kind]["keys"].values()]
    assert [len(key) for key in keys] == [32, 32]
    assert keys[0] != keys[1]
    assert keyring.key_ids == {content["encryption"]["current"], content["hashing"]["current"]}


def test_a_file_is_never_overwritten(path: Path, keyring: Keyring) -> None:
    create_key_file(path)
    assert read_keyring(path).secret_key == keyring.secret_key


def test_processes_that_start_at_once_agree(path: Path) -> None:
    code = "import sys, pathlib, padu.settings.keys as k; print(k.load_keyring(pathlib.Path(sys.argv[1])).secret_key)"
    asked = [
        subprocess.Popen([sys.executable, "-c", code, str(path)], stdout=subprocess.PIPE, text=True) for _ in range(3)
    ]
    assert len({process.communicate()[0] for process in asked}) == 1


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644])
def test_a_file_that_others_may_read_is_refused(path: Path, keyring: Keyring, mode: int) -> None:
    path.chmod(mode)
    with pytest.raises(KeyFileError, match="chmod 600"):
        load_keyring(path)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("format", 2),
        ("secret_key", "pendek"),
        ("encryption", {"current": "x", "keys": {}}),
        ("hashing", {"current": "h", "keys": {"h": b64encode(b"sixteen bytes....").decode()}}),
        ("hashing", {"current": "h", "keys": {"h": "bukan base64!"}}),
        ("encryption", None),
    ],
)
def test_a_damaged_file_is_refused_and_kept(path: Path, keyring: Keyring, key: str, value: object) -> None:
    content = json.loads(path.read_text()) | {key: value}
    path.write_text(json.dumps(content))
    with pytest.raises(KeyFileError, match="rusak") as caught:
        load_keyring(path)
    assert caught.value.__cause__ is None
    assert keyring.secret_key not in str(caught.value)
    assert json.loads(path.read_text()) == content


def test_text_that_is_no_json_and_a_folder_are_refused(path: Path, keyring: Keyring) -> None:
    path.write_text("{")
    with pytest.raises(KeyFileError, match="rusak"):
        load_keyring(path)
    path.unlink()
    path.mkdir()
    with pytest.raises(KeyFileError):
        load_keyring(path)


def test_a_lost_file_is_said_plainly(path: Path) -> None:
    with pytest.raises(KeyFileError, match="tidak dapat dibaca lagi"):
        read_keyring(path)
    assert not path.exists()


def test_the_same_value_never_looks_the_same(keyring: Keyring) -> None:
    first, second = keyring.encrypt(NIK, b"c"), keyring.encrypt(NIK, b"c")
    assert first[0] == second[0]
    assert first[1] != second[1]
    assert NIK not in first[1]
    assert len(first[1]) == len(NIK) + 28


@pytest.mark.parametrize("position", [0, 11, 12, 20, -1])
def test_a_changed_byte_is_noticed(keyring: Keyring, position: int) -> None:
    key_id, sealed = keyring.encrypt(NIK, b"c")
    changed = bytearray(sealed)
    changed[position] ^= 1
    with pytest.raises(TamperedError):
        keyring.decrypt(key_id, bytes(changed), b"c")


@pytest.mark.parametrize("length", [0, 5, 12, 27, 43])
def test_a_cut_ciphertext_is_noticed(keyring: Keyring, length: int) -> None:
    key_id, sealed = keyring.encrypt(NIK, b"c")
    with pytest.raises(TamperedError):
        keyring.decrypt(key_id, sealed[:length], b"c")


def test_a_ciphertext_moved_elsewhere_is_noticed(keyring: Keyring) -> None:
    key_id, sealed = keyring.encrypt(NIK, b"person.nik")
    with pytest.raises(TamperedError):
        keyring.decrypt(key_id, sealed, b"household.kk")


def test_an_unknown_key_is_named(keyring: Keyring) -> None:
    _, sealed = keyring.encrypt(NIK, b"c")
    with pytest.raises(UnknownKeyError, match="e0000"):
        keyring.decrypt("e0000", sealed, b"c")


def test_an_older_key_still_reads_and_the_new_one_writes(keyring: Keyring) -> None:
    old_id, sealed = keyring.encrypt(NIK, b"c")
    keys = KeySet("baru", {**keyring.encryption.keys, "baru": bytes(32)})
    turned = Keyring(keys, keyring.hashing, keyring.secret_key)
    assert turned.decrypt(old_id, sealed, b"c") == NIK
    new_id, newer = turned.encrypt(NIK, b"c")
    assert new_id == "baru"
    assert turned.decrypt("baru", newer, b"c") == NIK
    with pytest.raises(TamperedError):
        turned.decrypt("baru", sealed, b"c")


def test_the_hash_is_hmac_sha_256_of_purpose_and_text(keyring: Keyring) -> None:
    key = keyring.hashing.keys[keyring.hash_key_id]
    expected = hmac.new(key, b"\0\0\0\3nik1301", sha256).digest()
    assert keyring.keyed_hash("1301", "nik") == expected
    assert keyring.keyed_hash("1301", "kk") != expected
    assert keyring.keyed_hash("k1301", "ni") != expected


def test_no_key_is_ever_shown(keyring: Keyring) -> None:
    shown = f"{keyring!r} {keyring} {keyring.encryption!r}"
    secret = [keyring.secret_key, *(b64encode(k).decode() for k in keyring.encryption.keys.values())]
    secret += [str(key) for key in keyring.encryption.keys.values()]
    assert not any(text in shown for text in secret)
