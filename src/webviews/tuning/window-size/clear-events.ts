import type { PlacedWindow } from '../../../common/api/engine/window-sizes';
import { centred, revealed } from '../../trace/viewport';
import type { TuningContext, TuningState } from '../state';
import { windowAround } from './placed-window';

/** In a segment of more windows an event is invisible: the first view zooms in on one. */
const MOST_WINDOWS = 40;
const WINDOWS_AROUND = 12;

/** Index of the clear event in a window, −1 for none. */
export function clearIndex({ placed, clear }: TuningState['sizes']): number {
  if (!placed || !clear) return -1;
  const { from, win_size } = placed;
  return clear.locations.findIndex((rise) => rise >= from && rise < from + win_size / 2);
}

/** Puts the window on the next or previous clear event, and shows it. */
export function goToClear(
  { sizes, panel }: TuningState,
  { tuning, parameters, segment }: TuningContext,
  by: 1 | -1,
): Partial<TuningState> {
  const locations = [...(sizes.clear?.locations ?? [])];
  if (locations.length === 0) return {};
  const at = clearIndex(sizes);
  const next = at >= 0 ? at + by : neighbour(locations, sizes.placed, by);
  const rise = locations.at(next % locations.length)!;
  return {
    sizes: { ...sizes, placed: windowAround(rise, parameters.win_size, tuning.samples) },
    panel: { ...panel!, segment: revealed(segment, rise, tuning.samples) },
  };
}

/** The clear event after or before a window without one. */
function neighbour(locations: readonly number[], placed: PlacedWindow | undefined, by: 1 | -1): number {
  const after = locations.findIndex((rise) => rise >= (placed?.from ?? 0));
  return by === 1 ? after : (after < 0 ? locations.length : after) - 1;
}

/** Places the window on a clear event in view, and zooms in if the segment is too long. */
export function firstLook(
  { sizes, panel }: TuningState,
  { tuning, parameters, segment }: TuningContext,
): Partial<TuningState> {
  const { locations } = sizes.clear!;
  const { win_size } = parameters;
  const inView = locations.find((rise) => rise >= segment.from && rise < segment.to);
  const rise = inView ?? locations[0];
  if (rise === undefined || sizes.placed) return {};
  const next = { sizes: { ...sizes, placed: windowAround(rise, win_size, tuning.samples) } };
  if (inView !== undefined && segment.to - segment.from <= MOST_WINDOWS * win_size) return next;
  const around = { from: 0, to: Math.min(tuning.samples, WINDOWS_AROUND * win_size) };
  return { ...next, panel: { ...panel!, segment: centred(around, rise, tuning.samples) } };
}
