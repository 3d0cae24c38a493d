import { resolve } from 'node:path';
import { UserError } from '../../common/errors';
import type { Channel } from '../../common/traces/channel';
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
 * A recording whose samples are plain arrays in the file.
 *
 * @throws UserError when there are no samples, or the arrays exceed the file
 */
export function laidOutRecording(source: ByteSource, found: LaidOut): Recording {
  const { channels, sweeps } = found;
  if (channels.length === 0 || sweeps.every(({ samples }) => samples === 0))
    throw new UserError(`${source.path} holds no samples. The recording may not have been saved completely.`);
  for (const { samples, layouts } of sweeps)
    for (const layout of layouts) requireWithin(source, samples, layout);
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
    warnings: found.warnings ?? [],
    read: readerOf(source, found, (channel, sweep) => sweeps[sweep].layouts[channel]),
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

function requireWithin(
  { path, size }: ByteSource,
  samples: number,
  { offset, format, stride }: SampleLayout,
): void {
  if (samples === 0) return;
  const end = offset + ((samples - 1) * stride + 1) * SAMPLE_BYTES[format];
  if (offset < 0 || !Number.isSafeInteger(end))
    throw new UserError(`${path} is damaged: its samples would lie outside the file.`);
  if (end > size)
    throw new UserError(
      `${path} is cut short: its samples should reach byte ${end}, but the file has ${size} bytes. Copy it again from where it was recorded.`,
    );
}
