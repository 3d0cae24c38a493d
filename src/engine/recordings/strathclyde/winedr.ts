import { UserError } from '../../../common/errors';
import type { OpenOptions } from '../../../common/traces/recipe';
import { type ByteSource, openBytes } from '../../files/bytes';
import { cleanUnit } from '../../files/text';
import type { RecordingFormat } from '../format';
import { laidOutRecording } from '../layout-recording';
import { withOverrides } from '../overrides';
import { rateOf } from '../rate';
import type { Recording } from '../recording';
import { keyedHeader, startOf } from './header';

const HEADER = 2048;
const MOST_CHANNELS = 128;

/**
 * WinEDR (.edr), the Strathclyde electrophysiology data recorder: one continuous recording, channels interleaved,
 * 16-bit. Source: WinEDR's manual, "File format".
 */
export const winEdrFormat: RecordingFormat = {
  description: 'WinEDR',
  recognises: ({ text }) => /^VER=\d/.test(text) && /\nYCF0=/.test(text) && /\nNP=\d/.test(text),
  open: openWinEdr,
};

function openWinEdr(path: string, options: OpenOptions): Recording {
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
  const count = header.count('NC', 1, MOST_CHANNELS);
  const offset = header.count('NBH', 1, 2 ** 24);
  const stored = Math.floor(Math.max(0, size - offset) / 2 / count);
  const promised = Math.floor(header.count('NP', 0, 2 ** 40) / count);
  const interval = header.number('DT') * (header.text('TU') === 'ms' ? 1e-3 : 1);
  const full = header.number('ADCMAX') + 1;
  const channels = Array.from({ length: count }, (_, c) => ({
    name: header.text(`YN${c}`) || `channel ${c}`,
    unit: cleanUnit(header.text(`YU${c}`)),
  }));
  const samples = promised === 0 ? stored : Math.min(promised, stored);
  return laidOutRecording(source, {
    format: 'WinEDR',
    version: header.text('VER'),
    rateHz: rateOf(interval, 2 ** -22),
    channels,
    sweeps: [
      {
        samples,
        start_s: 0,
        layouts: channels.map((_, c) => {
          const scale = header.number('AD') / (header.number(`YCF${c}`) * header.number(`YAG${c}`) * full);
          if (!Number.isFinite(scale))
            throw new UserError(`${path} is damaged: channel ${c} has no calibration.`);
          const zero = header.has(`YZ${c}`) ? header.number(`YZ${c}`) : 0;
          const place = header.has(`YO${c}`) ? header.number(`YO${c}`) : c;
          if (!Number.isInteger(place) || place < 0 || place >= count)
            throw new UserError(`${path} is damaged: a channel would be number ${place} of ${count}.`);
          return {
            offset: offset + 2 * place,
            format: 'int16',
            littleEndian: true,
            stride: count,
            scale,
            shift: -zero * scale,
          };
        }),
      },
    ],
    start: startOf(header.text('RTIME')),
    facts: [['Comment', header.text('ID')]],
    warnings:
      stored < promised
        ? [
            {
              code: 'cut-short',
              message: `The file has ${stored} of ${promised} samples per channel. The recording was not saved completely.`,
            },
          ]
        : [],
  });
}
