/**
 * Tells the host where the keyboard is, so that contributed keybindings know what a key means.
 *
 * @param now the area that the keyboard is in, while the view has it
 * @returns looks again; for what moves the keyboard's meaning without moving the focus
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

/** Whether an element uses letters and arrows itself. */
export function takesKeys(active: Element | null): boolean {
  return active?.matches('vscode-dropdown, vscode-text-field, input, select') === true;
}

/** Whether the space bar and Enter press an element. */
export function isButton(active: Element | null): boolean {
  return active?.matches('button, vscode-button') === true;
}
