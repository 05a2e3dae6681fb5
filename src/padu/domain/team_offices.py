"""The national team's shape carried over to a province or regency: which local office sits where a ministry sits.

The guideline says that regional teams follow the national shape, adapted; the list of local offices is ours, a proposal
that people confirm seat by seat [assumption].
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from padu.domain.teams import Part, Seat, SeatRole

LOCAL_OFFICES: Final[dict[str, str]] = {
    "Kementerian Koordinator Bidang Pembangunan Manusia dan Kebudayaan": "Sekretariat daerah",
    "Kementerian PPN/Bappenas": "Bappeda",
    "Kementerian Dalam Negeri": "Dinas kependudukan dan pencatatan sipil",
    "Kementerian Desa, Pembangunan Daerah Tertinggal, dan Transmigrasi": "Dinas pemberdayaan masyarakat dan desa",
    "Badan Pusat Statistik": "BPS",
    "Badan Kependudukan dan Keluarga Berencana Nasional": "OPD pengendalian penduduk dan KB",
    "Kementerian Agama": "Kantor Kementerian Agama",
    "Kementerian Kesehatan": "Dinas kesehatan",
    "Kementerian Pemberdayaan Perempuan dan Perlindungan Anak": "OPD pemberdayaan perempuan dan perlindungan anak",
    "Kementerian Pemuda dan Olahraga": "Dinas pemuda dan olahraga",
    "Kementerian Sosial": "Dinas sosial",
    "Kementerian Pendidikan, Kebudayaan, Riset, dan Teknologi": "Dinas pendidikan",
    "Kementerian Koperasi dan Usaha Kecil dan Menengah": "Dinas koperasi dan UKM",
    "Kementerian Kelautan dan Perikanan": "Dinas perikanan",
    "Kementerian Pertanian": "Dinas pertanian",
    "Badan Pangan Nasional": "Dinas ketahanan pangan",
    "Badan Pengawas Obat dan Makanan": "Balai/loka POM",
    "Kementerian Pekerjaan Umum dan Perumahan Rakyat": "Dinas pekerjaan umum dan perumahan",
}
APPOINTED: Final = "Pejabat yang ditunjuk"


def regional_members(national: Iterable[tuple[str, str]]) -> tuple[Seat, ...]:
    """A member's seat for each local office in each field, in the order of the national team; none twice in a field.

    national  (section, institution) of the national members of fields
    raises    KeyError for an institution without a local office
    """
    offices = dict.fromkeys((section, LOCAL_OFFICES[institution]) for section, institution in national)
    return tuple(
        Seat(Part.EXECUTIVE, SeatRole.MEMBER, section, APPOINTED, institution=office) for section, office in offices
    )
