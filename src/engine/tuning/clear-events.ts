import type { ClearEvents } from '../../common/api/engine/window-sizes';
import type { Parameters } from '../../common/parameters/parameters';
import type { SampleRange } from '../../common/traces/sample-ranges';
import type { RecordedTrace } from '../recordings/trace';
import { argMax } from '../signal/statistics';
import type { Trace } from '../signal/trace';
import { lookAt, slopeOf, suggestFrom } from './suggest';

/** Steep rises in segments spread over a trace, at most half a minute in all, without excluded intervals. */
export function clearEvents(
  trace: RecordedTrace | Trace,
  parameters: Pick<Parameters, 'event_direction' | 'exclude'>,
): ClearEvents {
  const looked = lookAt(trace, parameters);
  const sign = parameters.event_direction === 'negative' ? -1 : 1;
  const locations = looked.flatMap(({ from, rises }) => Array.from(rises[sign], (rise) => from + rise));
  return {
    locations: Float64Array.from(new Set(locations)).sort(),
    suggestion: suggestFrom(looked, trace.rateHz) ?? null,
  };
}

/**
 * Clear events in the order of inspection: the one in the selected segment first, then others spread over the trace. If
 * none was found in that segment, its steepest rise counts as one.
 */
export function inOrder(
  trace: Trace,
  { locations }: ClearEvents,
  chosen: SampleRange | null,
  { event_direction }: Pick<Parameters, 'event_direction'>,
): number[] {
  const isChosen = (sample: number) => chosen !== null && sample >= chosen.from && sample < chosen.to;
  // Multiples of the golden ratio are evenly spread, however many are taken.
  const spread = [...locations]
    .map((sample, i) => ({ sample, turn: (i * 0.618_033_988_749_895) % 1 }))
    .sort((a, b) => Number(isChosen(b.sample)) - Number(isChosen(a.sample)) || a.turn - b.turn)
    .map(({ sample }) => sample);
  if (!chosen || chosen.from >= chosen.to || locations.some(isChosen)) return spread;
  const values = trace.read(chosen.from, chosen.to).map((v) => (Number.isFinite(v) ? v : 0));
  const sign = event_direction === 'negative' ? -1 : 1;
  const steepest = argMax(slopeOf(values, trace.rateHz).map((v) => sign * v));
  return [chosen.from + steepest, ...spread];
}
