import type { ReadySnapshot } from '../../common/api/views/trace';
import { count, significant, withUnit } from '../../common/text/numbers';
import { extremesIn } from './plot/points';
import type { Scene } from './plot/scene';
import { endsText } from './plot/time-axis';
import { fittedRange, rangeWithoutArtefacts } from './plot/y-range';
import type { Ready } from './selectors';
import { firstAtLeast } from './sorted';
import type { Sources } from './sources';
import { excludedIn, sweepBorders, tagsIn } from './sweeps';

/**
 * Builds the scene of the plot from the state and the loaded pictures.
 *
 * @param columns device pixels across the trace
 * @returns the scene, and the amplitude axis that fits it
 */
export function sceneOf(ready: Ready, from: Sources, columns: number) {
  const { snapshot, display, detection, rate_hz, unit } = ready;
  const { view, choice } = display;
  const { info } = snapshot;
  const raw = from.raw(view, columns);
  const excluded = excludedIn(info, choice, rate_hz, snapshot.excluded);
  const visible = display.full
    ? extremesIn(raw, view)
    : rangeWithoutArtefacts(raw, view, { excluded, events: detection?.events });
  const fitted = fittedRange(visible, ready.fitted);
  const scene: Scene = {
    view,
    rate_hz,
    unit,
    channel: info.channels[choice.channel]?.name ?? '',
    yRange: display.yRange ?? fitted,
    clippedText: display.yRange || display.full ? undefined : clippedText(snapshot),
    raw,
    filtered: display.filtered && snapshot.filter !== null ? from.filtered(view, columns) : undefined,
    prediction: detection && { window: from.prediction(view, columns), threshold: detection.threshold },
    events: detection?.events,
    direction: detection?.direction ?? 'negative',
    stale: (detection?.stale.length ?? 0) > 0,
    selected: display.selected,
    window: snapshot.detection.window,
    excluded,
    borders: sweepBorders(info, choice),
    tags: tagsIn(info, choice, rate_hz),
  };
  return { scene, fitted };
}

function clippedText({ keys }: ReadySnapshot): string {
  const key = keys.find(({ action }) => action === 'showFullAmplitude')?.keys[0];
  return key === undefined ? 'clipped' : `clipped, ${key} shows all`;
}

/** What a screen reader says of the plot. */
export function labelOf({ view, rate_hz, channel, unit, yRange, events, excluded, stale }: Scene): string {
  const range = yRange.map((value) => significant(value, 2)).join(' to ');
  const ends = endsText(view, rate_hz);
  const inView = excluded.filter(({ from, to }) => to > view.from && from < view.to).length;
  const visible = events
    ? firstAtLeast(events.location, view.to) - firstAtLeast(events.location, view.from)
    : 0;
  return [
    `${channel || 'Trace'} from ${ends[0]} to ${ends[1]}`,
    withUnit(range, unit),
    ...(events ? [`${count(visible, 'event')}${stale ? ' (out of date)' : ''}`] : []),
    ...(inView > 0 ? [count(inView, 'excluded interval')] : []),
  ].join(', ');
}
