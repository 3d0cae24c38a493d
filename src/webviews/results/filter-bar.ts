import type { ResultsColumns } from '../../common/api/views/results';
import { count } from '../../common/text/numbers';
import { h, icon, setText } from '../shared/dom';
import { button } from '../shared/toolkit';
import type { Condition, Listing, Shown } from './listing';
import { knownMeasures, type MeasureId, measureOf, measures, unitOf } from './measures';

const choices: readonly (readonly [Shown, string])[] = [
  ['all', 'All events'],
  ['kept', 'Not deleted'],
  ['deleted', 'Deleted'],
  ['isolated', 'Standing alone'],
  ['excluded', 'Left out of the average'],
  ['added', 'Added by hand'],
  ['border', 'At the border'],
];

/** Which events are listed: kinds of them, and any number of ranges of their measures. */
export function createFilterBar(onList: (patch: Partial<Listing>) => void) {
  let listing: Listing | undefined;
  let unit = '';
  let drawn = '';
  const shown = h(
    'select',
    { attributes: { 'aria-label': 'Kind of events' } },
    ...choices.map(([value, words]) => h('option', { value }, words)),
  );
  shown.addEventListener('change', () => onList({ shown: shown.value as Shown }));
  const rows = h('div', { class: 'conditions' });
  const found = h('span', { class: 'found', attributes: { role: 'status' } });
  const add = button({
    label: 'Range',
    icon: 'add',
    look: 'secondary',
    title: 'Add a range of a measure',
    onClick: () => {
      if (listing)
        onList({ conditions: [...listing.conditions, { measure: 'amplitude', from: null, to: null }] });
      rows.querySelector<HTMLElement>('.condition:last-child input')?.focus();
    },
  });
  const element = h(
    'div',
    { class: 'filter-bar', attributes: { role: 'group', 'aria-label': 'Filter' } },
    shown,
    rows,
    add.element,
    found,
  );

  function change(index: number, patch: Partial<Condition>): void {
    if (!listing) return;
    onList({ conditions: listing.conditions.map((c, i) => (i === index ? { ...c, ...patch } : c)) });
  }

  function row(
    condition: Condition,
    index: number,
    known: readonly { id: MeasureId; name: string }[],
  ): HTMLElement {
    const own = unitOf(measureOf(condition.measure), unit);
    const select = h(
      'select',
      { attributes: { 'aria-label': 'Measure' } },
      ...known.map(({ id, name }) => h('option', { value: id, selected: id === condition.measure }, name)),
    );
    select.addEventListener('change', () => change(index, { measure: select.value as MeasureId }));
    const bound = (label: 'from' | 'to') => {
      const input = h('input', {
        type: 'text',
        inputMode: 'decimal',
        value: condition[label] === null ? '' : String(condition[label]),
        placeholder: label,
        attributes: { 'aria-label': `${measureOf(condition.measure).name} ${label}` },
      });
      input.addEventListener('input', () => {
        const value = numberIn(input.value);
        input.classList.toggle('invalid', value === undefined);
        if (value !== undefined) change(index, { [label]: value });
      });
      return input;
    };
    const remove = h(
      'button',
      {
        type: 'button',
        class: 'remove',
        title: 'Remove this range',
        attributes: { 'aria-label': 'Remove this range' },
      },
      icon('close'),
    );
    remove.addEventListener('click', () =>
      onList({ conditions: listing!.conditions.filter((_, i) => i !== index) }),
    );
    return h(
      'div',
      { class: 'condition' },
      select,
      bound('from'),
      '–',
      bound('to'),
      own !== '' && h('span', { class: 'unit' }, own),
      remove,
    );
  }

  return {
    element,
    focus: () => (element.querySelector<HTMLElement>('input') ?? shown).focus(),
    update(next: Listing, events: ResultsColumns, traceUnit: string, listedCount: number) {
      listing = next;
      unit = traceUnit;
      shown.value = next.shown;
      setText(found, `${count(listedCount, 'event')} listed`);
      // While someone types, the fields stay as they are.
      const key = `${traceUnit} ${next.conditions.map(({ measure }) => measure).join(' ')}`;
      const emptied = next.conditions.length === 0;
      if (key === drawn && !emptied) return;
      drawn = key;
      const known = knownMeasures(events);
      rows.replaceChildren(...next.conditions.map((c, i) => row(c, i, known.length > 0 ? known : measures)));
    },
  };
}

/** null for an empty field, undefined for what is no number. */
function numberIn(text: string): number | null | undefined {
  const plain = text.trim().replace(',', '.').replace('−', '-');
  if (plain === '') return null;
  const value = Number(plain);
  return Number.isFinite(value) ? value : undefined;
}
