const KEY = 'padu.theme';

/** Buttons with data-theme-choice="light|dark|auto" choose the theme and show which one holds. */
export function wireTheme(): void {
  show(remembered());
  document.addEventListener('click', (event) => {
    const button = (event.target as Element).closest<HTMLElement>('[data-theme-choice]');
    if (!button) return;
    const choice = button.dataset['themeChoice'] ?? 'auto';
    remember(choice);
    show(choice);
    document.dispatchEvent(new CustomEvent('padu:theme'));
    button.closest('details')?.removeAttribute('open');
  });
}

function show(choice: string): void {
  const root = document.documentElement;
  if (choice === 'auto') delete root.dataset['theme'];
  else root.dataset['theme'] = choice;
  for (const button of document.querySelectorAll<HTMLElement>('[data-theme-choice]')) {
    button.setAttribute('aria-pressed', String(button.dataset['themeChoice'] === choice));
  }
}

function remembered(): string {
  try {
    return localStorage.getItem(KEY) ?? 'auto';
  } catch {
    return 'auto';
  }
}

function remember(choice: string): void {
  try {
    if (choice === 'auto') localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, choice);
  } catch {
    // storage is off: the choice holds for this page
  }
}
