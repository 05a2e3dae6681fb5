"""Writing the village's data: a file is received, checked, shown, and stored or discarded."""

from __future__ import annotations

from padu.apps.rumah_dataku.services.checking import import_check
from padu.apps.rumah_dataku.services.columns import columns_choose, import_look
from padu.apps.rumah_dataku.services.receiving import Receipt, import_receive
from padu.apps.rumah_dataku.services.runs import ImportRefused, import_discard, import_fail, import_retry
from padu.apps.rumah_dataku.services.storing import StoreMode, import_order_store, import_store
from padu.apps.rumah_dataku.services.undoing import import_order_undo, import_undo
from padu.apps.rumah_dataku.services.village_names import names_confirm

__all__ = [
    "ImportRefused",
    "Receipt",
    "StoreMode",
    "columns_choose",
    "import_check",
    "import_discard",
    "import_fail",
    "import_look",
    "import_order_store",
    "import_order_undo",
    "import_receive",
    "import_retry",
    "import_store",
    "import_undo",
    "names_confirm",
]
