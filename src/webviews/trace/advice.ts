import { count, probability } from '../../common/text/numbers';
import type { TraceWindow } from '../../common/traces/trace-window';
import { timeText } from './plot/time-axis';
import type { Ready } from './selectors';

/** One sentence about what is shown, and one button that does something about it. */
export interface Advice {
  text: string;
  button?: { label: string; action: AdvisedAction };
}

export type AdvisedAction =
  | { type: 'tune' }
  | { type: 'describe' }
  | { type: 'goTo'; time_s: number; span_s: number };

/** Fewer events than this count as few. */
const FEW = 5;

export interface WholePictures {
  raw: TraceWindow | undefined;
  prediction: TraceWindow | undefined;
}

/** Advice on a recording and its detection, the most severe first. */
export function adviceOn(ready: Ready, whole: WholePictures): Advice[] {
  const { snapshot, detection } = ready;
  const unit: Advice[] =
    snapshot.unitDoubt === null
      ? []
      : [{ text: snapshot.unitDoubt, button: { label: 'Set Unit…', action: { type: 'describe' } } }];
  if (!detection) return unit;
  return [
    ...onFewEvents(ready, whole),
    ...unit,
    ...detection.warnings.map((text) => ({ text, button: tune('Tune Parameters') })),
  ];
}

function tune(label: string): Advice['button'] {
  return { label, action: { type: 'tune' } };
}

function onFewEvents(ready: Ready, { raw, prediction }: WholePictures): Advice[] {
  const { detection } = ready;
  const n = detection!.events.location.length;
  if (n >= FEW) return [];
  const found = n === 0 ? 'No events found' : `Only ${count(n, 'event')} found`;
  const against = deflections(raw) === opposite(detection!.direction);
  if (against) {
    const up = detection!.direction === 'negative' ? 'up' : 'down';
    return [
      {
        text: `${found}. Deflections go ${up}, but the direction is ${detection!.direction}.`,
        button: tune('Tune Direction'),
      },
    ];
  }
  return n === 0 ? [onNoEvents(ready, prediction)] : [{ text: `${found}.`, button: tune('Tune Parameters') }];
}

/** Advice without events: the place of the highest probability. */
function onNoEvents({ detection, rate_hz, snapshot }: Ready, prediction: TraceWindow | undefined): Advice {
  const { threshold } = detection!;
  const best = prediction && highest(prediction);
  if (!best) return { text: 'No events found.', button: tune('Tune Parameters') };
  const time_s = best.x / rate_hz;
  const below = best.y < threshold ? `, below the threshold of ${threshold}` : '';
  return {
    text: `No events found. The highest probability is ${probability(best.y)} at ${timeText(time_s, 0.01)}${below}.`,
    button: {
      label: 'Show It',
      action: { type: 'goTo', time_s, span_s: (snapshot.detection.window / rate_hz) * 10 },
    },
  };
}

function highest({ x, y }: TraceWindow): { x: number; y: number } | undefined {
  let best = -1;
  for (let i = 0; i < y.length; i++) if (best < 0 || y[i] > y[best]) best = i;
  return best < 0 ? undefined : { x: x[best], y: y[best] };
}

/** Direction in which the trace deflects from its median, if clear. */
export function deflections(picture: TraceWindow | undefined): 'positive' | 'negative' | undefined {
  if (!picture || picture.y.length < 10) return undefined;
  const sorted = picture.y.filter(Number.isFinite).sort();
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))];
  const [up, down] = [at(0.995) - at(0.5), at(0.5) - at(0.005)];
  if (up > 1.8 * down) return 'positive';
  return down > 1.8 * up ? 'negative' : undefined;
}

function opposite(direction: 'positive' | 'negative'): 'positive' | 'negative' {
  return direction === 'negative' ? 'positive' : 'negative';
}
