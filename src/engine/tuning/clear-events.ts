import type { ClearEvents } from '../../common/api/engine/window-sizes';
import { eventSign } from '../../common/events/direction';
import type { Parameters } from '../../common/parameters/parameters';
import type { SampleRange } from '../../common/traces/sample-ranges';
import type { RecordedTrace } from '../recordings/trace';
import { argMax } from '../signal/statistics';
import type { Trace } from '../signal/trace';
import { type LookedAt, lookAt, slopeOf, suggestFrom } from './suggest';

/** Steep rises in segments spread over a trace, at most half a minute in all, without excluded intervals. */
export function clearEvents(
  trace: RecordedTrace | Trace,
  parameters: Pick<Parameters, 'event_direction' | 'training_direction' | 'exclude'>,
): ClearEvents {
  const looked = lookAt(trace, parameters);
  return {
    locations: clearLocations(looked, parameters),
    suggestion: suggestFrom(looked, trace.rateHz) ?? null,
  };
}

/** Samples of the steep rises in one direction, ascending, from inspected segments. */
export function clearLocations(
  looked: readonly LookedAt[],
  parameters: Pick<Parameters, 'event_direction' | 'training_direction'>,
): Float64Array {
  const sign = eventSign(parameters);
  const locations = looked.flatMap(({ from, rises }) => Array.from(rises[sign], (rise) => from + rise));
  return Float64Array.from(new Set(locations)).sort();
}

/** Place of the i-th of any number of evenly spread points, from 0 to 1: a multiple of the golden ratio. */
export function spreadPlace(i: number): number {
  return (i * 0.618_033_988_749_895) % 1;
}

/**
 * Clear events in the order of inspection: the one in the selected segment first, then others spread over the trace. If
 * none was found in that segment, its steepest rise counts as one.
 */
export function inOrder(
  trace: Trace,
  { locations }: Pick<ClearEvents, 'locations'>,
  chosen: SampleRange | null,
  parameters: Pick<Parameters, 'event_direction' | 'training_direction'>,
): number[] {
  const isChosen = (sample: number) => chosen !== null && sample >= chosen.from && sample < chosen.to;
  const spread = [...locations]
    .map((sample, i) => ({ sample, turn: spreadPlace(i) }))
    .sort((a, b) => Number(isChosen(b.sample)) - Number(isChosen(a.sample)) || a.turn - b.turn)
    .map(({ sample }) => sample);
  if (!chosen || chosen.from >= chosen.to || locations.some(isChosen)) return spread;
  const values = trace.read(chosen.from, chosen.to).map((v) => (Number.isFinite(v) ? v : 0));
  const sign = eventSign(parameters);
  const steepest = argMax(slopeOf(values, trace.rateHz).map((v) => sign * v));
  return [chosen.from + steepest, ...spread];
}
