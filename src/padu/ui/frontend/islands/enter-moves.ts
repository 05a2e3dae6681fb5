/** Enter goes to the next field of the form; in the last one it presses the first button. */
export function start(form: HTMLElement): void {
  if (!(form instanceof HTMLFormElement)) return;
  form.addEventListener('keydown', (event) => {
    const here = event.target;
    if (event.key !== 'Enter' || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
    if (!(here instanceof HTMLInputElement || here instanceof HTMLSelectElement)) return;
    event.preventDefault();
    const next = fieldBeside(fieldsOf(form), here, event.shiftKey ? -1 : 1);
    if (next) next.focus();
    else if (!event.shiftKey) form.querySelector<HTMLButtonElement>('button:not([type="button"])')?.click();
  });
}

type Control = HTMLInputElement | HTMLSelectElement;

function fieldsOf(form: HTMLFormElement): Control[] {
  const all = [...form.querySelectorAll<Control>('input, select')];
  return all.filter((field) => field.type !== 'hidden' && !field.disabled);
}

export function fieldBeside<T>(fields: readonly T[], here: T, way: 1 | -1): T | undefined {
  const at = fields.indexOf(here);
  return at < 0 ? undefined : fields[at + way];
}
