import type { ReadySnapshot } from '../../common/api/views/trace';
import { duration } from '../../common/text/duration';
import { count, significant, withUnit } from '../../common/text/numbers';
import { shareRead } from './plot/envelope';
import { extremesIn } from './plot/points';
import type { MarkedEvents, Scene } from './plot/scene';
import { endsText } from './plot/time-axis';
import { fittedRange, type Range, rangeWithoutArtefacts } from './plot/y-range';
import type { Ready } from './selectors';
import { firstAtLeast } from './sorted';
import type { Sources } from './sources';
import { excludedIn, sweepBorders, tagsIn } from './sweeps';
import { foundText } from './trial';
import type { Viewport } from './viewport';

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
  const overlay = overlayOf(ready, from, columns);
  const fitted = fittedRange(withOverlay(visible, overlay, view), ready.fitted);
  const source = from.preview();
  const preview = source?.of(view);
  const scene: Scene = {
    view,
    rate_hz,
    unit,
    channel: info.channels[choice.channel]?.name ?? '',
    yRange: display.yRange ?? fitted,
    clippedText: display.yRange || display.full ? undefined : clippedText(snapshot),
    raw,
    filtered: display.filtered && snapshot.filter !== null ? from.filtered(view, columns) : undefined,
    prediction: detection
      ? {
          window: preview?.complete ? preview.prediction : from.prediction(view, columns),
          threshold: detection.threshold,
          tried: ready.trial && foundText(detection, ready.trial),
          target: ready.target,
        }
      : source && {
          window: preview?.prediction,
          threshold: snapshot.preview?.threshold ?? 0,
          note: preview ? undefined : previewNote(source.longest, rate_hz),
        },
    events: detection?.events,
    preview: detection ? undefined : preview,
    stale: (detection?.stale.length ?? 0) > 0,
    selected: display.selected,
    window: snapshot.detection.window,
    excluded,
    overlay,
    channels: channelsBelow(ready, from, columns),
    borders: sweepBorders(info, choice),
    tags: tagsIn(info, choice, rate_hz),
  };
  return { scene, fitted };
}

function previewNote(longest: number, rate_hz: number): string {
  return `zoom in to ${duration(longest / rate_hz)} to see the events before you detect`;
}

/** More would take seconds to draw. Those nearest to the chosen one are drawn. */
const MOST_OVERLAID = 50;

function overlayOf(
  { snapshot: { info }, display: { overlaid, choice, view } }: Ready,
  from: Sources,
  columns: number,
): Scene['overlay'] {
  const { sweep } = choice;
  if (!overlaid || sweep === null || info.sweeps < 2) return undefined;
  const others = Array.from({ length: info.sweeps }, (_, i) => i)
    .filter((i) => i !== sweep)
    .sort((a, b) => Math.abs(a - sweep) - Math.abs(b - sweep))
    .slice(0, MOST_OVERLAID);
  const across = Math.ceil(columns / 2);
  return {
    sweeps: others.flatMap((i) => from.sweep(i, view, across) ?? []),
    mean: from.average(view, columns),
    count: info.sweeps,
  };
}

function withOverlay(visible: Range | undefined, overlay: Scene['overlay'], view: Viewport) {
  const ranges = (overlay?.sweeps ?? []).map((window) =>
    rangeWithoutArtefacts(window, view, { events: undefined }),
  );
  return [visible, ...ranges].reduce(union, undefined);
}

function union(a: Range | undefined, b: Range | undefined): Range | undefined {
  return a && b ? [Math.min(a[0], b[0]), Math.max(a[1], b[1])] : (a ?? b);
}

function channelsBelow(
  { snapshot: { info }, display: { stacked, choice, view } }: Ready,
  from: Sources,
  columns: number,
): Scene['channels'] {
  if (!stacked) return undefined;
  return info.channels.flatMap(({ name, unit }, channel) => {
    if (channel === choice.channel) return [];
    const window = from.channel(channel, view, columns);
    const yRange = fittedRange(rangeWithoutArtefacts(window, view, { events: undefined }), undefined);
    return [{ name: name || `Channel ${channel + 1}`, unit, window, yRange }];
  });
}

function clippedText({ keys }: ReadySnapshot): string {
  const key = keys.find(({ action }) => action === 'showFullAmplitude')?.keys[0];
  return key === undefined ? 'clipped' : `clipped, ${key} shows all`;
}

/** What a screen reader says of the plot. */
export function labelOf(scene: Scene): string {
  const { view, rate_hz, channel, unit, yRange, raw, events, excluded, stale, overlay, channels } = scene;
  const { preview } = scene;
  const range = yRange.map((value) => significant(value, 2)).join(' to ');
  const ends = endsText(view, rate_hz);
  const inView = excluded.filter(({ from, to }) => to > view.from && from < view.to).length;
  const inViewOf = ({ location }: MarkedEvents) =>
    firstAtLeast(location, view.to) - firstAtLeast(location, view.from);
  const read = raw ? Math.floor(100 * shareRead(raw, view)) : 100;
  return [
    `${channel || 'Trace'} from ${ends[0]} to ${ends[1]}`,
    withUnit(range, unit),
    ...(read < 100 ? [`${read} % read`] : []),
    ...(events ? [`${count(inViewOf(events), 'event')}${stale ? ' (out of date)' : ''}`] : []),
    ...(preview?.complete ? [`${count(inViewOf(preview.events), 'event')} before a detection`] : []),
    ...(inView > 0 ? [count(inView, 'excluded interval')] : []),
    ...(overlay
      ? [`over ${count(overlay.sweeps.length, 'other sweep')} and the mean of ${overlay.count}`]
      : []),
    ...(channels ? [`above ${channels.map(({ name }) => name).join(', ')}`] : []),
  ].join(', ');
}
