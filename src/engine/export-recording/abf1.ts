import { type FileHandle, open } from 'node:fs/promises';
import { UserError } from '../../common/errors';
import type { Task } from '../../common/task';
import { amount } from '../../common/text/numbers';
import {
  ABF_BLOCK,
  abf1Header,
  HEADER_BYTES,
  INPUTS,
  type Scaling,
  scalingOf,
  shortened,
  singleBytes,
} from './abf1-header';
import { type Content, type Notes, progressReporter, WRITING } from './content';

/** Number of samples per channel written at a time. */
const BLOCK = 1 << 16;
const TAG_BYTES = 64;
const MOST = 2 ** 31 - 1;

/**
 * Writes an Axon Binary File, version 1.83: gap-free for one sweep, else episodes with their starts; samples as 16-bit
 * integers, which all readers of the format support.
 *
 * @throws UserError when the format cannot hold the recording
 */
export async function writeAbf1(file: string, content: Content, task: Task): Promise<Notes> {
  const { recording } = content;
  const samples = requireFitting(content);
  const handle = await open(file, 'r+');
  try {
    const ranges = await rangesOf(content, progressReporter(recording, 'reading the recording', task));
    const scalings = ranges.map(({ minimum, maximum }) => scalingOf(minimum, maximum));
    const without = await writeSamples(handle, content, scalings, progressReporter(recording, WRITING, task));
    const synchBlock = blockAfter(HEADER_BYTES + 2 * samples);
    const synch = synchArray(content);
    const tagBlock = blockAfter(synchBlock * ABF_BLOCK + synch.length);
    const tags = tagList(content);
    await writeAt(handle, synch, synchBlock * ABF_BLOCK);
    await writeAt(handle, tags, tagBlock * ABF_BLOCK);
    // Sections are whole blocks.
    await handle.truncate(blockAfter(tagBlock * ABF_BLOCK + tags.length) * ABF_BLOCK);
    await writeAt(handle, abf1Header(content, { samples, synchBlock, tagBlock, scalings }), 0);
    return notesOn(content, scalings, without);
  } finally {
    await handle.close();
  }
}

function notesOn({ recording }: Content, scalings: readonly Scaling[], without: number): Notes {
  const { channels, tags } = recording;
  const steps = channels.map(({ name, unit }, c) => `${amount(scalings[c].step, 3)} ${unit} (${name})`);
  const long = tags.filter(({ comment }) => comment.length > 56).length;
  return [
    `Samples are stored as 16-bit integers, in steps of ${steps.join(', ')}.`,
    ...shortened(recording),
    ...(long > 0 ? [`ABF limits tags to 56 characters. ${long} of ${tags.length} were shortened.`] : []),
    ...(without > 0
      ? [
          `${without} samples are NaN or infinite, which ABF cannot store. They were set to the middle of the range.`,
        ]
      : []),
  ];
}

/** @returns the number of samples of all channels */
function requireFitting({ recording }: Content): number {
  const { channels, sweeps, rateHz, path } = recording;
  const refuse = (what: string) => new UserError(`${path} has ${what}. Choose --out X.nwb or X.h5.`);
  if (channels.length > INPUTS) throw refuse(`${channels.length} channels; ABF holds ${INPUTS}`);
  const samples = channels.length * sweeps.reduce((sum, sweep) => sum + sweep.samples, 0);
  if (samples > MOST) throw refuse(`${samples} samples; ABF 1 holds at most ${MOST}`);
  if (sweeps.some(({ start_s }) => start_s * rateHz * channels.length > MOST))
    throw refuse('sweeps that start later than ABF 1 can express');
  return samples;
}

/** Lowest and highest value of each channel, in a first pass. */
async function rangesOf({ recording }: Content, read: (samples: number) => Promise<void>) {
  const ranges = recording.channels.map(() => ({
    minimum: Number.POSITIVE_INFINITY,
    maximum: Number.NEGATIVE_INFINITY,
  }));
  for (const { sweep, from, to } of blocksOf(recording)) {
    ranges.forEach((range, c) => {
      for (const value of recording.read(c, sweep, from, to)) {
        if (!Number.isFinite(value)) continue;
        if (value < range.minimum) range.minimum = value;
        if (value > range.maximum) range.maximum = value;
      }
    });
    await read((to - from) * ranges.length);
  }
  return ranges;
}

/**
 * Samples are interleaved by channel.
 *
 * @returns the number of samples without a value
 */
async function writeSamples(
  handle: FileHandle,
  { recording }: Content,
  scalings: readonly Scaling[],
  written: (samples: number) => Promise<void>,
): Promise<number> {
  let position = HEADER_BYTES;
  let without = 0;
  for (const { sweep, from, to } of blocksOf(recording)) {
    const turns = new Int16Array((to - from) * scalings.length);
    scalings.forEach(({ step, offset }, c) => {
      const values = recording.read(c, sweep, from, to);
      for (let i = 0; i < values.length; i++) {
        if (!Number.isFinite(values[i])) without++;
        turns[i * scalings.length + c] = Math.round((values[i] - offset) / step) || 0;
      }
    });
    await writeAt(handle, Buffer.from(turns.buffer), position);
    position += turns.byteLength;
    await written(turns.length);
  }
  return without;
}

function* blocksOf({ sweeps }: Content['recording']) {
  for (const [sweep, { samples }] of sweeps.entries())
    for (let from = 0; from < samples; from += BLOCK)
      yield { sweep, from, to: Math.min(from + BLOCK, samples) };
}

/** Start and length of each sweep, in samples of all channels. */
function synchArray({ recording: { sweeps, channels, rateHz } }: Content): Buffer {
  const bytes = Buffer.alloc(sweeps.length === 1 ? 0 : 8 * sweeps.length);
  if (bytes.length > 0)
    sweeps.forEach(({ start_s, samples }, i) => {
      bytes.writeInt32LE(Math.round(start_s * rateHz) * channels.length, 8 * i);
      bytes.writeInt32LE(samples * channels.length, 8 * i + 4);
    });
  return bytes;
}

function tagList({ recording: { tags, rateHz, channels } }: Content): Buffer {
  const bytes = Buffer.alloc(TAG_BYTES * tags.length);
  tags.forEach(({ time_s, comment }, i) => {
    bytes.writeInt32LE(Math.min(MOST, Math.round(time_s * rateHz * channels.length)), TAG_BYTES * i);
    bytes.write(singleBytes(comment).slice(0, 56).padEnd(56), TAG_BYTES * i + 4, 56, 'latin1');
    bytes.writeInt16LE(1, TAG_BYTES * i + 60);
  });
  return bytes;
}

function blockAfter(bytes: number): number {
  return Math.ceil(bytes / ABF_BLOCK);
}

async function writeAt(handle: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < bytes.length; )
    done += (await handle.write(bytes, done, bytes.length - done, position + done)).bytesWritten;
}
