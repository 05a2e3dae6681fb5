"""Addresses of life events and of families that move between villages."""

from __future__ import annotations

from django.urls import path

from padu.apps.rumah_dataku.views import hand_overs, life_event_list, life_events, missing_families

urlpatterns = [
    path("keluarga/datang/", life_events.arrive, name="family_arrives"),
    path("keluarga/<int:family_id>/kejadian/", life_events.of_family, name="family_events"),
    path("keluarga/<int:family_id>/kejadian/<slug:slug>/", life_events.record, name="family_event_new"),
    path("keluarga/<int:family_id>/serah-terima/", hand_overs.propose, name="hand_over_new"),
    path("keluarga/serah-terima/", hand_overs.index, name="hand_overs"),
    path("keluarga/serah-terima/<int:hand_over_id>/tarik/", hand_overs.take_back, name="hand_over_take_back"),
    path("keluarga/serah-terima/masuk/<int:arrival_id>/", hand_overs.answer, name="hand_over_answer"),
    path("kejadian/", life_event_list.index, name="life_events"),
    path("kejadian/daftar.xlsx", life_event_list.workbook, name="life_events_file"),
    path("kejadian/tidak-ada-lagi/", life_event_list.vanished, name="vanished_members"),
    path("kejadian/keluarga-tidak-ada/", missing_families.index, name="missing_families"),
    path("kejadian/keluarga-tidak-ada/<int:missing_id>/", missing_families.answer, name="missing_family_answer"),
    path("kejadian/<int:event_id>/batal/", life_events.undo, name="life_event_undo"),
]
