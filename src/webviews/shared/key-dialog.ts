import './key-dialog.css';
import type { KeyListEntry } from '../../common/api/views/keys';
import { h } from './dom';

/**
 * The list that `?` shows: every key of an editor, and what the mouse does in it. While it is open the keyboard
 * counts as being where it was, so that the first key after it means what it says; the editor lets no other
 * action through meanwhile.
 */
export function createKeyDialog(
  label: string,
  mouse: readonly (readonly [gesture: string, meaning: string])[],
) {
  const body = h('div', { class: 'key-dialog-body' });
  const element = h(
    'dialog',
    // It scrolls where it is long, by keys too.
    { class: 'key-dialog', tabIndex: 0, attributes: { 'aria-label': label } },
    h('h2', {}, 'Keys'),
    body,
    h('p', {}, 'Each key can be changed in Keyboard Shortcuts: search for “miniML”.'),
  );
  element.addEventListener('click', (event) => {
    if (event.target === element) element.close();
  });
  // Escape closes the list and means nothing else; the workbench need not hear of it.
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
