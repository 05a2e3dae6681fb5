"""Addresses of the table, the planner's proposals and the agencies' answers."""

from __future__ import annotations

from django.urls import path

from padu.apps.convergence.views import proposals, table

urlpatterns = [
    path("meja/", table.table, name="table"),
    path("meja/susun/", table.start, name="plan_start"),
    path("meja/usulan/<int:run_id>/", table.run_page, name="planner_run"),
    path("meja/usulan/<int:run_id>/kemajuan/", table.run_progress, name="planner_run_progress"),
    path("meja/usulan/<int:run_id>/hentikan/", table.stop, name="planner_run_stop"),
    path("meja/usulan/<int:run_id>/masukan.json", table.instance_file, name="planner_run_instance"),
    path("usulan/", proposals.index, name="proposals"),
    path("usulan/<int:run_id>/", proposals.run_rows, name="proposal_rows"),
    path("usulan/<int:run_id>/jawab/", proposals.answer, name="proposal_answer"),
    path("usulan/<int:run_id>/tarik/", proposals.withdraw, name="proposal_withdraw"),
]
