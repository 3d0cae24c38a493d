import type { EventPicture } from '../../common/api/engine/results';
import type { ResultsReady } from '../../common/api/views/results';
import { duration } from '../../common/text/duration';
import { fixed, significant, withUnit } from '../../common/text/numbers';
import { h } from '../shared/dom';

type Fact = readonly [name: string, value: string];

/** All measures of the event that is shown, in words. */
export function createReadout() {
  const element = h('dl', { class: 'readout', attributes: { 'aria-label': 'Measures of the event' } });
  return {
    element,
    update(results: ResultsReady, event: number, picture: EventPicture | undefined) {
      element.replaceChildren(
        ...factsOf(results, event, picture).map(([name, value]) =>
          h('div', {}, h('dt', {}, name), h('dd', {}, value)),
        ),
      );
    },
  };
}

function factsOf(
  { unit, tables: { events } }: ResultsReady,
  event: number,
  picture: EventPicture | undefined,
): Fact[] {
  const state = [
    events.deleted[event] === 1 && 'deleted',
    events.added[event] === 1 && 'added by hand',
    events.border[event] === 1 && 'at the border',
    events.excluded[event] === 1
      ? 'left out of the average'
      : events.isolated[event] === 1 && 'part of the average',
  ].filter(Boolean);
  const facts: Fact[] = [
    ['event', `${event + 1} of ${events.location.length}${state.length > 0 ? `, ${state.join(', ')}` : ''}`],
    ['time', withUnit(fixed(events.time_s[event], 4), 's')],
    ['amplitude', withUnit(significant(events.amplitude[event]), unit)],
    ['10–90 % rise', duration(events.risetime_s[event])],
    ['half decay', duration(events.halfdecay_s[event])],
    ['τ of this decay', picture?.fit ? duration(picture.fit.tau_s) : '–'],
    ['half-width', duration(events.halfwidth_s[event])],
    ['charge', withUnit(significant(1000 * events.charge[event]), `${unit}·ms`)],
    ['interval', duration(events.interval_s[event])],
    ['score', fixed(events.score[event], 2)],
    ['steepest rise', slope(events.slope[event], events.gradient_threshold[event], unit)],
  ];
  return facts.filter(([, value]) => value !== '–');
}

/** With the least it had to be. */
function slope(value: number, threshold: number, unit: string): string {
  const text = withUnit(significant(value), `${unit}/s`);
  return Number.isFinite(threshold) ? `${text} (threshold ${significant(threshold)})` : text;
}
