from django.apps import AppConfig


class SupplyConfig(AppConfig):
    name = "padu.apps.supply"
    label = "supply"

    def ready(self) -> None:
        from padu.access.sealed import SealedFiles, register_sealed
        from padu.apps.rumah_dataku.services.kept_files import KEPT_FILES
        from padu.apps.supply.models import SupplyFile

        register_sealed(SealedFiles(SupplyFile, KEPT_FILES))
