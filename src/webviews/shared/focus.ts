import type { TableHandle } from './table';
/**
 * Reports the focused area to the host, for `when` clauses of contributed keybindings.
 *
 * @param now the focused area, while the view has the focus
 * @returns a function that re-evaluates the area, for changes without a focus event
 */
export function watchFocus<Area extends string>(
  root: HTMLElement,
  now: (active: Element | null) => Area,
  tell: (area: Area | 'none') => void,
): () => void {
  let told: Area | 'none' | undefined;
  const look = () => {
    const area = document.hasFocus() ? now(document.activeElement) : 'none';
    if (area === told) return;
    told = area;
    tell(area);
  };
  for (const type of ['focusin', 'focusout']) root.addEventListener(type, () => requestAnimationFrame(look));
  for (const type of ['focus', 'blur']) window.addEventListener(type, () => requestAnimationFrame(look));
  look();
  return look;
}

/** Whether an element handles letters and arrows itself. */
export function takesKeys(active: Element | null): boolean {
  return active?.matches('vscode-dropdown, vscode-text-field, input, select') === true;
}

/** Whether the space bar and Enter press an element. */
export function isButton(active: Element | null): boolean {
  return active?.matches('button, vscode-button') === true;
}

/**
 * After a mouse click on a button the focus returns to the list.
 *
 * @param others selector of further elements that are clicked like buttons
 */
export function handBackFocus(
  root: HTMLElement,
  table: { readonly current: TableHandle | null },
  others?: string,
): void {
  const buttons = ['button, vscode-button', others].filter(Boolean).join(', ');
  root.addEventListener('click', ({ target, detail }) => {
    if (detail === 0 || !(target instanceof Element)) return;
    if (target.closest(buttons) && !target.closest('.filter-bar, .menu, dialog')) table.current?.focus(true);
  });
}
