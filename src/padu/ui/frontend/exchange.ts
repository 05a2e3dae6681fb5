/** htmx under the strict policy: settings stand in the page's meta element, this adds what a reader notices. */
import htmx from 'htmx.org';

import { toast } from './toasts.ts';

/** Calls `added` after each swap, with the element that is new. */
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
  document.addEventListener('padu:replaced', (event) => {
    const element = (event as CustomEvent<HTMLElement>).detail;
    htmx.process(element);
    added(element);
  });
  // a lost connection must not look like nothing happened; the sentence stands in the page, translated
  for (const event of ['htmx:sendError', 'htmx:timeout', 'htmx:responseError']) {
    document.body.addEventListener(event, () => {
      const text = document.querySelector<HTMLElement>('[data-toasts]')?.dataset['trouble'];
      if (text) toast(text, 'act');
    });
  }
}
