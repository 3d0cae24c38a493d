import { UserError } from '../../../common/errors';
import type { ByteSource } from '../../files/bytes';
import { type Fields, fieldsOf } from '../../files/fields';
import type { SampleFormat } from '../samples';
import { readStrings } from './abf2-strings';
import {
  ABF_BLOCK,
  type AbfChannel,
  type AbfHeader,
  rateOfSingle,
  scaledChannel,
  type Table,
} from './header';

const HEADER_BYTES = 512;
/** Maximum number of channels; pCLAMP's digitizers have 16 inputs, plus a math channel or two. */
const MOST_CHANNELS = 64;

/**
 * The header of an ABF 2 file: a list of sections, and from them the protocol, the inputs and the strings they refer
 * to. The structures are those of Molecular Devices' ABF File Support Pack (ABF2_FileInfo, ABF_ProtocolInfo,
 * ABF_ADCInfo).
 *
 * @throws UserError when it is cut short or inconsistent
 */
export function readAbf2Header(source: ByteSource): AbfHeader {
  const info = fieldsOf(source.read(0, HEADER_BYTES, 'header'));
  const protocol = recordsOf(source, section(info, 76), 1, 'protocol')[0];
  const strings = readStrings(source, section(info, 220));

  const data = section(info, 236);
  const format = info.int16(30) === 1 ? 'float32' : 'int16';
  const bytes = format === 'int16' ? 2 : 4;
  if (data.bytes !== bytes)
    throw new UserError(
      `${source.path} is damaged: its samples are ${format} but take ${data.bytes} bytes each.`,
    );
  const inputs = section(info, 92);
  if (inputs.count < 1 || inputs.count > MOST_CHANNELS)
    throw new UserError(`${source.path} is damaged: its header counts ${inputs.count} channels.`);
  const channels = recordsOf(source, inputs, inputs.count, 'list of channels');
  return {
    version: `${info.uint8(7)}.${info.uint8(6)}`,
    mode: protocol.int16(0),
    format,
    dataOffset: data.offset,
    samples: data.count,
    missing: 0,
    rateHz: rateOfSingle(protocol.float32(2)),
    splitClock: false,
    episodes: info.uint32(12),
    samplesPerEpisode: protocol.int32(22),
    synch: section(info, 316),
    synchUnit_us: protocol.float32(14),
    tags: section(info, 252),
    channels: channels.map((input) => channelOf(source, format, input, protocol, strings)),
    date: info.uint32(16),
    time_ms: info.uint32(20),
    protocol: strings(info.uint32(72)),
    comment: strings(protocol.int32(132)),
    creator: programOf(strings(info.uint32(60)), info.uint32(56)),
    modifier: programOf(strings(info.uint32(68)), info.uint32(64)),
    experiment: protocol.int16(126),
  };
}

function channelOf(
  source: ByteSource,
  format: SampleFormat,
  input: Fields,
  protocol: Fields,
  strings: (index: number) => string,
): AbfChannel {
  const conditioned = protocol.int16(138) !== 0;
  return scaledChannel(source, format, {
    name: strings(input.int32(74)) || `IN ${input.int16(0)}`,
    unit: strings(input.int32(78)),
    range: protocol.float32(110),
    resolution: protocol.int32(118),
    instrumentScale: input.float32(40),
    instrumentOffset: input.float32(44),
    programmableGain: input.float32(28),
    signalGain: conditioned ? input.float32(48) : 1,
    signalOffset: conditioned ? input.float32(52) : 0,
    telegraphedGain: input.int16(2) !== 0 ? input.float32(6) : undefined,
    lowpass_hz: input.float32(56),
  });
}

interface Section extends Table {
  /** Size of one record. */
  bytes: number;
}

function section(info: Fields, at: number): Section {
  return { offset: info.uint32(at) * ABF_BLOCK, bytes: info.uint32(at + 4), count: info.int64(at + 8) };
}

function recordsOf(source: ByteSource, { offset, bytes }: Section, count: number, what: string): Fields[] {
  if (offset < HEADER_BYTES)
    throw new UserError(
      `${source.path} is damaged: it has no ${what}. The recording may not have been saved completely.`,
    );
  const all = source.read(offset, bytes * count, what);
  return Array.from({ length: count }, (_, i) => fieldsOf(all.subarray(i * bytes, (i + 1) * bytes)));
}

/** "Clampex 10.7": the version is four numbers in four bytes. */
function programOf(name: string, version: number): string {
  const [major, minor] = [version >>> 24, (version >>> 16) & 0xff];
  return name && major > 0 ? `${name} ${major}.${minor}` : name;
}
