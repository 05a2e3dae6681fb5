/** Reads the table that stands below a chart: the picture never has figures of its own. */
export interface ChartData {
  labels: string[];
  series: { name: string; values: (number | null)[] }[];
}

export function readTable(table: HTMLTableElement): ChartData {
  const heads = [...(table.tHead?.rows[0]?.cells ?? [])].slice(2).map((cell) => cell.textContent?.trim() ?? '');
  const rows = [...(table.tBodies[0]?.rows ?? [])];
  return {
    labels: rows.map((row) => row.cells[1]?.textContent?.trim() ?? ''),
    series: heads.map((name, index) => ({ name, values: rows.map((row) => valueOf(row.cells[index + 2])) })),
  };
}

function valueOf(cell: HTMLTableCellElement | undefined): number | null {
  const text = cell?.dataset['value'];
  return text === undefined || text === '' ? null : Number(text);
}
