import type { AdvisedChange } from '../../common/api/views/trace';
import type { Advice } from '../../common/parameters/advice';
import { duration } from '../../common/text/duration';
import type { TraceWindow } from '../../common/traces/trace-window';
import type { Warning } from '../../common/warning';
import type { Ready } from './selectors';
import type { TraceAdvice } from './state';

/** What the button beside a sentence does. */
export type AdvisedAction =
  | { type: 'tune' | 'describe' | 'detect' | 'auto' }
  | { type: 'adopt'; change: AdvisedChange }
  | { type: 'goTo'; time_s: number; span_s: number };

interface AdvisedButton {
  label: string;
  title?: string;
  action: AdvisedAction;
}

/** One sentence about what is shown, and one button that does something about it. */
export interface Advised {
  code: string;
  text: string;
  button?: AdvisedButton;
  /** Shows what the sentence is about. */
  look?: AdvisedButton;
}

/** Codes by severity, most severe first; codes not listed come last. */
const gravity = ['stale', 'direction', 'training-direction', 'window-too-short', 'window-odd', 'no-events'];

/**
 * What the engine's rules say of a trace and of the detection in it, each with its button. The view has no rules of
 * its own, but for a detection that would be another one now.
 *
 * @param prediction the probability over the whole trace, where nothing was found
 */
export function adviceOn(
  ready: Ready,
  advice: TraceAdvice | undefined,
  prediction: TraceWindow | undefined,
): Advised[] {
  const { snapshot, detection } = ready;
  const stale = detection && staleness(detection.stale);
  const found: Advised[] = [
    ...(stale ? [stale] : []),
    ...(detection && !stale ? detection.warnings : snapshot.info.warnings).map((warning) =>
      advisedBy(warning, ready, prediction, advice?.target),
    ),
    ...(advice?.advice ?? []).map((each) => withChange(each, advice!.target)),
    ...(snapshot.unitDoubt === null ? [] : [unitAdvice(snapshot.unitDoubt)]),
  ];
  // What a detection was warned of is said with the value that mends it, where there is one.
  const byCode = new Map(found.map((each) => [each.code, each]));
  const rank = ({ code }: Advised) => (gravity.indexOf(code) + gravity.length + 1) % (gravity.length + 1);
  return [...byCode.values()].sort((a, b) => rank(a) - rank(b));
}

/** More reasons than these are counted. */
const MOST_REASONS = 3;

function staleness(reasons: readonly string[]): Advised | undefined {
  if (reasons.length === 0) return undefined;
  const more = reasons.length - MOST_REASONS;
  const said = [...reasons.slice(0, MOST_REASONS), ...(more > 0 ? [`${more} more`] : [])].join('; ');
  return {
    code: 'stale',
    text: `These events are out of date: ${said}.`,
    button: { label: 'Detect Again', action: { type: 'detect' } },
  };
}

function advisedBy(
  { code, message, change }: Warning,
  ready: Ready,
  prediction: TraceWindow | undefined,
  target = 'its parameter file',
): Advised {
  if (change?.name === 'model_threshold')
    return withChange({ code, message, change: { ...change, name: 'model_threshold' } }, target);
  if (code === 'no-events') return noEvents(message, ready, prediction);
  if (code === 'unit' || code === 'rate' || code === 'range' || code === 'counts')
    return { ...unitAdvice(message), code };
  if (code === 'axes') return { ...unitAdvice(message, 'Set Axes…'), code };
  return { code, text: message, button: { label: 'Tune Parameters', action: { type: 'tune' } } };
}

/** The parameters are chosen from the recording, and the place that came closest to an event is shown. */
function noEvents(text: string, { rate_hz, snapshot }: Ready, prediction: TraceWindow | undefined): Advised {
  const highest = prediction && highestIn(prediction);
  const time_s = highest === undefined ? undefined : highest / rate_hz;
  const span_s = (snapshot.detection.window / rate_hz) * 10;
  return {
    code: 'no-events',
    text,
    button: {
      label: 'Choose Parameters and Detect',
      title: 'Choose direction, window and smoothing from the recording, and detect events',
      action: { type: 'auto' },
    },
    ...(time_s !== undefined && {
      look: { label: `Show Highest, ${duration(time_s)}`, action: { type: 'goTo', time_s, span_s } },
    }),
  };
}

function unitAdvice(text: string, label = 'Set Unit…'): Advised {
  return { code: 'unit', text, button: { label, action: { type: 'describe' } } };
}

function withChange(
  { code, message, change }: Pick<Advice, 'code' | 'message' | 'change'>,
  target: string,
): Advised {
  if (!change) return { code, text: message, button: { label: 'Tune Parameters', action: { type: 'tune' } } };
  const { name, value, title } = change;
  return {
    code,
    text: message,
    button: {
      label: labelOf(change),
      title: `${title} in ${target}, and detect events`,
      action: { type: 'adopt', change: { name, value } },
    },
  };
}

export function labelOf({ name, value }: NonNullable<Advice['change']>): string {
  if (name === 'event_direction') return value === 'positive' ? 'Detect Upward' : 'Detect Downward';
  if (name === 'prediction_method') return 'Use Screening';
  if (name === 'adaptive_stride') return 'Use Adaptive Stride';
  if (name === 'model_threshold') return `Use p ≥ ${value} and Detect`;
  if (name === 'stride') return `Use Stride ${value}`;
  return `Use ${value} and Detect`;
}

/** Sample of the highest probability. */
function highestIn({ x, y }: TraceWindow): number | undefined {
  let best = -1;
  for (let i = 0; i < y.length; i++) if (!Number.isNaN(y[i]) && (best < 0 || y[i] > y[best])) best = i;
  return best < 0 ? undefined : x[best];
}
