"""Rows of HERE whose words stand nowhere else, and who reads them on any page at all."""

from __future__ import annotations

from padu.access.verbs import Role
from tests.security.routes.base import AGENCY, FAMILY, HERE, OVERSEERS, PLACE, Reach
from tests.security.standing import REGENCY
from tests.security.world import WORDS

_REGENCY_ROWS = Reach(REGENCY, PLACE, below=PLACE)
# Who serves citizens' rights sees whose data it is about, also without the duty for families.
_SERVED = FAMILY | {Role.PRIVACY}
MAY_READ = {
    "family": Reach(HERE, _SERVED),
    "hamlet": Reach(HERE, _SERVED),
    "import": Reach(HERE, FAMILY),
    "fund": Reach(HERE, PLACE),  # a commitment names its fund to all who take part
    "offer": Reach(REGENCY, AGENCY | OVERSEERS, owner="kesehatan"),
    "supply_file": Reach(REGENCY, AGENCY, owner="kesehatan"),
    "activity": Reach(HERE, PLACE),
    "place_note": Reach(HERE, PLACE),
    "outside": Reach(HERE, PLACE),
    "note": Reach(HERE, PLACE),
    "meeting": _REGENCY_ROWS,
    "attendance": _REGENCY_ROWS,
    "decision": _REGENCY_ROWS,
    "problem": Reach(HERE, PLACE),
    "kampung": Reach(HERE, PLACE),
}
assert MAY_READ.keys() == WORDS.keys()
