import { duration } from '../../common/text/duration';
import { count, significant, withUnit } from '../../common/text/numbers';
import { extremesIn } from './plot/points';
import type { Scene } from './plot/scene';
import { fittedRange } from './plot/y-range';
import type { Ready } from './selectors';
import { firstAtLeast } from './sorted';
import type { Sources } from './sources';
import { excludedIn, sweepBorders, tagsIn } from './sweeps';

/**
 * What the plot draws: the state, and the pictures that have come for it.
 *
 * @param columns device pixels across the trace
 * @returns the scene, and the amplitude axis that fits it
 */
export function sceneOf(ready: Ready, from: Sources, columns: number) {
  const { snapshot, display, detection, rate_hz, unit } = ready;
  const { view, choice } = display;
  const { info } = snapshot;
  const raw = from.raw(view, columns);
  const fitted = fittedRange(extremesIn(raw, view), ready.fitted);
  const scene: Scene = {
    view,
    rate_hz,
    unit,
    channel: info.channels[choice.channel]?.name ?? '',
    yRange: display.yRange ?? fitted,
    raw,
    filtered: display.filtered && snapshot.filter !== null ? from.filtered(view, columns) : undefined,
    prediction: detection && { window: from.prediction(view, columns), threshold: detection.threshold },
    events: detection?.events,
    direction: detection?.direction ?? 'negative',
    selected: display.selected,
    window: snapshot.detection.window,
    excluded: excludedIn(info, choice, rate_hz, snapshot.excluded),
    borders: sweepBorders(info, choice),
    tags: tagsIn(info, choice, rate_hz),
  };
  return { scene, fitted };
}

/** What a screen reader says of the plot. */
export function labelOf({ view, rate_hz, channel, unit, yRange, events, excluded }: Scene): string {
  const range = yRange.map((value) => significant(value, 2)).join(' to ');
  const inView = excluded.filter(({ from, to }) => to > view.from && from < view.to).length;
  const visible = events
    ? firstAtLeast(events.location, view.to) - firstAtLeast(events.location, view.from)
    : 0;
  return [
    `${channel || 'Trace'} from ${duration(view.from / rate_hz)} to ${duration(view.to / rate_hz)}`,
    withUnit(range, unit),
    ...(events ? [count(visible, 'event')] : []),
    ...(inView > 0 ? [count(inView, 'excluded interval')] : []),
  ].join(', ');
}
