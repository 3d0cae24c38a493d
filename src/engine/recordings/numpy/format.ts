import { UserError } from '../../../common/errors';
import type { TakenAxes } from '../../../common/parameters/axes';
import type { OpenOptions } from '../../../common/traces/recipe';
import { type ByteSource, openBytes } from '../../files/bytes';
import { axesWarning, takenAxes } from '../axes';
import type { RecordingFormat } from '../format';
import { laidOutRecording } from '../layout-recording';
import { withOverrides } from '../overrides';
import { rateOf } from '../rate';
import type { Recording } from '../recording';
import { readSamples, SAMPLE_BYTES, type SampleLayout } from '../samples';
import { intervalOfTimes } from '../text/time-column';
import { type NumpyArray, readHeader, SIGNATURE } from './header';

/**
 * NumPy arrays (.npy): a line of numbers is a trace, the shorter side of a matrix are sweeps; of three axes the longest are
 * samples, the others sweeps and channels. A first line of times gives the rate; nothing in the file says a unit.
 */
export const numpyFormat: RecordingFormat = {
  description: 'NumPy arrays',
  recognises: ({ text }) => text.startsWith(SIGNATURE),
  open: openNumpy,
};

function openNumpy(path: string, options: OpenOptions): Recording {
  const source = openBytes(path);
  try {
    return withOverrides(recordingOf(source, readHeader(source), options.axes), options);
  } catch (thrown) {
    source.close();
    throw thrown;
  }
}

interface Axis {
  length: number;
  /** Numbers in the file from one along this axis to the next. */
  step: number;
}

function recordingOf(source: ByteSource, array: NumpyArray, given: OpenOptions['axes']): Recording {
  const { path } = source;
  const [[sweepAxis, channelAxis, sampleAxis], axes] = axesOf(path, array, given);
  const layoutAt = (sweep: number, channel: number): SampleLayout => ({
    offset: array.offset + (sweep * sweepAxis.step + channel * channelAxis.step) * SAMPLE_BYTES[array.format],
    format: array.format,
    littleEndian: array.littleEndian,
    stride: sampleAxis.step,
    scale: 1,
    shift: 0,
  });
  const lines = Array.from({ length: sweepAxis.length }, (_, sweep) =>
    Array.from({ length: channelAxis.length }, (__, channel) => layoutAt(sweep, channel)),
  );
  const interval_s = timesIn(source, array, lines.flat(), sampleAxis.length);
  // A first line of times is the first channel, or the first of the sweeps.
  const samples = interval_s === undefined ? lines : withoutFirst(lines);
  const step_s = sampleAxis.length * (interval_s ?? 0);
  return laidOutRecording(source, {
    format: 'NumPy',
    version: array.version,
    rateHz: interval_s === undefined ? undefined : rateOf(interval_s, 1e-6),
    channels: Array.from({ length: samples[0].length }, (_, c) => ({ name: `channel ${c}`, unit: '' })),
    sweeps: samples.map((layouts, i) => ({ samples: sampleAxis.length, start_s: i * step_s, layouts })),
    facts: [['Shape', shown(array)]],
    axes,
    warnings: axes ? axesWarning(axes) : [],
  });
}

function withoutFirst(lines: SampleLayout[][]): SampleLayout[][] {
  return lines.length > 1 ? lines.slice(1) : lines.map((channels) => channels.slice(1));
}

function shown({ shape }: NumpyArray): string {
  return shape.join(' × ');
}

/** The axes of sweeps, channels and samples. */
function axesOf(
  path: string,
  { shape, firstAxisFastest }: NumpyArray,
  given: OpenOptions['axes'],
): readonly [axes: readonly [Axis, Axis, Axis], taken: TakenAxes | undefined] {
  const stepOf = (axis: number) =>
    (firstAxisFastest ? shape.slice(0, axis) : shape.slice(axis + 1)).reduce((a, b) => a * b, 1);
  const one: Axis = { length: 1, step: 0 };
  const at = (axis: number | undefined) =>
    axis === undefined ? one : { length: shape[axis], step: stepOf(axis) };
  if (shape.length === 1) return [[one, one, at(0)], undefined];
  if (shape.length !== 2 && shape.length !== 3)
    throw new UserError(
      `${path} has ${shape.length} axes. Save an array of one trace, of sweeps × samples, or of sweeps × channels × samples.`,
    );
  const { numbers, taken } = takenAxes(shape, given, path);
  return [[at(numbers.sweeps), at(numbers.channels), at(numbers.samples)], taken];
}

/** Seconds between samples, where the first line of a matrix rises evenly, as only times do. */
function timesIn(
  source: ByteSource,
  { shape, offset, format }: NumpyArray,
  [first, second]: readonly SampleLayout[],
  samples: number,
): number | undefined {
  if (shape.length !== 2 || second === undefined) return undefined;
  if (offset + shape[0] * shape[1] * SAMPLE_BYTES[format] > source.size) return undefined;
  return intervalOfTimes(samples, (from, to) => {
    const times = new Float64Array(to - from);
    readSamples(source, first, from, times.length, times, 0);
    return times;
  });
}
