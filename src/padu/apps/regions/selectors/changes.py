"""Files of changes that were sent, for those who may bring changes: callers have asked for the verb."""

from __future__ import annotations

from padu.apps.regions.models import ChangeFile

SHOWN_FILES = 50


def list_change_files() -> list[ChangeFile]:
    """The newest files, without their rows."""
    return list(ChangeFile.objects.defer("rows").order_by("-sent_at", "-pk")[:SHOWN_FILES])


def get_change_file(file_id: int) -> ChangeFile | None:
    file: ChangeFile | None = ChangeFile.objects.filter(pk=file_id).first()
    return file
