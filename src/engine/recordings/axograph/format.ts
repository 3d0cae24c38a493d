import { UserError } from '../../../common/errors';
import type { OpenOptions } from '../../../common/traces/recipe';
import { type ByteSource, openBytes } from '../../files/bytes';
import { repetition } from '../channels';
import type { RecordingFormat } from '../format';
import { laidOutRecording, missingParts } from '../layout-recording';
import { withOverrides } from '../overrides';
import { rateOf } from '../rate';
import type { Recording } from '../recording';
import { readSamples } from '../samples';
import { type AxoGraphColumn, type AxoGraphFile, readAxoGraph } from './columns';

/** AxoGraph (.axgd, .axgx, and files without an extension): the first column is time, the others are signals. */
export const axoGraphFormat: RecordingFormat = {
  description: 'AxoGraph',
  recognises: ({ text }) => /^(AxGr|axgx)/.test(text),
  open: openAxoGraph,
};

function openAxoGraph(path: string, options: OpenOptions): Recording {
  const source = openBytes(path);
  try {
    return withOverrides(recordingOf(source, readAxoGraph(source)), options);
  } catch (thrown) {
    source.close();
    throw thrown;
  }
}

function recordingOf(
  source: ByteSource,
  { version, columns, count, comment, notes }: AxoGraphFile,
): Recording {
  const [time, ...signals] = columns;
  const isCut = columns.length < count;
  const interval = intervalOf(source, time);
  const period = repetition(signals, isCut);
  const channels = signals
    .slice(0, period)
    .map(({ name, unit }, i) => ({ name: name || `column ${i + 2}`, unit }));
  const sweeps = Array.from({ length: Math.floor(signals.length / period) }, (_, sweep) => {
    const own = signals.slice(sweep * period, (sweep + 1) * period);
    const samples = Math.min(...own.map(({ points }) => points));
    return {
      samples,
      start_s: sweep * samples * interval,
      layouts: own.map((column) => layoutOf(source, column)),
    };
  });
  return laidOutRecording(source, {
    format: 'AxoGraph',
    version: String(version),
    rateHz: rateOf(interval, version < 3 ? 2 ** -22 : 1e-9),
    channels,
    sweeps,
    facts: [
      ['Comment', comment.trim()],
      ['Notes', notes.trim().slice(0, 4096)],
    ],
    warnings: missingParts(columns.length, count, 'columns'),
  });
}

function layoutOf({ path }: ByteSource, { name, data }: AxoGraphColumn) {
  if (!data) throw new UserError(`${path}: the column "${name}" is a series of times, not a signal.`);
  return { ...data, littleEndian: false, stride: 1 };
}

/** Sampling interval in seconds, from the first column: a series, or individual times. */
function intervalOf(source: ByteSource, { unit, points, series, data }: AxoGraphColumn): number {
  const scale = unit === 'ms' ? 1e-3 : unit === 'µs' || unit === 'us' ? 1e-6 : 1;
  if (series) return series.step * scale;
  if (!data || points < 2) throw new UserError(`${source.path} has no times in its first column.`);
  const ends = [0, points - 1].map((row) => {
    const value = new Float64Array(1);
    readSamples(source, { ...data, littleEndian: false, stride: 1 }, row, 1, value, 0);
    return value[0];
  });
  return ((ends[1] - ends[0]) / (points - 1)) * scale;
}
