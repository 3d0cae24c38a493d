import type { ScoringFocus } from '../../extension/webview-protocol/scoring';

/** Tells the host where the keyboard is, so that contributed keybindings know what a key means. */
export function watchFocus(
  root: HTMLElement,
  isOverview: () => boolean,
  tell: (area: ScoringFocus) => void,
): () => void {
  let told: ScoringFocus | undefined;
  const now = (): ScoringFocus => {
    const active = document.activeElement;
    if (!document.hasFocus()) return 'none';
    if (active?.matches('vscode-dropdown, vscode-text-field, input, select, dialog, dialog *'))
      return 'input';
    if (active?.matches('button, vscode-button')) return 'control';
    return isOverview() ? 'grid' : 'window';
  };
  const look = () => {
    const area = now();
    if (area === told) return;
    told = area;
    tell(area);
  };
  for (const type of ['focusin', 'focusout']) root.addEventListener(type, () => requestAnimationFrame(look));
  for (const type of ['focus', 'blur']) window.addEventListener(type, () => requestAnimationFrame(look));
  look();
  return look;
}
