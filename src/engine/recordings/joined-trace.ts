import { UserError } from '../../common/errors';
import { requireRange } from '../signal/statistics';
import type { ReadSamples } from '../signal/trace';
import type { Recording } from './recording';
import type { Origin, RecordedTrace } from './trace';

/**
 * A channel of a recording as a trace: one sweep, or all sweeps joined in order. Samples are read on demand.
 *
 * @throws UserError when the recording lacks the channel or the sweep, or its sampling rate is unknown
 */
export function recordedTrace(recording: Recording, channel: number, sweep?: number): RecordedTrace {
  requireOneOf(recording, 'channel', channel, recording.channels.length);
  if (sweep !== undefined) requireOneOf(recording, 'sweep', sweep, recording.sweeps.length);
  const { rateHz } = recording;
  if (rateHz === undefined)
    throw new UserError(
      `${recording.path} has no sampling rate. Give it with the parameter sampling, in Hz.`,
    );
  const firstSweep = sweep ?? 0;
  const starts = startsOf(sweep === undefined ? recording.sweeps : recording.sweeps.slice(sweep, sweep + 1));
  const samples = starts.at(-1)!;

  return {
    rateHz,
    unit: recording.channels[channel].unit,
    samples,
    recording,
    channel,
    sweep,
    read: withExtremes(recording, channel, starts.length === 2 ? firstSweep : undefined, (from, to) => {
      requireRange(from, to, samples);
      let i = from < samples ? pieceAt(starts, from) : 0;
      const piece = () => {
        const [start, end] = [starts[i], starts[i + 1]];
        return recording.read(
          channel,
          firstSweep + i,
          Math.max(from, start) - start,
          Math.min(to, end) - start,
        );
      };
      if (to <= starts[i + 1]) return piece();
      const values = new Float64Array(to - from);
      for (; starts[i] < to; i++) values.set(piece(), Math.max(0, starts[i] - from));
      return values;
    }),
    origin(sample): Origin {
      requireRange(sample, sample + 1, samples);
      const i = pieceAt(starts, sample);
      return { sweep: firstSweep + i, sample: sample - starts[i] };
    },
  };
}

/** Adds the recording's own way to extremes where the trace is a single sweep. */
function withExtremes(
  recording: Recording,
  channel: number,
  onlySweep: number | undefined,
  read: ReadSamples,
): ReadSamples {
  const { extremes } = recording.read;
  if (extremes && onlySweep !== undefined)
    read.extremes = (from, to, bucket) => extremes(channel, onlySweep, from, to, bucket);
  return read;
}

/** First sample of each sweep in the joined trace, and the end of the last. */
export function startsOf(sweeps: Recording['sweeps']): Float64Array {
  const starts = new Float64Array(sweeps.length + 1);
  sweeps.forEach(({ samples }, i) => {
    starts[i + 1] = starts[i] + samples;
  });
  return starts;
}

/** The sweep that contains `sample`, by bisection: the last non-empty one that starts at or before it. */
function pieceAt(starts: Float64Array, sample: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (starts[middle] <= sample) low = middle;
    else high = middle;
  }
  return low;
}

function requireOneOf(recording: Recording, kind: 'channel' | 'sweep', wanted: number, count: number): void {
  if (Number.isInteger(wanted) && wanted >= 0 && wanted < count) return;
  throw new UserError(
    count === 1
      ? `${recording.path} has no ${kind} ${wanted}. Its only ${kind} is number 0.`
      : `${recording.path} has no ${kind} ${wanted}. Its ${count} ${kind}s are numbered 0 to ${count - 1}.`,
  );
}
