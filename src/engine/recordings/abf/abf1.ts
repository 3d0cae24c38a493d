import { UserError } from '../../../common/errors';
import type { ByteSource } from '../../files/bytes';
import { type Fields, fieldsOf } from '../../files/fields';
import type { SampleFormat } from '../samples';
import { ABF_BLOCK, type AbfChannel, type AbfHeader, rateOfSingle, scaledChannel } from './header';

const HEADER_BYTES = 6144;
/** Header size before version 1.6; the bytes after it are data. */
const OLD_HEADER_BYTES = 2048;
const INPUTS = 16;

/**
 * The header of an ABF 1 file, versions 1.0 to 1.84. One block of fields at fixed offsets, those of ABFFileHeader in
 * Molecular Devices' ABF File Support Pack.
 *
 * @throws UserError when it is cut short or inconsistent
 */
export function readAbf1Header(source: ByteSource): AbfHeader {
  const old = fieldsOf(source.read(0, OLD_HEADER_BYTES, 'header'));
  const version = old.float32(4);
  if (!(version >= 1 && version < 2))
    throw new UserError(`${source.path} is damaged: its header names version ${version} of ABF 1.`);
  const data = old.int32(40) * ABF_BLOCK;
  const long = version > 1.595 && data >= HEADER_BYTES;
  const header = long ? fieldsOf(source.read(0, HEADER_BYTES, 'header')) : old;

  const inputs = header.int16(120);
  if (inputs < 1 || inputs > INPUTS)
    throw new UserError(`${source.path} is damaged: its header counts ${inputs} channels.`);
  const format = header.int16(100) === 1 ? 'float32' : 'int16';
  const ignored = Math.max(0, header.int16(14));
  return {
    version: String(Number(version.toFixed(2))),
    mode: header.int16(8),
    format,
    dataOffset: data + ignored * (format === 'int16' ? 2 : 4),
    samples: header.int32(10),
    missing: 0,
    rateHz: rateOfSingle(header.float32(122) * inputs),
    splitClock: header.int32(194) > 0 && ![0, header.float32(122)].includes(header.float32(126)),
    episodes: header.int32(16),
    samplesPerEpisode: header.int32(138),
    synch: { offset: header.int32(92) * ABF_BLOCK, count: header.int32(96) },
    synchUnit_us: header.float32(130),
    tags: { offset: header.int32(44) * ABF_BLOCK, count: header.int32(48) },
    channels: Array.from({ length: inputs }, (_, i) => channelOf(source, header, format, i)),
    date: header.int32(20),
    time_ms: header.int32(24) * 1000 + header.int16(366),
    protocol: header.text(4898, 256),
    comment: header.text(5154, 128) || header.text(310, 56),
    creator: programOf(header, 294, 5798),
    modifier: programOf(header, 5318, 5806),
    experiment: header.int16(260),
  };
}

function channelOf(source: ByteSource, header: Fields, format: SampleFormat, i: number): AbfChannel {
  const input = header.int16(410 + 2 * i);
  if (input < 0 || input >= INPUTS)
    throw new UserError(`${source.path} is damaged: its channel ${i} was sampled from input ${input}.`);
  const conditioned = header.int16(1410) !== 0;
  const telegraphed = header.int16(4512 + 2 * input) !== 0;
  const old = header.length <= OLD_HEADER_BYTES && header.int16(262) !== 0 && header.int16(264) === input;
  return scaledChannel(source, format, {
    name: header.text(442 + 10 * input, 10) || `IN ${input}`,
    unit: header.text(602 + 8 * input, 8),
    range: header.float32(244),
    resolution: header.int32(252),
    instrumentScale: header.float32(922 + 4 * input),
    instrumentOffset: header.float32(986 + 4 * input),
    programmableGain: header.float32(730 + 4 * input),
    signalGain: conditioned ? header.float32(1050 + 4 * input) : 1,
    signalOffset: conditioned ? header.float32(1114 + 4 * input) : 0,
    // Older files have one telegraph setting, for one input.
    telegraphedGain: telegraphed ? header.float32(4576 + 4 * input) : old ? header.float32(268) : undefined,
    lowpass_hz: header.float32(1178 + 4 * input),
  });
}

/** "Clampex 9.2": a name field, and two numbers of its version since ABF 1.77. */
function programOf(header: Fields, nameAt: number, versionAt: number): string {
  const [major, minor] = [header.int16(versionAt), header.int16(versionAt + 2)];
  const name = header.text(nameAt, 16);
  return name && major > 0 ? `${name} ${major}.${minor}` : name;
}
