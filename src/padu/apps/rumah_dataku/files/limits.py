"""How much of a file is read at most. Every limit is [assumption]; a regency's families in CSV stay far below them."""

from __future__ import annotations

from typing import Final

MIB: Final = 1024 * 1024

MAX_FILE_BYTES: Final = 50 * MIB  # [assumption]
MAX_UNPACKED_BYTES: Final = 400 * MIB  # [assumption] sum of everything packed in one file
MAX_PACKING_RATIO: Final = 200  # [assumption] sheets pack 10 to 30 times; a bomb packs about 1,000 times
RATIO_FROM_BYTES: Final = 20 * MIB  # [assumption] below this size a high ratio does no harm
MAX_MEMBERS: Final = 5_000  # [assumption] parts of a zip
MAX_COLUMNS: Final = 500  # [assumption]
MAX_ROWS: Final = 1_000_000  # [assumption]
MAX_CELLS: Final = 15_000_000  # [assumption] used rows x columns of one sheet; about 30 bytes each while it is open
MAX_FORMULAS: Final = 200_000  # [assumption]
MAX_CELL_CHARS: Final = 5_000  # [assumption]
HEADER_SEARCH_ROWS: Final = 10  # [assumption] a title may stand above the header
CHUNK_BYTES: Final = MIB
