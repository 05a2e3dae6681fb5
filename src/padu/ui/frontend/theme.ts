/**
 * Runs in the head, before the first paint: applies the remembered choice of light or dark.
 * Without a choice the style sheet follows the system. No cookie; `localStorage` may be closed to us.
 */
{
  const root = document.documentElement;
  root.classList.add('scripted');
  try {
    const chosen = localStorage.getItem('padu.theme');
    if (chosen === 'light' || chosen === 'dark') root.dataset['theme'] = chosen;
  } catch {
    // storage is off: the system's wish holds
  }
}
