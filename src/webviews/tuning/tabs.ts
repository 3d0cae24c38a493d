import { h, setAttributes } from '../shared/dom';

export interface Tab<Id extends string> {
  id: Id;
  label: string;
  element: HTMLElement;
}

/**
 * Tabs by the WAI-ARIA pattern: one stop of the Tab key, arrows, Home and End go from one to the next, and the
 * chosen one's panel is shown.
 */
export function createTabs<Id extends string>(
  label: string,
  tabs: readonly Tab<Id>[],
  onChoose: (id: Id) => void,
): { list: HTMLElement; panels: HTMLElement[]; show(id: Id): void } {
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
  list.addEventListener('keydown', (event) => {
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
    const last = buttons.length - 1;
    const steps: Record<string, number> = {
      ArrowLeft: at === 0 ? last : at - 1,
      ArrowRight: at === last ? 0 : at + 1,
      Home: 0,
      End: last,
    };
    const next = steps[event.key];
    if (at < 0 || next === undefined) return;
    event.preventDefault();
    onChoose(tabs[next]!.id);
    buttons[next]!.focus();
  });
  return {
    list,
    panels,
    show(id) {
      tabs.forEach((tab, i) => {
        const chosen = tab.id === id;
        setAttributes(buttons[i]!, { 'aria-selected': chosen, tabindex: chosen ? 0 : -1 });
        panels[i]!.classList.toggle('hidden', !chosen);
      });
    },
  };
}
