import type { ReadySnapshot } from '../../extension/webview-protocol/trace';
import { h } from '../shared/dom';

const mouse: [gesture: string, meaning: string][] = [
  ['Wheel', 'zoom at the pointer'],
  ['Shift + wheel', 'move along'],
  ['Alt + wheel', 'magnify the amplitude'],
  ['Drag', 'zoom to a range'],
  ['Shift + drag', 'move along'],
  ['Alt + drag', 'measure time and amplitude'],
  ['Click a mark', 'choose the event'],
  ['Double click', 'show the whole trace'],
];

/** The list that `?` shows: every key and what the mouse does. */
export function createKeys() {
  const body = h('div', { class: 'keys-body' });
  const element = h(
    'dialog',
    { class: 'keys', attributes: { 'aria-label': 'Keys of the trace editor' } },
    h('h2', {}, 'Keys'),
    body,
    h('p', { class: 'quiet' }, 'Each key can be changed in Keyboard Shortcuts: search for “miniML”.'),
  );
  element.addEventListener('click', (event) => {
    if (event.target === element) element.close();
  });
  return {
    element,
    toggle({ keys }: ReadySnapshot) {
      if (element.open) return element.close();
      body.replaceChildren(
        table(
          keys
            .filter((command) => command.keys.length > 0)
            .map(({ title, keys: names }) => [names.join(', '), title] as const),
        ),
        table(mouse),
      );
      element.showModal();
    },
    close: () => element.close(),
  };
}

function table(rows: readonly (readonly [key: string, meaning: string])[]): HTMLElement {
  return h(
    'dl',
    {},
    ...rows.flatMap(([key, meaning]) => [h('dt', {}, h('kbd', {}, key)), h('dd', {}, meaning)]),
  );
}
