/** htmx under the strict policy: settings stand in the page's meta element, this adds what a reader notices. */
import htmx from 'htmx.org';

/** Names the island layer calls after each swap, with the element that is new. */
export function startHtmx(added: (element: HTMLElement) => void): void {
  const line = document.querySelector<HTMLElement>('[data-progress-line]');
  let waiting = 0;
  const show = (change: number) => {
    waiting = Math.max(0, waiting + change);
    line?.classList.toggle('on', waiting > 0);
  };
  document.body.addEventListener('htmx:beforeRequest', () => show(1));
  document.body.addEventListener('htmx:afterRequest', () => show(-1));
  htmx.onLoad((element) => {
    if (element instanceof HTMLElement && element !== document.body) added(element);
  });
  for (const event of ['htmx:sendError', 'htmx:timeout', 'htmx:responseError']) {
    document.body.addEventListener(event, () => sayTrouble());
  }
}

/** A lost connection must not look like nothing happened; the sentence stands in the page, translated. */
function sayTrouble(): void {
  const place = document.querySelector<HTMLElement>('[data-toasts]');
  const text = place?.dataset['trouble'];
  if (!place || !text) return;
  const toast = document.createElement('div');
  toast.className = 'toast warning';
  toast.setAttribute('role', 'status');
  toast.textContent = text;
  place.replaceChildren(toast);
}
