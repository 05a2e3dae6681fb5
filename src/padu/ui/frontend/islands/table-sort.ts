/**
 * Sorts and filters a small table in the browser: the server does the large ones.
 * A cell sorts by data-value where it has one, else by its words; missing figures stay at the end either way.
 * A field with data-table-filter="<table id>" hides rows that lack its words and says how many are left.
 */
import { compareKeys, folded, sortKey } from './sorting.ts';

export function start(element: HTMLElement): void {
  if (!(element instanceof HTMLTableElement)) return;
  const body = element.tBodies[0];
  const heads = [...(element.tHead?.rows[0]?.cells ?? [])];
  if (!body) return;
  heads.forEach((head, column) => {
    if (head.querySelector('a') || 'sortOff' in head.dataset) return;
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'sort';
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener('click', () => sort(body, heads, column));
  });
  if (element.id) wireFilter(element.id, body);
}

function sort(body: HTMLTableSectionElement, heads: HTMLElement[], column: number): void {
  const head = heads[column];
  const down = head?.getAttribute('aria-sort') === 'ascending';
  for (const other of heads) other.removeAttribute('aria-sort');
  head?.setAttribute('aria-sort', down ? 'descending' : 'ascending');
  const keyed = [...body.rows].map((row) => ({ row, key: sortKey(row.cells[column]) }));
  keyed.sort((a, b) => compareKeys(a.key, b.key, down));
  body.append(...keyed.map(({ row }) => row));
}

function wireFilter(id: string, body: HTMLTableSectionElement): void {
  const field = document.querySelector<HTMLInputElement>(`[data-table-filter="${CSS.escape(id)}"]`);
  const status = document.querySelector<HTMLElement>(`[data-table-count="${CSS.escape(id)}"]`);
  field?.addEventListener('input', () => {
    const words = folded(field.value).split(' ').filter(Boolean);
    let shown = 0;
    for (const row of body.rows) {
      const text = folded(row.textContent ?? '');
      row.hidden = !words.every((word) => text.includes(word));
      if (!row.hidden) shown += 1;
    }
    if (status) status.textContent = `${shown} / ${body.rows.length}`;
  });
}
