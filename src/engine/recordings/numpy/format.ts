import { UserError } from '../../../common/errors';
import type { OpenOptions } from '../../../common/traces/recipe';
import { type ByteSource, openBytes } from '../../files/bytes';
import type { RecordingFormat } from '../format';
import { laidOutRecording } from '../layout-recording';
import { withOverrides } from '../overrides';
import { rateOf } from '../rate';
import type { Recording } from '../recording';
import { readSamples, SAMPLE_BYTES, type SampleLayout } from '../samples';
import { timeColumn } from '../text/time-column';
import { type NumpyArray, readHeader, SIGNATURE } from './header';

/**
 * NumPy arrays (.npy): a line of numbers is a trace, the shorter side of a matrix are sweeps, three axes are sweeps ×
 * channels × samples. A first line of times gives the rate; nothing in the file says a unit.
 */
export const numpyFormat: RecordingFormat = {
  description: 'NumPy arrays',
  recognises: ({ text }) => text.startsWith(SIGNATURE),
  open: openNumpy,
};

function openNumpy(path: string, options: OpenOptions): Recording {
  const source = openBytes(path);
  try {
    return withOverrides(recordingOf(source, readHeader(source)), options);
  } catch (thrown) {
    source.close();
    throw thrown;
  }
}

/** More sweeps or channels than any recording has: such an array is not one. */
const MOST_LINES = 100_000;

interface Axis {
  length: number;
  /** Numbers in the file from one along this axis to the next. */
  step: number;
}

function recordingOf(source: ByteSource, array: NumpyArray): Recording {
  const { path } = source;
  const [sweepAxis, channelAxis, sampleAxis] = axesOf(path, array);
  if (sweepAxis.length * channelAxis.length > MOST_LINES)
    throw new UserError(
      `${path} has the shape ${shown(array)}, which is more than ${MOST_LINES} sweeps. Save it with the samples along its last axis.`,
    );
  const layoutAt = (sweep: number, channel: number): SampleLayout => ({
    offset: array.offset + (sweep * sweepAxis.step + channel * channelAxis.step) * SAMPLE_BYTES[array.format],
    format: array.format,
    littleEndian: array.littleEndian,
    stride: sampleAxis.step,
    scale: 1,
    shift: 0,
  });
  const lines = Array.from({ length: sweepAxis.length }, (_, sweep) => ({
    samples: sampleAxis.length,
    start_s: 0,
    layouts: Array.from({ length: channelAxis.length }, (_, channel) => layoutAt(sweep, channel)),
  }));
  const interval_s = timesIn(source, array, lines);
  const sweeps = interval_s === undefined ? lines : lines.slice(1);
  const step_s = sampleAxis.length * (interval_s ?? 0);
  return laidOutRecording(source, {
    format: 'NumPy',
    version: array.version,
    rateHz: interval_s === undefined ? undefined : rateOf(interval_s, 1e-6),
    channels: Array.from({ length: channelAxis.length }, (_, c) => ({ name: `channel ${c}`, unit: '' })),
    sweeps: sweeps.map((line, i) => ({ ...line, start_s: i * step_s })),
    facts: [['Shape', shown(array)]],
  });
}

function shown({ shape }: NumpyArray): string {
  return shape.join(' × ');
}

/** Assigns axes to sweeps, channels and samples. */
function axesOf(path: string, { shape, firstAxisFastest }: NumpyArray): readonly [Axis, Axis, Axis] {
  const stepOf = (axis: number) =>
    (firstAxisFastest ? shape.slice(0, axis) : shape.slice(axis + 1)).reduce((a, b) => a * b, 1);
  const axes = shape.map((length, axis) => ({ length, step: stepOf(axis) }));
  const one: Axis = { length: 1, step: 0 };
  switch (axes.length) {
    case 1:
      return [one, one, axes[0]];
    case 2: {
      const [sweeps, samples] = axes[0].length > axes[1].length ? [axes[1], axes[0]] : axes;
      return [sweeps, one, samples];
    }
    case 3:
      return [axes[0], axes[1], axes[2]];
    default:
      throw new UserError(
        `${path} has ${axes.length} axes. Save an array of one trace, of sweeps × samples, or of sweeps × channels × samples.`,
      );
  }
}

/** Longer lines are not looked through to see whether they are times. */
const MOST_TIMES = 1e7;

/** Seconds between samples, where the first line of a matrix rises evenly, as only times do. */
function timesIn(
  source: ByteSource,
  { shape, offset, format }: NumpyArray,
  [first, second]: readonly { samples: number; layouts: readonly SampleLayout[] }[],
): number | undefined {
  if (shape.length !== 2 || second === undefined || first.samples > MOST_TIMES) return undefined;
  // Before memory is taken for them.
  if (offset + shape[0] * shape[1] * SAMPLE_BYTES[format] > source.size) return undefined;
  const times = new Float64Array(first.samples);
  readSamples(source, first.layouts[0], 0, first.samples, times, 0);
  return timeColumn({ headings: ['time'], preamble: [], columns: [times] })?.interval_s;
}
