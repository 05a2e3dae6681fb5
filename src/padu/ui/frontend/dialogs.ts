/**
 * data-dialog="id" on a link or button opens the <dialog> of that id (a link without script leads to its page);
 * data-dialog-close closes the one around it. The browser keeps the focus inside and gives it back.
 */
export function wireDialogs(): void {
  document.addEventListener('click', (event) => {
    const target = event.target as Element;
    const opener = target.closest<HTMLElement>('[data-dialog]');
    if (opener) {
      const dialog = document.getElementById(opener.dataset['dialog'] ?? '');
      if (!(dialog instanceof HTMLDialogElement)) return;
      event.preventDefault();
      dialog.showModal();
    }
    target.closest<HTMLElement>('[data-dialog-close]')?.closest('dialog')?.close();
  });
}
