import type { ResultsReady } from '../../common/api/views/results';
import { titled } from './figures/plot';
import { knownMeasures } from './measures';

/** The listed events as tab-separated text in full precision, for spreadsheets; with several selected, only these. */
export function eventsAsText(
  { tables: { events }, unit }: ResultsReady,
  rows: Uint32Array,
  selection: readonly number[],
): string {
  const chosen = new Set(selection);
  const wanted = selection.length > 1 ? rows.filter((event) => chosen.has(events.location[event])) : rows;
  const columns = knownMeasures(events).map((measure) => ({ measure, values: measure.values(events, unit) }));
  const heading = ['#', ...columns.map(({ measure }) => titled(measure.name, measure.unit(unit)))];
  const lines = Array.from(wanted, (event) => [
    event + 1,
    ...columns.map(({ values }) => (Number.isNaN(values[event]) ? '' : values[event])),
  ]);
  return [heading, ...lines].map((line) => line.join('\t')).join('\n');
}
