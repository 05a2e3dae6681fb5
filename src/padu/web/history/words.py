"""Tables, columns, ways and events in the reader's words."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext, gettext_noop

# Model's table -> what one row of it is. A table that is missing here is named by its own word.
TABLE_WORDS: Final[dict[str, str]] = {
    "access_casegrant": gettext_noop("rujukan keluarga"),
    "accounts_hatrecord": gettext_noop("peran"),
    "accounts_user": gettext_noop("akun"),
    "convergence_commitment": gettext_noop("komitmen"),
    "convergence_jointevent": gettext_noop("kegiatan bersama"),
    "convergence_proposalrow": gettext_noop("baris usulan"),
    "convergence_realisation": gettext_noop("laporan pelaksanaan"),
    "convergence_realisationphoto": gettext_noop("foto pelaksanaan"),
    "coordination_attendance": gettext_noop("kehadiran rapat"),
    "coordination_decision": gettext_noop("keputusan rapat"),
    "coordination_finding": gettext_noop("temuan pengawasan"),
    "coordination_findinganswer": gettext_noop("jawaban temuan"),
    "coordination_meeting": gettext_noop("rapat"),
    "data_quality_dataissue": gettext_noop("catatan mutu data"),
    "institutions_agency": gettext_noop("instansi"),
    "institutions_decree": gettext_noop("surat keputusan"),
    "institutions_fieldworker": gettext_noop("petugas lapangan"),
    "institutions_formeragencyname": gettext_noop("nama lama instansi"),
    "institutions_team": gettext_noop("tim"),
    "institutions_teammember": gettext_noop("pemegang kedudukan"),
    "institutions_teamposition": gettext_noop("kedudukan dalam tim"),
    "institutions_territory": gettext_noop("wilayah kerja petugas"),
    "institutions_territoryhandover": gettext_noop("serah terima wilayah kerja"),
    "kampung_kampung": gettext_noop("kampung"),
    "regions_region": gettext_noop("wilayah"),
    "rumah_dataku_family": gettext_noop("keluarga"),
    "rumah_dataku_familysurvey": gettext_noop("pendataan keluarga"),
    "rumah_dataku_familysurveyspecific": gettext_noop("jawaban khusus keluarga"),
    "rumah_dataku_figure": gettext_noop("angka wilayah"),
    "rumah_dataku_household": gettext_noop("kartu keluarga"),
    "rumah_dataku_person": gettext_noop("anggota keluarga"),
    "situation_problem": gettext_noop("masalah"),
    "situation_situationanalysis": gettext_noop("analisis situasi"),
    "supply_fund": gettext_noop("dana"),
    "supply_offer": gettext_noop("penawaran"),
}

FIELD_WORDS: Final[dict[str, str]] = {
    "active": gettext_noop("masih tercatat"),
    "activity": gettext_noop("kegiatan"),
    "address": gettext_noop("alamat"),
    "agency_id": gettext_noop("instansi"),
    "agency_name": gettext_noop("nama instansi"),
    "agreed_rank": gettext_noop("urutan yang disepakati"),
    "amount_idr": gettext_noop("nilai"),
    "answered_at": gettext_noop("dijawab pada"),
    "answered_by": gettext_noop("dijawab oleh"),
    "answers": gettext_noop("jawaban pendataan"),
    "birth_certificate": gettext_noop("akta kelahiran"),
    "birth_date": gettext_noop("tanggal lahir"),
    "budget_idr": gettext_noop("anggaran"),
    "budget_line": gettext_noop("rekening anggaran"),
    "chair": gettext_noop("pimpinan rapat"),
    "closed_at": gettext_noop("dinyatakan selesai pada"),
    "closed_by": gettext_noop("dinyatakan selesai oleh"),
    "code": gettext_noop("kode"),
    "column_key": gettext_noop("kolom matriks"),
    "consent": gettext_noop("persetujuan"),
    "counts_as_sector": gettext_noop("dihitung sebagai sektor"),
    "cut_to_idr": gettext_noop("dipotong menjadi"),
    "day": gettext_noop("hari"),
    "decree_number": gettext_noop("nomor SK"),
    "document": gettext_noop("dokumen perencanaan"),
    "document_code": gettext_noop("kode dokumen"),
    "document_year": gettext_noop("tahun dokumen"),
    "done_on": gettext_noop("tanggal pelaksanaan"),
    "due_on": gettext_noop("tenggat"),
    "education": gettext_noop("pendidikan"),
    "event_id": gettext_noop("kegiatan bersama"),
    "evidence": gettext_noop("bukti"),
    "families_reached": gettext_noop("keluarga terjangkau"),
    "founded_on": gettext_noop("tanggal dibentuk"),
    "full_name": gettext_noop("nama lengkap"),
    "fund_id": gettext_noop("dana"),
    "hamlet": gettext_noop("dusun/jorong"),
    "head_name": gettext_noop("kepala keluarga"),
    "held_on": gettext_noop("tanggal rapat"),
    "household_id": gettext_noop("kartu keluarga"),
    "import_run_id": gettext_noop("impor"),
    "insurance": gettext_noop("jaminan kesehatan"),
    "is_active": gettext_noop("akun aktif"),
    "line": gettext_noop("nomor urut anggota"),
    "marital_status": gettext_noop("status perkawinan"),
    "minutes": gettext_noop("notula"),
    "mother_line": gettext_noop("nomor urut ibu"),
    "name": gettext_noop("nama"),
    "nik_hash": "NIK",
    "nik_missing_reason": gettext_noop("alasan NIK kosong"),
    "kk_hash": gettext_noop("No. KK"),
    "not_done_reason": gettext_noop("alasan tidak terlaksana"),
    "occupation": gettext_noop("pekerjaan"),
    "office": gettext_noop("jabatan"),
    "own_note": gettext_noop("keterangan masalah"),
    "own_title": gettext_noop("masalah dari kampung"),
    "parent_code": gettext_noop("kode induk"),
    "participants": gettext_noop("peserta"),
    "password": gettext_noop("kata sandi"),
    "phone": gettext_noop("telepon"),
    "place": gettext_noop("tempat"),
    "rank_reason": gettext_noop("alasan urutan"),
    "reason": gettext_noop("alasan"),
    "region_code": gettext_noop("wilayah"),
    "relation": gettext_noop("hubungan dengan kepala keluarga"),
    "religion": gettext_noop("agama"),
    "reopened_reason": gettext_noop("alasan dibuka lagi"),
    "responsible": gettext_noop("penanggung jawab"),
    "return_reason": gettext_noop("alasan dikembalikan"),
    "role": gettext_noop("peran"),
    "sex": gettext_noop("jenis kelamin"),
    "short_name": gettext_noop("nama singkat"),
    "source": gettext_noop("sumber"),
    "state": gettext_noop("keadaan"),
    "submitted_at": gettext_noop("dikirim pada"),
    "submitted_by": gettext_noop("dikirim oleh"),
    "surveyed_on": gettext_noop("tanggal pendataan"),
    "target": gettext_noop("sasaran"),
    "teams": gettext_noop("jumlah tim"),
    "text": gettext_noop("isi"),
    "title": gettext_noop("judul"),
    "username": gettext_noop("nama pengguna"),
    "valid_from": gettext_noop("berlaku sejak"),
    "valid_to": gettext_noop("berlaku sampai"),
    "value": gettext_noop("nilai"),
    "verified_at": gettext_noop("diperiksa pada"),
    "verified_by": gettext_noop("diperiksa oleh"),
    "welfare_decile": gettext_noop("desil kesejahteraan"),
    "welfare_as_of": gettext_noop("tanggal desil"),
    "welfare_source": gettext_noop("sumber desil"),
    "whereabouts": gettext_noop("keberadaan"),
    "year": gettext_noop("tahun"),
}


def table_words(table: str) -> str:
    known = TABLE_WORDS.get(table)
    return gettext(known) if known else table.partition("_")[2].replace("_", " ")


def field_words(column: str) -> str:
    known = FIELD_WORDS.get(column)
    return gettext(known) if known else column.removesuffix("_id").replace("_", " ")


def way_words(path: str) -> str:
    """How a change came: by a page, a job, a command, or past all of them."""
    if path.startswith("job:"):
        return gettext("pekerjaan latar %(name)s") % {"name": path.removeprefix("job:")}
    if path.startswith("padu"):
        return gettext("perintah %(name)s") % {"name": path}
    if path:
        return gettext("halaman %(path)s") % {"path": path}
    return gettext("langsung di basis data")
