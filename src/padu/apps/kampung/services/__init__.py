"""Writing the register of kampung."""

from padu.apps.kampung.services.declaring import declarations_record
from padu.apps.kampung.services.forming import kampung_dissolve, kampung_found, kampung_revive, step_record
from padu.apps.kampung.services.groups import GroupDetails, group_count_record, group_save
from padu.apps.kampung.services.models_of import model_end, model_mark
from padu.apps.kampung.services.planning import plan_drop, plans_set, target_set
from padu.apps.kampung.services.registering import KampungDetails, kampung_change, kampung_register

__all__ = [
    "GroupDetails",
    "KampungDetails",
    "declarations_record",
    "group_count_record",
    "group_save",
    "kampung_change",
    "kampung_dissolve",
    "kampung_found",
    "kampung_register",
    "kampung_revive",
    "model_end",
    "model_mark",
    "plan_drop",
    "plans_set",
    "step_record",
    "target_set",
]
