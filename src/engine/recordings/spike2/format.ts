import { resolve } from 'node:path';
import { UserError } from '../../../common/errors';
import type { OpenOptions } from '../../../common/traces/recipe';
import { type ByteSource, openBytes } from '../../files/bytes';
import type { RecordingFormat } from '../format';
import { withOverrides } from '../overrides';
import { rateOf } from '../rate';
import { type Recording, requireInside } from '../recording';
import { readSamples } from '../samples';
import { chosenSeries } from '../series';
import { readSpike2, requireBlock, type Spike2Channel, type Spike2File, type Spike2Part } from './blocks';

/**
 * Spike2 (.smr): waveform channels. Channels of one rate and with the same pauses form a series; each uninterrupted
 * part is a sweep.
 */
export const spike2Format: RecordingFormat = {
  description: 'Spike2 (.smr)',
  recognises: ({ bytes, text }) =>
    bytes[0] >= 1 && bytes[0] <= 9 && bytes[1] === 0 && text.startsWith('(C) CED', 2),
  open: openSpike2,
};

function openSpike2(path: string, options: OpenOptions): Recording {
  const source = openBytes(path);
  try {
    const file = readSpike2(source);
    const series = seriesOf(file);
    if (series.length === 0)
      throw new UserError(
        `${path} has no waveform channel, only events or spikes. Choose a file with a recorded signal.`,
      );
    const names = series.map(({ name }) => name);
    return withOverrides(
      recordingOf(source, file, names, series[chosenSeries(path, names, options.series)]),
      options,
    );
  } catch (thrown) {
    source.close();
    throw thrown;
  }
}

interface Series {
  name: string;
  channels: Spike2Channel[];
}

function seriesOf({ channels }: Spike2File): Series[] {
  const groups = new Map<string, Spike2Channel[]>();
  for (const channel of channels) {
    // Channels are sampled in turn, so their parts start some ticks apart.
    const key = [
      channel.interval_s,
      ...channel.parts.map(({ start_s }) => Math.round(start_s / 1e-2)),
    ].join();
    groups.set(key, [...(groups.get(key) ?? []), channel]);
  }
  return [...groups.values()].map((own) => ({
    name: groups.size === 1 ? '' : own.map(({ name }) => name).join(', '),
    channels: own,
  }));
}

function recordingOf(
  source: ByteSource,
  file: Spike2File,
  allSeries: string[],
  { name, channels }: Series,
): Recording {
  const sweeps = channels[0].parts.map(({ start_s }, part) => ({
    start_s,
    samples: Math.min(...channels.map(({ parts }) => parts[part].samples)),
  }));
  if (sweeps.every(({ samples }) => samples === 0)) throw new UserError(`${source.path} holds no samples.`);
  return {
    path: resolve(source.path),
    format: 'Spike2',
    version: String(file.version),
    series: name,
    allSeries,
    rateHz: rateOf(channels[0].interval_s, 1e-9),
    channels: channels.map((channel) => ({ name: channel.name, unit: channel.unit })),
    sweeps,
    tags: [],
    protocol: '',
    start: undefined,
    facts: file.comments === '' ? [] : [['Comment', file.comments]],
    warnings: channels.some(({ isCut }) => isCut)
      ? [
          {
            code: 'cut-short',
            message:
              'The file is cut short: the end of the recording is missing. Copy it again from where it was recorded, if it is whole there.',
          },
        ]
      : [],
    read(channel, sweep, from, to) {
      requireInside({ channels, sweeps }, channel, sweep, from, to);
      return readPart(source, channels[channel], channels[channel].parts[sweep], from, to);
    },
    close: () => source.close(),
  };
}

function readPart(
  source: ByteSource,
  { format, scale, shift }: Spike2Channel,
  { blocks }: Spike2Part,
  from: number,
  to: number,
): Float64Array {
  const values = new Float64Array(to - from);
  for (let i = blockOf(blocks, from), at = from; at < to; i++) {
    const { offset, first, samples } = blocks[i];
    requireBlock(source, blocks[i]);
    const count = Math.min(first + samples, to) - at;
    const layout = { offset, format, littleEndian: true, stride: 1, scale, shift };
    readSamples(source, layout, at - first, count, values, at - from);
    at += count;
  }
  return values;
}

/** Index of the block that contains a sample. */
function blockOf(blocks: Spike2Part['blocks'], sample: number): number {
  let low = 0;
  let high = blocks.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if (blocks[middle].first <= sample) low = middle;
    else high = middle - 1;
  }
  return low;
}
