"""Names for made-up people: given names common among the Minangkabau, by generation, and suku (matrilineal clans).

The lists are general knowledge, not taken from any register; full names are put together by chance.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


MEN_ELDER: Final = _words(
    """Abdul Adnan Ajis Akmal Ali Amir Amrizal Anasril Arifin Arman Asrul Asril Azwar Bahar Bakhtiar Basri
    Burhan Bustami Buyung Dahlan Dalius Darman Darwis Djamaris Edison Efendi Erizal Fahmi Gafar Hamdan Harun Hasan
    Idrus Ilyas Ismail Jalaluddin Jamaan Jasman Jufri Kamaruddin Khaidir Lukman Mahyuddin Mansyur Maswardi Mawardi
    Muchtar Muslim Nasrul Nazaruddin Nurman Rasyid Rusli Sabirin Salman Samsuar Sofyan Sudirman Syafril Syafruddin
    Syahrial Syamsir Tamrin Yulizar Yusrizal Zainal Zainuddin Zulkifli Zulfahmi"""
)
MEN_YOUNG: Final = _words(
    """Afdal Agung Aidil Aldi Alif Andika Andre Anggi Arif Arya Azhar Bayu Dani Daffa Dzaki Fadhil Fadli Faiz Fajri
    Farhan Fauzan Fikri Galih Genta Gilang Habib Hafiz Hanif Haris Ihsan Ikhlas Ikhsan Ilham Irfan Iqbal Kevin Luthfi
    Mifta Nanda Naufal Nofri Pandu Putra Rafi Raihan Rahmat Randi Refki Rehan Reza Rian Ridho Rifki Rizki Robi Roni
    Satria Surya Taufik Teguh Wahyu Yoga Yogi Zaki Zikri"""
)
WOMEN_ELDER: Final = _words(
    """Aminah Animar Asnah Asnidar Asmarni Badariah Dalimar Darmis Dasniar Deswita Ermawati Erniwati Fatimah Gusmawati
    Gustina Halimah Hasnah Helmi Idar Idarwati Jusmaniar Kartini Khadijah Lasmi Marlina Mariani Martini Misrawati
    Murni Mursida Nurbaiti Nurhayati Nuraini Nurjanah Nurlela Nursima Rabiatun Rahmah Ramalis Ramlah Ratna Rohani
    Rosmaniar Rosmiati Rosnah Rukiah Sabariah Salmah Samsinar Siti Suarni Syamsiar Syamsidar Upik Wirda Yarnis Yasni
    Yulinar Yusmanidar Yusnidar Yusniar Zahara Zainab Zubaidah Zulbaidar Zuriati"""
)
WOMEN_YOUNG: Final = _words(
    """Aisyah Alifa Amelia Anisa Annisa Arini Asyifa Aulia Azizah Bunga Cantika Citra Delfi Desi Devi Dila Dinda Elsa
    Fani Fadhila Fatma Fauziah Febri Fitri Gita Hana Hasanah Hilda Indah Intan Jihan Kamelia Keysha Laila Latifa Lusi
    Maharani Maisarah Melati Mutia Nabila Nadia Najwa Naura Nisa Novia Putri Rahmi Rani Ratih Resti Rika Rina Salsabila
    Salwa Sari Shinta Silvia Suci Tiara Vina Wahyuni Widya Winda Wulan Yelni Yola Yulia Zahra Zaskia"""
)
MEN_SECOND: Final = _words(
    """Akbar Alamsyah Anwar Chandra Fernando Firdaus Gunawan Hakim Hidayat Irawan Kurniawan Maulana Nugraha Pratama
    Prima Putra Rahman Ramadhan Saputra Setiawan Syahputra Utama Wijaya Yuliandra"""
)
WOMEN_SECOND: Final = _words(
    """Anggraini Azzahra Fitriani Handayani Hasanah Humaira Kirana Lestari Mawaddah Oktavia Permata Puspita Rahayu
    Rahmadani Ramadhani Safitri Sari Septiani Syafitri Utami Wahyuni Yanti Yolanda Zulaikha"""
)
SUKU: Final = _words(
    """Banuhampu Bendang Bodi Caniago Dalimo Guci Jambak Kampai Koto Kutianyir Malayu Mandaliko Panai Panyalai Payobada
    Piliang Pitopang Sikumbang Simabur Singkuang Sipanjang Tanjung Tigo"""
)

ELDER_BEFORE: Final = 1980
"""[assumption] Who was born before this year bears a name of the elder lists."""

SECOND_NAME_SHARE: Final = 0.55
SUKU_SHOWN_SHARE: Final = 0.12
"""[assumption] Share of people whose name ends with the suku, which a child has from the mother."""


def given_names(*, male: bool, birth_year: int) -> Sequence[str]:
    """Given names of that sex and generation."""
    if male:
        return MEN_ELDER if birth_year < ELDER_BEFORE else MEN_YOUNG
    return WOMEN_ELDER if birth_year < ELDER_BEFORE else WOMEN_YOUNG


def made_up_name(draw: Callable[[], float], *, male: bool, birth_year: int, suku: str) -> str:
    """A full name of one to three parts.

    draw  gives independent numbers in [0, 1); four are used whatever the outcome, so that streams stay aligned
    suku  the bearer's clan; shown at the end of some names
    """
    first, second, has_second, shows = draw(), draw(), draw(), draw()
    parts = [_pick(given_names(male=male, birth_year=birth_year), first)]
    if has_second < SECOND_NAME_SHARE and birth_year >= ELDER_BEFORE:
        parts.append(_pick(MEN_SECOND if male else WOMEN_SECOND, second))
    if shows < SUKU_SHOWN_SHARE:
        parts.append(suku)
    return " ".join(dict.fromkeys(parts))


def made_up_suku(draw: Callable[[], float]) -> str:
    """One of the clans."""
    return _pick(SUKU, draw())


def _pick(names: Sequence[str], number: float) -> str:
    return names[int(number * len(names))]
