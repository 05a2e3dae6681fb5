from django.apps import AppConfig


class KampungConfig(AppConfig):
    name = "padu.apps.kampung"
    label = "kampung"

    def ready(self) -> None:
        from padu.access.documents import DOCUMENTS
        from padu.access.sealed import SealedFiles, register_sealed
        from padu.apps.kampung.models import RegisterFile

        register_sealed(SealedFiles(RegisterFile, DOCUMENTS))
