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
    "institutions_agency": gettext_noop("instansi"),
    "institutions_fieldworker": gettext_noop("petugas lapangan"),
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
    "welfare_source": gettext_noop("sumber desil"),
    "whereabouts": gettext_noop("keberadaan"),
    "year": gettext_noop("tahun"),
}

EVENT_WORDS: Final[dict[str, str]] = {
    "account.create": gettext_noop("membuat akun"),
    "account.password": gettext_noop("mengganti kata sandi"),
    "account.sign_in": gettext_noop("masuk"),
    "agency.save": gettext_noop("menyimpan instansi"),
    "commitment.not_done": gettext_noop("mencatat alasan tidak terlaksana"),
    "commitments.agree": gettext_noop("menyepakati komitmen"),
    "decision.complete": gettext_noop("menyatakan keputusan selesai"),
    "decision.reopen": gettext_noop("membuka lagi keputusan"),
    "decision.verify": gettext_noop("memeriksa keputusan"),
    "families.store": gettext_noop("menyimpan keluarga"),
    "family.find_number": gettext_noop("mencari keluarga dengan nomor"),
    "family.history": gettext_noop("melihat riwayat keluarga"),
    "family.look": gettext_noop("membuka data keluarga"),
    "fund.save": gettext_noop("menyimpan dana"),
    "hat.end": gettext_noop("mengakhiri peran"),
    "hat.grant": gettext_noop("memberi peran"),
    "http.403": gettext_noop("ditolak: tanpa wewenang"),
    "http.404": gettext_noop("ditolak: di luar wilayahnya atau tidak ada"),
    "import.bad_rows": gettext_noop("mengunduh baris bermasalah"),
    "import.discard": gettext_noop("membatalkan impor"),
    "import.file": gettext_noop("mengunduh berkas kiriman"),
    "import.order_store": gettext_noop("meminta impor disimpan"),
    "import.purge": gettext_noop("membuang berkas kiriman"),
    "import.receive": gettext_noop("mengirim berkas"),
    "import.store": gettext_noop("menyimpan impor"),
    "index.compute": gettext_noop("menghitung indeks"),
    "kampung.register": gettext_noop("mendaftarkan kampung"),
    "meeting.record": gettext_noop("mencatat rapat"),
    "offer.activate": gettext_noop("mengaktifkan penawaran"),
    "offer.save": gettext_noop("menyimpan penawaran"),
    "offer.withdraw": gettext_noop("menarik penawaran"),
    "planner_run.fail": gettext_noop("perencana gagal"),
    "planner_run.finish": gettext_noop("perencana selesai"),
    "planner_run.start": gettext_noop("menjalankan perencana"),
    "planner_run.stop": gettext_noop("menghentikan perencana"),
    "proposal_row.withdraw": gettext_noop("menarik baris usulan"),
    "realisation.join": gettext_noop("menyambungkan laporan dengan komitmen"),
    "realisation.outside": gettext_noop("melaporkan kegiatan di luar rencana"),
    "realisation.report": gettext_noop("melaporkan kegiatan"),
    "row.history": gettext_noop("melihat riwayat baris"),
    "situation.compute": gettext_noop("menghitung situasi"),
    "situation.families": gettext_noop("membuka daftar keluarga di balik masalah"),
    "situation.order": gettext_noop("menyusun urutan masalah"),
    "situation.own_problem": gettext_noop("menambah masalah sendiri"),
    "situation.own_problem_withdraw": gettext_noop("menarik masalah sendiri"),
    "situation.return": gettext_noop("mengembalikan analisis situasi"),
    "situation.submit": gettext_noop("mengirim analisis situasi"),
    "supply.copy_year": gettext_noop("menyalin penawaran tahun lalu"),
    "supply_file.discard": gettext_noop("membatalkan berkas penawaran"),
    "supply_file.receive": gettext_noop("mengirim berkas penawaran"),
    "supply_file.store": gettext_noop("menyimpan berkas penawaran"),
    "territory.add": gettext_noop("menambah wilayah kerja"),
    "territory.end": gettext_noop("mengakhiri wilayah kerja"),
    "territory.hand_over": gettext_noop("serah terima wilayah kerja"),
    "trail.export": gettext_noop("mengunduh jejak"),
}


def table_words(table: str) -> str:
    known = TABLE_WORDS.get(table)
    return gettext(known) if known else table.partition("_")[2].replace("_", " ")


def field_words(column: str) -> str:
    known = FIELD_WORDS.get(column)
    return gettext(known) if known else column.removesuffix("_id").replace("_", " ")


def event_words(event: str) -> str:
    known = EVENT_WORDS.get(event)
    return gettext(known) if known else event


def way_words(path: str) -> str:
    """How a change came: by a page, a job, a command, or past all of them."""
    if path.startswith("job:"):
        return gettext("pekerjaan latar %(name)s") % {"name": path.removeprefix("job:")}
    if path.startswith("padu"):
        return gettext("perintah %(name)s") % {"name": path}
    if path:
        return gettext("halaman %(path)s") % {"path": path}
    return gettext("langsung di basis data")
