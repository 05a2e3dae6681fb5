/** An element with data-island="name" wakes the module of that name, which is loaded when first needed. */

type Start = (element: HTMLElement) => void;

const modules: Record<string, () => Promise<{ start: Start }>> = {
  chart: () => import('./islands/chart.ts'),
  'table-sort': () => import('./islands/table-sort.ts'),
  reorder: () => import('./islands/reorder.ts'),
  'file-drop': () => import('./islands/file-drop.ts'),
  passkey: () => import('./islands/passkey.ts'),
  'enter-moves': () => import('./islands/enter-moves.ts'),
  'calendar-filter': () => import('./islands/calendar-filter.ts'),
};

export function wakeIslands(root: HTMLElement): void {
  const found = [...root.querySelectorAll<HTMLElement>('[data-island]')];
  if (root.matches('[data-island]')) found.push(root);
  for (const element of found) wake(element);
}

function wake(element: HTMLElement): void {
  const load = modules[element.dataset['island'] ?? ''];
  if (!load || element.dataset['awake']) return;
  element.dataset['awake'] = 'yes';
  void load().then(({ start }) => start(element));
}
