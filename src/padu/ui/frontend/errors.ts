/** Moves the focus to the error summary (or the first invalid control) of newly shown markup. */
export function watchErrors(root: ParentNode): void {
  const target =
    root.querySelector<HTMLElement>('.error-summary') ?? root.querySelector<HTMLElement>('[aria-invalid="true"]');
  target?.focus();
}
