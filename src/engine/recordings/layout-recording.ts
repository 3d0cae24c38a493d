import { resolve } from 'node:path';
import { UserError } from '../../common/errors';
import type { Channel } from '../../common/traces/channel';
import type { Warning } from '../../common/warning';
import type { ByteSource } from '../files/bytes';
import { type ReadChannel, type Recording, requireInside } from './recording';
import { readExtremes, readSamples, SAMPLE_BYTES, type SampleLayout } from './samples';

/** A sweep whose channels are plain arrays in the file. */
export interface LaidOutSweep {
  samples: number;
  start_s: number;
  /** Layout of the samples of each channel. */
  layouts: readonly SampleLayout[];
}

/** Contents of a format's header, from which a {@link Recording} is built. */
export interface LaidOut {
  format: string;
  version?: string;
  series?: string;
  allSeries?: readonly string[];
  rateHz: number | undefined;
  channels: readonly Channel[];
  sweeps: readonly LaidOutSweep[];
  tags?: Recording['tags'];
  protocol?: string;
  start?: string;
  facts?: Recording['facts'];
  axes?: Recording['axes'];
  warnings?: Recording['warnings'];
}

/**
 * A recording whose samples are plain arrays in the file. One that was cut short opens as far as it reaches, and says so.
 *
 * @throws UserError when there are no samples, or all arrays lie outside the file
 */
export function laidOutRecording(source: ByteSource, found: LaidOut): Recording {
  const { channels } = found;
  if (channels.length === 0 || found.sweeps.every(({ samples }) => samples === 0))
    throw new UserError(`${source.path} holds no samples. The recording may not have been saved completely.`);
  const sweeps = presentSweeps(source, found.sweeps);
  return {
    path: resolve(source.path),
    format: found.format,
    version: found.version ?? '',
    series: found.series ?? '',
    allSeries: found.allSeries ?? [''],
    rateHz: found.rateHz,
    channels,
    sweeps: sweeps.map(({ samples, start_s }) => ({ samples, start_s })),
    tags: found.tags ?? [],
    protocol: found.protocol ?? '',
    start: found.start,
    facts: (found.facts ?? []).filter(([, value]) => value !== ''),
    axes: found.axes,
    warnings: [...(found.warnings ?? []), ...missingSamples(found.sweeps, sweeps)],
    read: readerOf(source, { channels, sweeps }, (channel, sweep) => sweeps[sweep].layouts[channel]),
    close: () => source.close(),
  };
}

/** Reads samples, and their extremes, of a channel in a sweep at its place in the file. */
export function readerOf(
  source: ByteSource,
  inside: Pick<Recording, 'channels' | 'sweeps'>,
  layoutOf: (channel: number, sweep: number) => SampleLayout,
): ReadChannel {
  const read = (channel: number, sweep: number, from: number, to: number) => {
    requireInside(inside, channel, sweep, from, to);
    const values = new Float64Array(to - from);
    readSamples(source, layoutOf(channel, sweep), from, values.length, values, 0);
    return values;
  };
  const extremes = (channel: number, sweep: number, from: number, to: number, bucket: number) => {
    requireInside(inside, channel, sweep, from, to);
    return readExtremes(source, layoutOf(channel, sweep), from, to - from, bucket);
  };
  return Object.assign(read, { extremes });
}

/** Sweeps as far as the file has their samples; those behind its end are left out. */
function presentSweeps(source: ByteSource, sweeps: readonly LaidOutSweep[]): LaidOutSweep[] {
  const present = sweeps.map((sweep) => ({
    ...sweep,
    samples: Math.min(...sweep.layouts.map((layout) => presentSamples(source, sweep.samples, layout))),
  }));
  const isWhole = present.every(({ samples }, i) => samples === sweeps[i].samples);
  if (isWhole) return present;
  const kept = present.slice(0, present.findLastIndex(({ samples }) => samples > 0) + 1);
  if (kept.length > 0) return kept;
  throw new UserError(
    `${source.path} is cut short: it has ${source.size} bytes, and none of its samples. Copy it again from where it was recorded.`,
  );
}

function presentSamples(
  { path, size }: ByteSource,
  samples: number,
  { offset, format, stride }: SampleLayout,
): number {
  if (samples === 0) return 0;
  const bytes = SAMPLE_BYTES[format];
  const end = offset + ((samples - 1) * stride + 1) * bytes;
  if (offset < 0 || !Number.isSafeInteger(end))
    throw new UserError(`${path} is damaged: its samples would lie outside the file.`);
  return end <= size ? samples : Math.max(0, Math.floor((size - offset - bytes) / (stride * bytes)) + 1);
}

function missingSamples(all: readonly LaidOutSweep[], kept: readonly LaidOutSweep[]): Recording['warnings'] {
  const count = (sweeps: readonly LaidOutSweep[]) => sweeps.reduce((sum, { samples }) => sum + samples, 0);
  return count(kept) === count(all) ? [] : [cutShort(count(kept), count(all), kept.length, all.length)];
}

/** The warning about records or columns that a file lacks; none where all are there. */
export function missingParts(present: number, all: number, parts: string): Warning[] {
  if (present >= all) return [];
  const message = `The file has ${present} of ${all} ${parts}. Copy it again from where it was recorded, if it is whole there.`;
  return [{ code: 'cut-short', message }];
}

/** The warning about samples and sweeps that a file lacks. */
export function cutShort(samples: number, whole: number, sweeps: number, all: number): Warning {
  const message = `The file is cut short: ${samples} of ${whole} samples per channel can be read, in ${sweeps} of ${all} sweeps. Copy it again from where it was recorded, if it is whole there.`;
  return { code: 'cut-short', message };
}
