import { h, setAttributes } from '../shared/dom';

export interface Tab<Id extends string> {
  id: Id;
  label: string;
  element: HTMLElement;
}

/**
 * Tabs by the WAI-ARIA pattern: one stop of the Tab key, the chosen one's panel is shown. Arrows, Home and End are
 * contributed keys, as all others.
 */
export function createTabs<Id extends string>(
  label: string,
  tabs: readonly Tab<Id>[],
  onChoose: (id: Id) => void,
): {
  list: HTMLElement;
  panels: HTMLElement[];
  show(id: Id): void;
  /** Gives the chosen one the keyboard. */
  focus(): void;
} {
  const buttons = tabs.map((tab) =>
    h(
      'button',
      {
        class: 'tab',
        type: 'button',
        id: `tab-${tab.id}`,
        onclick: () => onChoose(tab.id),
        attributes: { role: 'tab', 'aria-controls': `panel-${tab.id}` },
      },
      tab.label,
    ),
  );
  const panels = tabs.map(({ id, element }) =>
    h(
      'div',
      {
        class: 'tab-panel',
        id: `panel-${id}`,
        attributes: { role: 'tabpanel', 'aria-labelledby': `tab-${id}` },
      },
      element,
    ),
  );
  const list = h('div', { class: 'tabs', attributes: { role: 'tablist', 'aria-label': label } }, ...buttons);
  return {
    list,
    panels,
    focus: () => buttons.find((tab) => tab.tabIndex === 0)?.focus(),
    show(id) {
      tabs.forEach((tab, i) => {
        const chosen = tab.id === id;
        setAttributes(buttons[i], { 'aria-selected': chosen, tabindex: chosen ? 0 : -1 });
        panels[i].classList.toggle('hidden', !chosen);
      });
    },
  };
}
