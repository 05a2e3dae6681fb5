"""Indonesian names as keys to compare by: titles left out, old and new spelling the same, short forms written out.

Three keys, from strict to loose: `key` (same letters), `skeleton` (same sound, words in any order) and `compact`
(the same in one word, in the order given). Rules are [assumption] where no list is cited: they come from how names are
written in family registers, and a pair found by them is always shown to a person.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

# Titles and forms of address before a name, and degrees after it, without points [assumption].
_TITLE_WORDS: Final = (
    "h hj haji hajjah hajah kh ustadz ustad ust ustadzah bpk bapak bp ibu sdr sdri tn ny nn an alm almh almarhum"
    " almarhumah dr drg drs dra drh ir prof r rr rd"
)
_DEGREE_WORDS: Final = (
    "spd spdi spdsd sag sh se si skom ssi ssos ssn spt sp st sst stp sstp skm skep sked skeb sfarm sip sap sei shi"
    " spsi ss sthi samd amd amdkeb amdkep amk ama amapd mpd mpdi msi mm mh mkes mkom mt ma mag msc map mkn ners ns"
    " apt bsc ba"
)
_TITLES: Final = frozenset(_TITLE_WORDS.split())
_DEGREES: Final = frozenset(_DEGREE_WORDS.split())
_CHILD_OF: Final = frozenset({"bin", "binti", "bt", "bte", "ibnu"})
# Short and long forms of one name, taken word by word [assumption]; the value is the form that is compared.
_MUHAMAD: Final = (
    "m mh mhd md moh mohd moch muh much mohamad mohammad mohamed mochamad mochammad muhamad muhammad muhammed"
    " muchamad muchammad mukhamad"
)
_FORMS: Final[dict[str, str]] = dict.fromkeys(_MUHAMAD.split(), "muhamad") | {
    "abd": "abdul", "sti": "siti", "sitti": "siti", "noer": "nur", "noor": "nur", "nor": "nur",
}  # fmt: skip

# A word in the spelling from before 1972 shows it by one of these; only then a lone j is today's y.
_OLD: Final = re.compile(r"oe|tj|dj|sj|nj")
_DJ: Final = "\0"
# Letters that stand for one sound; the order matters.
_SOUNDS: Final = tuple(
    (re.compile(pattern), becomes)
    for pattern, becomes in (
        (r"oe", "u"), (r"oo", "u"), (r"sy|sh", "s"), (r"kh|ch", "h"),
        (r"ph|f|v", "p"), (r"z", "s"), (r"x", "ks"), (r"q|ck", "k"), (r"([bdgt])h", r"\1"), (r"iy|ij|y", "i"),
        (r"ie|ee", "i"), (r"(.)\1+", r"\1"), (r"c(?![aiueo])", "k"), (r"(?<=[aiueo])h$", ""),
    )
)  # fmt: skip
_ABDU: Final = re.compile(r"abdu[lr]\s*(?=r)|abdul\s+(?=\w)")


@dataclass(frozen=True, slots=True)
class NameKeys:
    """What a name is compared by. All empty where nothing of a name is left.

    key       words in plain letters, titles left out
    skeleton  words by sound, sorted
    compact   words by sound in one, in the order given
    words     words by sound, in the order given
    """

    key: str
    skeleton: str
    compact: str
    words: tuple[str, ...]


def name_keys(name: str) -> NameKeys:
    """Keys of a name as somebody wrote it.

    >>> name_keys("H. Moch. Djoenaidi, S.Pd.").skeleton
    'junaidi muhamad'
    """
    words = _plain_words(name)
    key = " ".join(words)
    sounds = tuple(sound for word in _ABDU.sub(_abdu, key).split() if (sound := _sound(word)))
    return NameKeys(key, " ".join(sorted(sounds)), "".join(sounds), sounds)


def initials(name: str) -> str:
    """First letters of a name's words: what the other village may see of a person.

    >>> initials("Hj. Siti Aminah")
    'S.A.'
    """
    return "".join(f"{word[0].upper()}." for word in _plain_words(name))


def _abdu(found: re.Match[str]) -> str:
    """Abdul Rahman, Abdur Rahman and Abdurrahman are one name; other names with Abdul are written in one word too."""
    return "abdu" if found.string[found.end()] == "r" else "abdul"


def _plain_words(name: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    # A title keeps its points together (S.Pd -> spd); points between words without a blank part them (M.Rizki).
    found = [part for chunk in re.split(r"[\s,/()]+", plain) for part in _parts(chunk)]
    words = [_FORMS.get(word, word) for word in _without_titles(found)]
    return _without_parent(words)


def _parts(chunk: str) -> list[str]:
    joined = re.sub(r"[^a-z]", "", chunk)
    if joined in _DEGREES or joined in _TITLES:
        return [joined]
    return [word for word in (re.sub(r"[^a-z]", "", part) for part in re.split(r"[.\-]", chunk)) if word]


def _without_titles(words: list[str]) -> list[str]:
    """Titles before and degrees after the name; what is nothing but titles stays as it is (a person called Ibu)."""
    first, last = 0, len(words)
    while first < last and words[first] in _TITLES:
        first += 1
    while last > first and words[last - 1] in _DEGREES | _TITLES:
        last -= 1
    return words[first:last] or words


def _without_parent(words: list[str]) -> list[str]:
    """Words before `bin` or `binti`: the father's name is not the person's [assumption]."""
    at = next((i for i, word in enumerate(words) if i and word in _CHILD_OF), len(words))
    return words[:at]


@lru_cache(maxsize=65_536)
def _sound(word: str) -> str:
    if _OLD.search(word):
        word = word.replace("dj", _DJ).replace("tj", "c").replace("sj", "sy").replace("nj", "ny").replace("j", "y")
        word = word.replace(_DJ, "j")
    for pattern, becomes in _SOUNDS:
        word = pattern.sub(becomes, word)
    return word
