/** Ticking agencies on and off shows and hides their blocks; a block of several agencies stays while one is ticked. */
export function start(frame: HTMLElement): void {
  const boxes = [...frame.querySelectorAll<HTMLInputElement>('[data-calendar-agency]')];
  frame.addEventListener('change', () => {
    const wanted = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
    for (const block of frame.querySelectorAll<HTMLElement>('[data-agencies]')) {
      const agencies = (block.dataset['agencies'] ?? '').split('|').filter(Boolean);
      block.hidden = agencies.length > 0 && !agencies.some((agency) => wanted.has(agency));
    }
  });
}
