import './key-dialog.css';
import type { KeyListEntry } from '../../common/api/views/keys';
import { h } from './dom';

/**
 * The key list of an editor, opened by `?`, with its mouse gestures. While it is open the reported focus stays
 * unchanged, so that the first key after it has its meaning; the editor blocks other actions meanwhile.
 */
export function createKeyDialog(
  label: string,
  mouse: readonly (readonly [gesture: string, meaning: string])[],
) {
  const body = h('div', { class: 'key-dialog-body' });
  const element = h(
    'dialog',
    // A long list can be scrolled by keys too.
    { class: 'key-dialog', tabIndex: 0, attributes: { 'aria-label': label } },
    h('h2', {}, 'Keys'),
    body,
    h('p', {}, 'Each key can be changed in Keyboard Shortcuts: search for “miniML”.'),
  );
  element.addEventListener('click', (event) => {
    if (event.target === element) element.close();
  });
  // Escape only closes the list; it is not forwarded to the workbench.
  element.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') event.stopPropagation();
  });
  return {
    element,
    get open() {
      return element.open;
    },
    toggle(keys: readonly KeyListEntry<string>[]) {
      if (element.open) return element.close();
      const known = keys.filter((command) => command.keys.length > 0);
      body.replaceChildren(
        table(known.map(({ title, keys: names }) => [names, title] as const)),
        table(mouse.map(([gesture, meaning]) => [[gesture], meaning] as const)),
      );
      element.showModal();
    },
  };
}

function table(rows: readonly (readonly [keys: readonly string[], meaning: string])[]): HTMLElement {
  return h(
    'dl',
    {},
    ...rows.flatMap(([keys, meaning]) => [
      h('dt', {}, ...keys.flatMap((key, i) => [i > 0 && ' ', h('kbd', {}, key)])),
      h('dd', {}, meaning),
    ]),
  );
}
