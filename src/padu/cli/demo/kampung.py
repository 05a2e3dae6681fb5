"""The kampung of the demo's nagari, named like them."""

from __future__ import annotations

from padu.access.gate import scoped
from padu.apps.kampung.services import kampung_register
from padu.apps.regions.models import Region
from padu.cli.demo.setting import DemoSetting


def load_kampung(setting: DemoSetting) -> str:
    """One kampung per nagari of the setting; founding date and decree stay unknown."""
    actor = setting.actor()
    names = dict(Region.objects.filter(code__in=setting.villages).values_list("code", "name"))
    with scoped(actor):
        for code in setting.villages:
            kampung_register(actor=actor, region_code=code, name=f"Kampung KB {names[code]}", made_up=True)
    return f"{len(setting.villages)} kampung"
