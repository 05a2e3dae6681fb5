/**
 * A file field one can drop on, with the file's name, a check of its size before it is sent, and a progress bar.
 * The form works without it. The answer's main part replaces the page's, as if the form had been sent plainly.
 */
import { figure } from './indonesian.ts';

export function start(area: HTMLElement): void {
  const input = area.querySelector<HTMLInputElement>('input[type="file"]');
  const form = input?.form;
  if (!input || !form) return;
  for (const kind of ['dragenter', 'dragover']) area.addEventListener(kind, (event) => hover(event, area, true));
  for (const kind of ['dragleave', 'drop']) area.addEventListener(kind, (event) => hover(event, area, false));
  area.addEventListener('drop', (event) => {
    const files = event.dataTransfer?.files;
    if (!files?.length) return;
    input.files = files;
    input.dispatchEvent(new Event('change', { bubbles: true }));
  });
  input.addEventListener('change', () => check(area, input));
  form.addEventListener('submit', (event) => {
    if (!input.files?.length || !check(area, input)) {
      event.preventDefault();
      return;
    }
    event.preventDefault();
    send(area, form, event.submitter);
  });
}

function hover(event: Event, area: HTMLElement, on: boolean): void {
  event.preventDefault();
  area.classList.toggle('over', on);
}

function say(area: HTMLElement, text: string, wrong: boolean): void {
  const place = area.querySelector<HTMLElement>('[data-file-name]');
  if (place) place.textContent = text;
  area.classList.toggle('wrong', wrong);
}

function sizeText(bytes: number): string {
  return bytes < 1e6 ? figure(bytes / 1e3, 1, 'kB') : figure(bytes / 1e6, 1, 'MB');
}

function check(area: HTMLElement, input: HTMLInputElement): boolean {
  const file = input.files?.[0];
  if (!file) return false;
  const most = Number(area.dataset['maximum'] ?? 0);
  if (most && file.size > most) {
    say(area, area.dataset['tooLarge'] ?? '', true);
    return false;
  }
  say(area, `${file.name} (${sizeText(file.size)})`, false);
  return true;
}

function send(area: HTMLElement, form: HTMLFormElement, submitter: HTMLElement | null): void {
  const bar = area.querySelector<HTMLProgressElement>('progress');
  const request = new XMLHttpRequest();
  const buttons = [...form.querySelectorAll<HTMLButtonElement>('button')];
  const finish = () => buttons.forEach((button) => (button.disabled = false));
  request.upload.addEventListener('progress', (event) => {
    if (bar && event.lengthComputable) bar.value = (100 * event.loaded) / event.total;
  });
  request.addEventListener('load', () => show(request));
  request.addEventListener('error', () => {
    if (bar) bar.hidden = true;
    say(area, area.dataset['broken'] ?? '', true);
    finish();
  });
  if (bar) bar.hidden = false;
  const data = new FormData(form, submitter);
  buttons.forEach((button) => (button.disabled = true));
  say(area, area.dataset['sending'] ?? '', false);
  request.open('POST', form.action);
  request.send(data);
}

function show(request: XMLHttpRequest): void {
  const page = new DOMParser().parseFromString(request.responseText, 'text/html');
  const fresh = page.querySelector('main');
  const old = document.querySelector('main');
  if (!fresh || !old) {
    location.assign(request.responseURL || location.href);
    return;
  }
  document.title = page.title;
  if (request.responseURL && request.responseURL !== location.href) history.pushState(null, '', request.responseURL);
  addEventListener('popstate', () => location.reload(), { once: true });
  const main = document.importNode(fresh, true);
  old.replaceWith(main);
  document.dispatchEvent(new CustomEvent('padu:replaced', { detail: main }));
  if (!main.contains(document.activeElement)) main.focus();
  scrollTo(0, 0);
}
