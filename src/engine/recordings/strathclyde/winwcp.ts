import { UserError } from '../../../common/errors';
import type { OpenOptions } from '../../../common/traces/recipe';
import { type ByteSource, openBytes } from '../../files/bytes';
import { fieldsOf } from '../../files/fields';
import { cleanUnit } from '../../files/text';
import type { RecordingFormat } from '../format';
import { type LaidOutSweep, laidOutRecording, missingParts } from '../layout-recording';
import { withOverrides } from '../overrides';
import { rateOf } from '../rate';
import type { Recording } from '../recording';
import { keyedHeader, startOf } from './header';

/** Unit of sizes in the header, in bytes. */
const SECTOR = 512;
const HEADER = 1024;
/** Where the voltage ranges of the channels begin in the block of a record. */
const RANGES = 24;
const MOST_CHANNELS = 128;
const MOST_RECORDS = 1_000_000;

/**
 * WinWCP (.wcp), the Strathclyde whole-cell program: records of equal length, channels interleaved, 16-bit. Each record
 * has a separate block with its voltage ranges, since the gain may change between records.
 *
 * Source: WinWCP's manual, "File format".
 */
export const winWcpFormat: RecordingFormat = {
  description: 'WinWCP',
  recognises: ({ text }) => /^VER=\d/.test(text) && /\nNBD=\d/.test(text) && /\nNR=\d/.test(text),
  open: openWinWcp,
};

function openWinWcp(path: string, options: OpenOptions): Recording {
  const source = openBytes(path);
  try {
    return withOverrides(recordingOf(source), options);
  } catch (thrown) {
    source.close();
    throw thrown;
  }
}

function recordingOf(source: ByteSource): Recording {
  const { path, size } = source;
  const header = keyedHeader(path, source.read(0, Math.min(size, HEADER), 'header'));
  const channels = header.count('NC', 1, MOST_CHANNELS);
  const data = header.count('NBD', 1, 2 ** 31) * SECTOR;
  const analysis = header.count('NBA', 1, 2 ** 16) * SECTOR;
  const records = header.count('NR', 0, MOST_RECORDS);
  const started = Math.max(0, Math.ceil((size - HEADER - analysis) / (data + analysis)));
  const full = header.number('ADCMAX');
  const samples = Math.floor(data / 2 / channels);
  const used = Math.min(analysis, RANGES + 4 * channels);
  const found = Array.from({ length: Math.min(records, started) }, (_, record) => {
    const offset = HEADER + record * (data + analysis);
    const fields = fieldsOf(source.read(offset, used, 'record'));
    return {
      offset: offset + analysis,
      recorded_s: fields.float32(16),
      interval_s: fields.float32(20),
      ranges: Array.from({ length: channels }, (_, c) => fields.float32(RANGES + 4 * c)),
    };
  });
  if (records === 0) throw new UserError(`${path} holds no records. Nothing was recorded into it.`);
  if (found.length === 0)
    throw new UserError(
      `${path} is cut short: all of its ${records} records are missing. Copy it again from where it was recorded.`,
    );
  const interval = header.has('DT') ? header.number('DT') : Number.NaN;
  const intervals = found.map(({ interval_s }) => (interval_s > 0 ? interval_s : interval));
  const different = intervals.find((one) => Math.abs(one / intervals[0] - 1) > 1e-3);
  if (different !== undefined)
    throw new UserError(
      `${path} has records of different sampling rates. Export those of one rate in WinWCP.`,
    );
  const stored = Array.from({ length: channels }, (_, c) => ({
    name: header.text(`YN${c}`) || `channel ${c}`,
    unit: cleanUnit(header.text(`YU${c}`)),
    // The position of the channel within a group of interleaved samples.
    place: placeOf(header.has(`YO${c}`) ? header.number(`YO${c}`) : c, channels, path),
    gain: header.number(`YG${c}`),
  }));
  const sweeps = found.map(
    ({ offset, recorded_s, ranges }, record): LaidOutSweep => ({
      samples,
      start_s: recorded_s > 0 || record === 0 ? recorded_s : record * samples * intervals[0],
      layouts: stored.map(({ place, gain }, c) => ({
        offset: offset + 2 * place,
        format: 'int16',
        littleEndian: true,
        stride: channels,
        scale: ranges[c] / (full * gain),
        shift: 0,
      })),
    }),
  );
  return laidOutRecording(source, {
    format: 'WinWCP',
    version: header.text('VER'),
    rateHz: rateOf(intervals[0], 2 ** -22),
    channels: stored.map(({ name, unit }) => ({ name, unit })),
    sweeps,
    start: startOf(header.text('RTIME')),
    facts: [['Comment', header.text('ID')]],
    warnings: missingParts(found.length, records, 'records'),
  });
}

function placeOf(place: number, channels: number, path: string): number {
  if (Number.isInteger(place) && place >= 0 && place < channels) return place;
  throw new UserError(`${path} is damaged: a channel would be number ${place} of ${channels}.`);
}
