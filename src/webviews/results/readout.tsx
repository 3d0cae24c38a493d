import type { EventPicture } from '../../common/api/engine/results';
import type { ResultsReady } from '../../common/api/views/results';
import type { MeasureId } from '../../common/events/event-columns';
import { VIEW_MEASURES, viewMeasureOf } from '../../common/events/measure-views';
import { fixed, probability, significant, withUnit } from '../../common/text/numbers';

interface Fact {
  id: string;
  name: string;
  value: string;
}

interface ReadoutProps {
  results: ResultsReady;
  event: number;
  picture: EventPicture | undefined;
  /** Name of the measure whose mark is under the mouse. */
  lit: string | undefined;
}

/** All measures of the displayed event, in a grid. */
export function Readout({ results, event, picture, lit }: ReadoutProps) {
  return (
    <dl class="readout" aria-label="Measures of the event">
      {factsOf(results, event, picture).map(({ id, name, value }) => (
        <div key={id} class={id === lit ? 'lit' : ''}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Measures that have a place of their own in the grid, or none as it is drawn; all others follow these. */
const SHOWN: readonly MeasureId[] = [
  'time',
  'amplitude',
  'risetime',
  'halfdecay',
  'halfwidth',
  'charge',
  'interval',
  'score',
  'slope',
  'baseline',
];

function factsOf(results: ResultsReady, event: number, picture: EventPicture | undefined): Fact[] {
  const { unit, tables } = results;
  const { events } = tables;
  const measured = (id: MeasureId) => {
    const measure = viewMeasureOf(id);
    return withUnit(significant(measure.values(events, unit)[event]), measure.unit(unit));
  };
  const facts: Fact[] = [
    { id: 'event', name: 'event', value: `${fixed(event + 1, 0)} of ${fixed(events.location.length, 0)}` },
    { id: 'time', name: 'time', value: withUnit(fixed(events.time_s[event], 4), 's') },
    { id: 'onset', name: 'onset', value: onset(results, event) },
    { id: 'amplitude', name: 'amplitude', value: measured('amplitude') },
    { id: 'rise', name: '10–90 % rise', value: measured('risetime') },
    { id: 'halfdecay', name: 'half decay', value: measured('halfdecay') },
    {
      id: 'tau',
      name: 'τ of this decay',
      value: tauText(picture?.fit ?? null),
    },
    { id: 'halfwidth', name: 'half-width', value: measured('halfwidth') },
    { id: 'charge', name: 'charge', value: measured('charge') },
    { id: 'interval', name: 'interval', value: measured('interval') },
    { id: 'probability', name: 'probability', value: probability(events.score[event]) },
    {
      id: 'slope',
      name: 'steepest rise',
      value: slope(events.slope[event], events.gradient_threshold[event], unit),
    },
    ...VIEW_MEASURES.filter(({ id }) => !SHOWN.includes(id)).map(({ id, name }) => ({
      id,
      name: name.toLowerCase(),
      value: measured(id),
    })),
    { id: 'state', name: 'state', value: stateOf(results, event) || '–' },
  ];
  return facts.filter(({ value }) => value !== '–');
}

/** Time of the onset; `time` is that of the steepest rise. */
function onset({ rate_hz, tables: { events } }: ResultsReady, event: number): string {
  if (rate_hz === null || Number.isNaN(events.onset[event])) return '–';
  const before_s = (events.location[event] - events.onset[event]) / rate_hz;
  return withUnit(fixed(events.time_s[event] - before_s, 4), 's');
}

function tauText(fit: EventPicture['fit']): string {
  if (fit === 'meaningless') return 'not exponential';
  return fit ? withUnit(significant(1000 * fit.tau_s), 'ms') : '–';
}

/** What became of an event: "added by hand, excluded from the average". */
function stateOf({ tables: { events } }: ResultsReady, event: number): string {
  const is = (flags: Uint8Array) => flags[event] === 1;
  const average = is(events.excluded)
    ? 'excluded from the average'
    : is(events.isolated) && 'part of the average';
  return [
    is(events.deleted) && 'deleted',
    is(events.added) && 'added by hand',
    is(events.border) && 'at the trace edge',
    average,
  ]
    .filter(Boolean)
    .join(', ');
}

/** Slope with its threshold. */
function slope(value: number, threshold: number, unit: string): string {
  const text = withUnit(significant(value), `${unit}/s`);
  return Number.isFinite(threshold) ? `${text} (threshold ${significant(threshold)})` : text;
}
