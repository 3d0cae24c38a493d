import { parseTimeRanges, type TimeRange } from '../../../common/parameters/time-ranges';
import { duration } from '../../../common/text/duration';
import { h, setText } from '../../shared/dom';
import { button, link } from '../../shared/toolkit';

export interface ZonesHandlers {
  /** What `exclude` is to be. */
  change(exclude: string | null): void;
  show(range: TimeRange): void;
}

/** The stretches that are left out, with a way to add one and to take one back. */
export function createZones(on: ZonesHandlers) {
  const list = h('ul', { class: 'zones' });
  const none = h('p', { class: 'hint' }, 'Nothing is left out. Drag over an artefact with Ctrl held, or:');
  const from = timeInput('Start of the stretch in seconds');
  const to = timeInput('End of the stretch in seconds');
  const error = h('div', { class: 'field-error', attributes: { role: 'alert' } });
  const add = button({
    label: 'Exclude This Stretch',
    icon: 'circle-slash',
    title: 'No event is looked for in it; times stay as they are',
    look: 'secondary',
    onClick: () => addRange({ from_s: Number(from.value), to_s: Number(to.value) }),
  });
  let ranges: TimeRange[] = [];
  let listed: string | null | undefined;
  let suggested = '';

  function addRange(range: TimeRange): void {
    const { from_s, to_s } = range;
    const right = from_s >= 0 && to_s > from_s && Number.isFinite(to_s);
    setText(error, right ? '' : 'A stretch goes from its start to a later end, in seconds.');
    if (right) on.change(textOf([...ranges, range]));
  }

  return {
    element: h(
      'section',
      { class: 'exclusion', attributes: { 'aria-label': 'Left out' } },
      h('h2', {}, 'Left out'),
      list,
      none,
      h('div', { class: 'zone-range' }, from, '–', to, 's', add.element),
      error,
    ),
    add: addRange,
    /** @param inSight what is offered to be left out */
    update(exclude: string | null, inSight: TimeRange) {
      const offered = `${seconds(inSight.from_s)} ${seconds(inSight.to_s)}`;
      if (offered !== suggested) {
        suggested = offered;
        from.value = seconds(inSight.from_s);
        to.value = seconds(inSight.to_s);
      }
      if (exclude === listed) return;
      listed = exclude;
      ranges = exclude === null ? [] : (parseTimeRanges(exclude) ?? []);
      none.classList.toggle('hidden', ranges.length > 0);
      list.replaceChildren(...ranges.map((range, i) => zoneItem(range, () => remove(i))));
    },
  };

  function remove(index: number): void {
    on.change(textOf(ranges.filter((_, i) => i !== index)));
  }

  function zoneItem(range: TimeRange, onRemove: () => void): HTMLElement {
    const text = `${seconds(range.from_s)}–${seconds(range.to_s)} s`;
    const length = h('span', { class: 'unit' }, duration(range.to_s - range.from_s));
    const drop = button({ label: `Remove ${text}`, icon: 'trash', look: 'icon', onClick: onRemove });
    const shown = link(text, () => on.show(range));
    return h('li', {}, shown, length, drop.element);
  }
}

/** As the parameter is written; null where nothing is left. */
function textOf(ranges: readonly TimeRange[]): string | null {
  const ordered = ranges.toSorted((a, b) => a.from_s - b.from_s);
  return ranges.length === 0
    ? null
    : ordered.map(({ from_s, to_s }) => `${seconds(from_s)}–${seconds(to_s)}`).join(', ');
}

/** No more digits than a sample is long. */
function seconds(time_s: number): string {
  return String(Number(time_s.toFixed(5)));
}

function timeInput(label: string): HTMLInputElement {
  return h('input', {
    class: 'tuning-input',
    type: 'text',
    inputMode: 'decimal',
    autocomplete: 'off',
    attributes: { 'aria-label': label },
  });
}
