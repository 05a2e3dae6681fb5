"""The design system page: every component in its states, on made-up data."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from padu.ui import samples


def design_system(request: HttpRequest) -> HttpResponse:
    """`/gaya/`: what pages are made of. The data is made up and the page says so."""
    form = samples.SampleForm(request.POST or None)
    status = 422 if request.method == "POST" and not form.is_valid() else 200
    if "pesan" in request.GET:
        messages.success(request, gettext("Tersimpan: 1.204 baris."))
        messages.error(request, gettext("Berkas ditolak: kolom “nik” tidak ada. Yang paling mirip: “no_nik”."))
    context = {
        "title": gettext("Gaya"),
        "subtitle": gettext("Bahan penyusun setiap halaman, dalam semua keadaannya"),
        "demo": True,
        "form": form,
        "samples": samples,
    }
    return render(request, "ui/design_system.html", context, status=status)
