/** <details class="menu"> works alone; with script it also closes by Escape, by a click outside and by another menu. */
export function wireMenus(): void {
  const open = () => [...document.querySelectorAll<HTMLDetailsElement>('details.menu[open]')];
  document.addEventListener('click', (event) => {
    for (const menu of open()) if (!menu.contains(event.target as Node)) menu.open = false;
  });
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    for (const menu of open()) {
      const inside = menu.contains(document.activeElement);
      menu.open = false;
      if (inside) menu.querySelector<HTMLElement>('summary')?.focus();
    }
  });
}
