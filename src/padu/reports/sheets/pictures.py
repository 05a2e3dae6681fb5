"""Pictures in a workbook: the figures they are drawn from, as a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from padu.reports.model import Block, Column, Kind, Picture, Pyramid, SideBySide, Table


def picture_table(picture: Picture) -> Table:
    """Ages youngest first, or the axes with a column for each line."""
    if isinstance(picture, Pyramid):
        columns = (Column("Umur"), Column("Laki-laki", Kind.INT), Column("Perempuan", Kind.INT))
        rows = tuple(zip(picture.labels, picture.male, picture.female, strict=True))
        return Table(picture.caption, columns, rows)
    heads = (Column("Sumbu", width=2), *(Column(one.label, Kind.PERCENT) for one in picture.series))
    lines = zip(picture.axes, *(one.values for one in picture.series), strict=True)
    return Table(picture.caption, heads, tuple(lines))


def flat_blocks(blocks: Iterable[Block]) -> Iterator[Block]:
    """Blocks with those side by side one after the other."""
    for block in blocks:
        if isinstance(block, SideBySide):
            yield from (block.left, block.right)
        else:
            yield block
