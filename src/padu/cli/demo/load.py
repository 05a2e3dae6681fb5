"""Loading the demo: a list of steps, each of which may run again without doing anything twice."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from django.apps import apps
from django.utils import timezone
from django.utils.module_loading import import_string

from padu.access.actor import Actor
from padu.access.gate import scoped
from padu.apps.accounts.models import User
from padu.cli.demo.accounts import load_accounts
from padu.cli.demo.agencies import load_agencies
from padu.cli.demo.families import load_families, load_index, load_situations
from padu.cli.demo.field import load_field
from padu.cli.demo.figures import load_figures
from padu.cli.demo.happenings import load_happenings, load_outside
from padu.cli.demo.kampung import load_kampung
from padu.cli.demo.life_events import load_life_events
from padu.cli.demo.linkage import load_duplicates, load_sector_lists
from padu.cli.demo.planning import load_answers, load_meeting, load_proposal, load_rankings
from padu.cli.demo.privacy import load_privacy
from padu.cli.demo.quality import load_quality
from padu.cli.demo.register import load_register
from padu.cli.demo.setting import DemoSetting, make_setting
from padu.cli.demo.teams import load_teams
from padu.cli.demo.village_items import load_village_items

FAMILIES = 150
VILLAGES = 20

# A step does its part for the setting and returns a few words for the person who waits.
Step = Callable[[DemoSetting], str]
STEPS: tuple[tuple[str, Step], ...] = (
    ("Instansi dan penawaran", load_agencies),
    ("Akun", load_accounts),
    ("Kampung", load_kampung),
    ("Tim dan pokja", load_teams),
    ("Daftar kampung", load_register),
    ("Petugas lapangan", load_field),
    ("Keluarga", load_families),
    ("Kejadian keluarga", load_life_events),
    ("Angka nagari", load_figures),
    ("Profil nagari", load_village_items),
    ("Indeks keluarga", load_index),
    ("Analisis situasi", load_situations),
    ("Urutan masalah", load_rankings),
    ("Usulan rencana", load_proposal),
    ("Jawaban instansi", load_answers),
    ("Rapat koordinasi", load_meeting),
    ("Pelaksanaan", load_happenings),
    ("Di luar rencana", load_outside),
    ("Privasi", load_privacy),
    ("Data ganda", load_duplicates),
    ("Daftar sektor", load_sector_lists),
    ("Mutu data", load_quality),
)


def demo_is_wanted() -> bool:
    """Whether the database is still empty: nobody can sign in yet."""
    with scoped(Actor(name="peragaan", system=True)):
        return not User.gated.exists()


def load_demo(families: int = FAMILIES, villages: int = VILLAGES, tell: Callable[[str], None] = print) -> None:
    """Run every step for this many families in each of this many nagari, telling how each went.

    The caller has made sure that the database is an embedded one: demo accounts have a known password.
    """
    setting = make_setting(families, villages, timezone.localdate())
    for name, step in (*STEPS, *_steps_beside()):
        begin = time.monotonic()
        words = step(setting)
        tell(f"  {name}: {words} ({time.monotonic() - begin:.1f} detik)")


def _steps_beside() -> Iterator[tuple[str, Step]]:
    """Steps of rooms beside the command, which it does not import: `demo_step` of their AppConfig, name and path."""
    for config in apps.get_app_configs():
        found: tuple[str, str] | None = getattr(config, "demo_step", None)
        if found is not None:
            yield found[0], import_string(found[1])
