/**
 * A form whose list can be put in another order: by dragging the handle, or by the buttons "up" and "down", which
 * post by themselves where there is no script. With script nothing is sent until the form is: the order stands in the
 * hidden field `order` (ids, separated by commas), the reason beside it.
 */
export function start(form: HTMLElement): void {
  if (!(form instanceof HTMLFormElement)) return;
  const first = form.querySelector<HTMLElement>('[data-reorder-id]');
  const list = first?.parentElement;
  if (!list) return;
  const order = document.createElement('input');
  order.type = 'hidden';
  order.name = 'order';
  form.append(order);
  form.classList.add('draggable');
  const items = () => [...list.querySelectorAll<HTMLElement>(':scope > [data-reorder-id]')];
  const changed = (item: HTMLElement) => {
    order.value = items().map((one) => one.dataset['reorderId']).join(',');
    form.classList.add('changed');
    settle(items());
    const status = form.querySelector<HTMLElement>('[data-reorder-status]');
    const place = items().indexOf(item) + 1;
    if (status) status.textContent = `${item.dataset['reorderTitle'] ?? ''}. ${form.dataset['said'] ?? ''} ${place}`;
  };
  wireButtons(form, items, changed);
  wireDrag(list, items, changed);
}

type Items = () => HTMLElement[];
type Changed = (item: HTMLElement) => void;

function wireButtons(form: HTMLFormElement, items: Items, changed: Changed): void {
  form.addEventListener('click', (event) => {
    const button = (event.target as Element).closest<HTMLButtonElement>('button[name="up"], button[name="down"]');
    const item = button?.closest<HTMLElement>('[data-reorder-id]');
    if (!button || !item) return;
    event.preventDefault();
    const at = items().indexOf(item);
    const other = items()[at + (button.name === 'up' ? -1 : 1)];
    if (!other) return;
    if (button.name === 'up') other.before(item);
    else other.after(item);
    changed(item);
    const next = button.disabled ? item.querySelector<HTMLButtonElement>('button:not(:disabled)') : button;
    next?.focus();
  });
}

function wireDrag(list: HTMLElement, items: Items, changed: Changed): void {
  list.addEventListener('pointerdown', (event) => {
    const handle = (event.target as Element).closest<HTMLElement>('[data-reorder-handle]');
    const item = handle?.closest<HTMLElement>('[data-reorder-id]');
    if (!handle || !item || event.button !== 0) return;
    event.preventDefault();
    handle.setPointerCapture(event.pointerId);
    item.classList.add('dragged');
    const before = items().indexOf(item);
    const move = (at: PointerEvent) => shift(item, items(), at.clientY);
    const end = () => {
      item.classList.remove('dragged');
      handle.removeEventListener('pointermove', move);
      if (items().indexOf(item) !== before) changed(item);
    };
    handle.addEventListener('pointermove', move);
    handle.addEventListener('lostpointercapture', end, { once: true });
  });
}

/**
 * Passes the neighbour whose middle the pointer has crossed. It is the neighbour that moves in the document: an element
 * that is taken out and put back loses the pointer.
 */
function shift(item: HTMLElement, all: HTMLElement[], y: number): void {
  const middle = (one: HTMLElement) => one.getBoundingClientRect().top + one.offsetHeight / 2;
  const at = all.indexOf(item);
  const above = all[at - 1];
  const below = all[at + 1];
  if (above && y < middle(above)) item.after(above);
  else if (below && y > middle(below)) item.before(below);
}

/** Numbers and buttons follow the order that is shown. */
function settle(all: HTMLElement[]): void {
  all.forEach((item, index) => {
    const rank = item.querySelector<HTMLElement>('.rank');
    if (rank) rank.textContent = String(index + 1);
    const up = item.querySelector<HTMLButtonElement>('button[name="up"]');
    const down = item.querySelector<HTMLButtonElement>('button[name="down"]');
    if (up) up.disabled = index === 0;
    if (down) down.disabled = index === all.length - 1;
  });
}
