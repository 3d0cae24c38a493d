import type { ComparisonView } from '../../common/api/views/results';
import { duration } from '../../common/text/duration';
import { count, fixed, withUnit } from '../../common/text/numbers';
import { h, setAttributes } from '../shared/dom';
import { button } from '../shared/toolkit';

/** An event that two results do not have at the same sample. */
export interface Difference {
  kind: 'gained' | 'lost' | 'moved';
  /** Sample of the recording; of an event here, or of one that only the others have. */
  location: number;
  /** By how much the others have it later. */
  difference_s?: number;
}

/** All differences in order of time. */
export function differencesOf({ gained, lost, moved }: ComparisonView): Difference[] {
  return [
    ...gained.map((location): Difference => ({ kind: 'gained', location })),
    ...lost.map(({ location }): Difference => ({ kind: 'lost', location })),
    ...moved.map(({ location, difference_s }): Difference => ({ kind: 'moved', location, difference_s })),
  ].sort((a, b) => a.location - b.location);
}

const signs = { gained: '+', lost: '−', moved: '↔' } as const;

/** Where two results differ: how many were gained, lost and moved, and each of them to jump to. */
export function createComparison(on: { show(index: number): void; end(): void }) {
  const summary = h('span', { class: 'comparison-summary', attributes: { role: 'status' } });
  const list = h('ol', { class: 'differences' });
  const element = h(
    'section',
    { class: 'comparison', attributes: { 'aria-label': 'Comparison' } },
    h(
      'div',
      { class: 'comparison-head' },
      summary,
      button({ label: 'End the comparison', icon: 'close', look: 'icon', onClick: on.end }).element,
    ),
    list,
  );
  let drawn: ComparisonView | null = null;
  return {
    element,
    update(comparison: ComparisonView | null, rate_hz: number | null, current: number | null) {
      element.classList.toggle('hidden', comparison === null);
      if (!comparison) {
        drawn = null;
        return;
      }
      const differences = differencesOf(comparison);
      if (drawn !== comparison) {
        drawn = comparison;
        const { name, gained, lost, moved, matched } = comparison;
        summary.textContent = `Beside ${name}: ${fixed(gained.length, 0)} gained, ${fixed(lost.length, 0)} lost, ${fixed(moved.length, 0)} moved; ${count(matched, 'event')} in both, within ${duration(comparison.tolerance_s)}.`;
        list.replaceChildren(
          ...differences.map((difference, index) =>
            h(
              'li',
              {},
              h(
                'button',
                { class: 'difference', type: 'button', onclick: () => on.show(index) },
                wordsOf(difference, rate_hz),
              ),
            ),
          ),
        );
      }
      [...list.children].forEach((item, index) => {
        item.classList.toggle('current', index === current);
        setAttributes(item.firstElementChild!, { 'aria-current': index === current ? 'true' : null });
        if (index === current) item.scrollIntoView({ block: 'nearest' });
      });
    },
  };
}

function wordsOf({ kind, location, difference_s }: Difference, rate_hz: number | null): string {
  const time = rate_hz === null ? fixed(location, 0) : withUnit(fixed(location / rate_hz, 4), 's');
  const by = difference_s === undefined ? '' : ` by ${duration(difference_s)}`;
  return `${signs[kind]} ${kind} at ${time}${by}`;
}
