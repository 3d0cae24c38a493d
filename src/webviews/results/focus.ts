import type { ResultsFocus } from '../../extension/webview-protocol/results';

/** Tells the host where the keyboard is, so that contributed keybindings know what a key means. */
export function watchFocus(root: HTMLElement, tell: (area: ResultsFocus) => void): void {
  let told: ResultsFocus | undefined;
  const look = () => {
    const area = now();
    if (area === told) return;
    told = area;
    tell(area);
  };
  for (const type of ['focusin', 'focusout']) root.addEventListener(type, () => requestAnimationFrame(look));
  for (const type of ['focus', 'blur']) window.addEventListener(type, () => requestAnimationFrame(look));
  look();
}

function now(): ResultsFocus {
  const active = document.activeElement;
  if (!document.hasFocus()) return 'none';
  if (active?.matches('input, select, dialog, dialog *')) return 'input';
  if (active?.matches('button, vscode-button')) return 'control';
  return active?.closest('.trace-strip') ? 'trace' : 'events';
}
