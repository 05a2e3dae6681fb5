/** Short messages at the edge: the server sends the header HX-Trigger {"padu:toast": {"text": "...", "tone": "good"}}. */
export function wireToasts(): void {
  document.body.addEventListener('padu:toast', (event) => {
    const detail = (event as CustomEvent<{ text?: string; tone?: string }>).detail;
    if (detail.text) toast(detail.text, detail.tone ?? '');
  });
}

export function toast(text: string, tone: string): void {
  const place = document.querySelector<HTMLElement>('[data-toasts]');
  if (!place) return;
  const note = document.createElement('div');
  note.className = `toast ${tone}`.trim();
  note.textContent = text;
  place.replaceChildren(note);
  setTimeout(() => note.remove(), 8000);
}
