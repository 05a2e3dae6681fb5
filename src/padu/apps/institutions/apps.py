from django.apps import AppConfig


class InstitutionsConfig(AppConfig):
    name = "padu.apps.institutions"
    label = "institutions"

    def ready(self) -> None:
        from padu.access.documents import DOCUMENTS
        from padu.access.sealed import SealedFiles, register_sealed
        from padu.apps.accounts.left_open import register_left_open
        from padu.apps.institutions.left_open import served_villages
        from padu.apps.institutions.models import Decree

        register_left_open("territories", served_villages)
        register_sealed(SealedFiles(Decree, DOCUMENTS, path="file_path", key="file_key_id"))
