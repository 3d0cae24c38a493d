import { h, icon } from '../shared/dom';
import { button, progressRing } from '../shared/toolkit';

/** A page that says one thing, with the buttons that help. */
export function createMessage(heading: string, run: (action: 'retry' | 'log') => void) {
  const body = h('div', { class: 'message-body', attributes: { role: 'status' } });
  const element = h('main', { class: 'message' }, h('h1', { class: 'visually-hidden' }, heading), body);
  let shown = '';
  const once = (text: string, ...children: HTMLElement[]) => {
    if (shown === text) return;
    shown = text;
    body.replaceChildren(...children);
  };
  return {
    element,
    opening(name: string) {
      once(`opening ${name}`, progressRing(), h('p', {}, `Opening ${name}…`));
    },
    failed(message: string) {
      once(
        message,
        h('div', { class: 'message-icon' }, icon('warning')),
        h('p', {}, message),
        h(
          'div',
          { class: 'buttons' },
          button({ label: 'Try Again', look: 'primary', onClick: () => run('retry') }).element,
          button({ label: 'Show the Log', look: 'secondary', onClick: () => run('log') }).element,
        ),
      );
    },
  };
}

/** What stands in the place of windows when none is listed. */
export function createEmptyList(showAll: () => void) {
  return h(
    'div',
    { class: 'empty-list' },
    h('p', {}, 'No window is listed: the filter lets none through.'),
    button({ label: 'Show All Windows', look: 'primary', onClick: showAll }).element,
  );
}
