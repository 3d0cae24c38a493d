import { resolve } from 'node:path';
import { UserError } from '../../../common/errors';
import type { Tag } from '../../../common/traces/channel';
import type { OpenOptions } from '../../../common/traces/recipe';
import type { Warning } from '../../../common/warning';
import { type ByteSource, openBytes } from '../../files/bytes';
import { fieldsOf } from '../../files/fields';
import { readerOf } from '../layout-recording';
import { withOverrides } from '../overrides';
import type { Recording } from '../recording';
import { SAMPLE_BYTES } from '../samples';
import { readAbf1Header } from './abf1';
import { readAbf2Header } from './abf2';
import { factsOf, startOf } from './facts';
import { ABF_BLOCK, type AbfHeader, isCutOff } from './header';
import { areSweepsUnknown, isListLost, sweepsOf, synchUnit_s } from './sweeps';

/**
 * Opens an Axon Binary File, version 1 or 2: gap-free or in sweeps of equal or different lengths, up to 16
 * channels, samples of 16-bit integers or single-precision numbers. Reads the header only.
 *
 * @throws UserError when it is not an ABF file, or is cut short, or damaged
 */
export function openAbf(path: string, options: OpenOptions): Recording {
  const source = openBytes(path);
  try {
    const header = withData(source, headerOf(source));
    if (header.splitClock && options.rateHz === undefined)
      throw new UserError(
        `${path} changes its sampling rate within each sweep. Choose a rate with the parameter sampling.`,
      );
    return withOverrides(recordingOf(source, header), options);
  } catch (thrown) {
    source.close();
    throw thrown;
  }
}

function headerOf(source: ByteSource): AbfHeader {
  const signature = Buffer.from(source.read(0, Math.min(4, source.size), 'header')).toString('latin1');
  if (signature === 'ABF ') return readAbf1Header(source);
  if (signature === 'ABF2') return readAbf2Header(source);
  throw new UserError(
    signature === ' FBA'
      ? `${source.path} was written on an old Macintosh. Save it again with pCLAMP.`
      : `${source.path} is not an ABF file.`,
  );
}

/**
 * Adds the samples that the file actually contains: a recording that crashed, or was partly copied, has fewer than its
 * header counts, and one that was never closed counts none.
 */
function withData(source: ByteSource, header: AbfHeader): AbfHeader {
  const { path, size } = source;
  const inputs = header.channels.length;
  if (header.dataOffset < ABF_BLOCK)
    throw new UserError(`${path} is damaged: its samples would lie inside its header.`);
  // Data after the samples are not part of them, whatever the header counts.
  const behind = [header.synch, header.tags].filter(
    ({ offset, count }) => count > 0 && offset > header.dataOffset,
  );
  const end = Math.min(size, ...behind.map(({ offset }) => offset));
  const there = Math.floor((end - header.dataOffset) / SAMPLE_BYTES[header.format] / inputs) * inputs;
  const unclosed = header.samples === 0 && behind.length === 0 && there >= inputs;
  if (header.samples < inputs && !unclosed)
    throw new UserError(`${path} contains no samples. The recording may not have been saved completely.`);
  if (unclosed) return { ...header, samples: there, missing: Number.NaN };
  if (there < inputs)
    throw new UserError(
      `${path} is cut short: all of its ${header.samples} samples are missing. Copy it again from where it was recorded.`,
    );
  return header.samples > there ? { ...header, samples: there, missing: header.samples - there } : header;
}

function warningsOf(source: ByteSource, header: AbfHeader): Warning[] {
  const { samples, missing } = header;
  const warnings: Warning[] = [];
  if (Number.isNaN(missing))
    warnings.push({
      code: 'cut-short',
      message: `The program that made the recording did not close it: its header counts no samples. The ${samples} samples in the file are shown.`,
    });
  else if (missing > 0)
    warnings.push({
      code: 'cut-short',
      message: `The file is cut short: it has ${samples} of its ${samples + missing} samples, which are shown. Copy the file again if the original is complete.`,
    });
  if (areSweepsUnknown(source, header))
    warnings.push({
      code: 'sweeps-unknown',
      message:
        'Its sweeps differ in length, and their list is missing: all samples are shown as one sweep, without the pauses between.',
    });
  else if (header.synch.count > 1 && isListLost(source, header))
    warnings.push({
      code: 'sweeps-unknown',
      message:
        'The end of the file, with the list of its sweeps, is missing: times are shown without the pauses between sweeps. Copy the file again if the original is complete.',
    });
  if (isCutOff(source, header.tags, TAG_BYTES))
    warnings.push({
      code: 'tags-lost',
      message: 'The end of the file, with its comments (tags), is missing.',
    });
  return warnings;
}

function recordingOf(source: ByteSource, header: AbfHeader): Recording {
  const { channels, format, dataOffset } = header;
  const sweeps = sweepsOf(source, header);
  return {
    path: resolve(source.path),
    format: 'ABF',
    version: header.version,
    series: '',
    allSeries: [''],
    rateHz: header.rateHz,
    channels: channels.map(({ name, unit }) => ({ name, unit })),
    sweeps,
    tags: tagsOf(source, header),
    protocol: header.protocol,
    start: startOf(header),
    facts: factsOf(header),
    warnings: warningsOf(source, header),
    read: readerOf(source, { channels, sweeps }, (channel, sweep) => {
      const { scale, shift } = channels[channel];
      const offset = dataOffset + (sweeps[sweep].first + channel) * SAMPLE_BYTES[format];
      return { offset, format, littleEndian: true, stride: channels.length, scale, shift };
    }),
    close: () => source.close(),
  };
}

const TAG_BYTES = 64;
/** Maximum number of tags: one per second for a day; more means a damaged number. */
const MOST_TAGS = 100_000;

/**
 * Comments of the experimenter during the recording, in file order.
 *
 * @throws UserError when the list is implausibly long
 */
function tagsOf(source: ByteSource, header: AbfHeader): Tag[] {
  const { offset, count } = header.tags;
  if (count <= 0) return [];
  if (count > MOST_TAGS)
    throw new UserError(`${source.path} is damaged: its header counts ${count} comments (tags).`);
  if (isCutOff(source, header.tags, TAG_BYTES)) return [];
  const list = fieldsOf(source.read(offset, count * TAG_BYTES, 'list of comments (tags)'));
  const unit_s = synchUnit_s(header);
  return Array.from({ length: count }, (_, tag) => ({
    time_s: list.uint32(tag * TAG_BYTES) * unit_s,
    comment: list.text(tag * TAG_BYTES + 4, 56),
  }));
}
