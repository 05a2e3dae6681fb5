/** Keys and order for sorting cells: numbers before words, what is missing last. */
export type Key = number | string | null;

export function sortKey(cell: { dataset: DOMStringMap; textContent: string | null; querySelector?: (s: string) => unknown } | undefined): Key {
  const value = cell?.dataset['value'];
  if (value !== undefined && value !== '') return Number.isNaN(Number(value)) ? value : Number(value);
  if (!cell || cell.querySelector?.('.missing')) return null;
  return folded(cell.textContent ?? '') || null;
}

export function compareKeys(a: Key, b: Key, down: boolean): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  const order =
    typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b), 'id', { numeric: true });
  return down ? -order : order;
}

/** Small letters, one space, no accents or apostrophes. */
export function folded(text: string): string {
  return text
    .toLocaleLowerCase('id')
    .normalize('NFD')
    .replace(/[\u0300-\u036f'’`]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}
