import { resolve } from 'node:path';
import { UserError } from '../../../common/errors';
import type { OpenOptions } from '../../../common/traces/open-options';
import { type ByteSource, openBytes } from '../../files/bytes';
import { requireInside } from '../inside';
import { withOverrides } from '../overrides';
import type { Recording } from '../recording';
import { readSamples, SAMPLE_BYTES } from '../samples';
import { readAbf1Header } from './abf1';
import { readAbf2Header } from './abf2';
import { factsOf, startOf } from './facts';
import { ABF_BLOCK, type AbfHeader } from './header';
import { sweepsOf } from './sweeps';
import { tagsOf } from './tags';

/**
 * Opens an Axon Binary File, version 1 or 2: gap-free or in sweeps of equal or different lengths, up to 16
 * channels, samples of 16-bit integers or single-precision numbers. Reads the header only.
 *
 * @throws UserError when it is not an ABF file, or is cut short, or damaged
 */
export function openAbf(path: string, options: OpenOptions): Recording {
  const source = openBytes(path);
  try {
    const header = headerOf(source);
    requireData(source, header);
    if (header.splitClock && options.rateHz === undefined)
      throw new UserError(
        `${path} changes its sampling rate within each sweep: choose a rate with the parameter sampling.`,
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
      ? `${source.path} was written by an old Macintosh: save it again with pCLAMP.`
      : `${source.path} is not an ABF file.`,
  );
}

/** The samples the header promises must be there; a file that ends early has lost them. */
function requireData(source: ByteSource, header: AbfHeader): void {
  const { path, size } = source;
  const bytes = SAMPLE_BYTES[header.format];
  if (header.samples < header.channels.length)
    throw new UserError(`${path} holds no samples: its recording may not have been saved to the end.`);
  if (header.dataOffset < ABF_BLOCK)
    throw new UserError(`${path} is damaged: its samples would lie inside its header.`);
  const there = Math.floor((size - header.dataOffset) / bytes);
  if (header.samples > there)
    throw new UserError(
      `${path} is cut short: it has ${Math.max(0, there)} of its ${header.samples} samples; ` +
        'copy it again from where it was recorded.',
    );
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
    warnings: [],
    read(channel, sweep, from, to) {
      requireInside({ channels, sweeps }, channel, sweep, from, to);
      const { scale, shift } = channels[channel];
      const offset = dataOffset + (sweeps[sweep].first + channel) * SAMPLE_BYTES[format];
      const values = new Float64Array(to - from);
      readSamples(
        source,
        { offset, format, littleEndian: true, stride: channels.length, scale, shift },
        from,
        values.length,
        values,
        0,
      );
      return values;
    },
    close: () => source.close(),
  };
}
