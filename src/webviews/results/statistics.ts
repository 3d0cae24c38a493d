import type { ResultsReady } from '../../common/api/views/results';
import type { Summary } from '../../common/events/detection';
import { duration } from '../../common/text/duration';
import { fixed, significant, withUnit } from '../../common/text/numbers';
import { h } from '../shared/dom';

/** What the events are like on the whole: a table of all measures. */
export function createStatistics() {
  const element = h('section', { class: 'statistics', attributes: { 'aria-label': 'Statistics' } });
  let drawn: unknown;
  return {
    element,
    update({ tables, unit }: ResultsReady) {
      const { statistics } = tables;
      if (drawn === statistics) return;
      drawn = statistics;
      const value = (digits: number | null) => withUnit(significant(digits), unit);
      const plain = (number: number | null) => significant(number);
      const rows: [string, Summary, (number: number | null) => string][] = [
        ['Amplitude', statistics.amplitude, value],
        ['Rise time', statistics.risetime_s, duration],
        ['Half decay', statistics.halfdecay_s, duration],
        ['Half-width', statistics.halfwidth_s, duration],
        [
          'Charge',
          statistics.charge,
          (number) => withUnit(significant(number === null ? null : 1000 * number), `${unit}·ms`),
        ],
        ['Interval', statistics.interval_s, duration],
      ];
      element.replaceChildren(
        h(
          'p',
          {},
          `${fixed(statistics.events, 0)} events in ${duration(statistics.duration_s)}: ${withUnit(significant(statistics.frequency_hz), 'Hz')}; τ of the average's decay ${duration(statistics.decay_tau_s)}; mean score ${plain(statistics.average_score)}.`,
        ),
        h(
          'table',
          {},
          h(
            'thead',
            {},
            h(
              'tr',
              {},
              ...['measure', 'mean', 'sd', 'median', 'cv', 'n'].map((name) =>
                h('th', { scope: 'col' }, name),
              ),
            ),
          ),
          h(
            'tbody',
            {},
            ...rows.map(([name, { mean, sd, median, cv, n }, shown]) =>
              h(
                'tr',
                {},
                h('th', { scope: 'row' }, name),
                ...[shown(mean), shown(sd), shown(median), plain(cv), fixed(n, 0)].map((text) =>
                  h('td', {}, text),
                ),
              ),
            ),
          ),
        ),
      );
    },
  };
}
