import type { OpenOptions } from '../../../common/traces/open-options';
import { openBytes } from '../../files/bytes';
import type { RecordingFormat } from '../format';
import { laidOutRecording } from '../layout-recording';
import { withOverrides } from '../overrides';
import { rateOf } from '../rate';
import type { Recording } from '../recording';
import { SAMPLE_BYTES } from '../samples';
import { type IgorWave, readWave, waveVersion } from './binary-wave';

/** An Igor binary wave (.ibw): one channel; the columns of a matrix are sweeps. */
export const igorFormat: RecordingFormat = {
  description: 'Igor binary waves',
  recognises: ({ bytes }) => waveVersion(bytes) !== undefined,
  open: openIgorWave,
};

function openIgorWave(path: string, options: OpenOptions): Recording {
  const source = openBytes(path);
  try {
    const wave = readWave(source);
    const interval = intervalOf(wave);
    const recording = laidOutRecording(source, {
      format: 'Igor binary wave',
      version: String(wave.version),
      rateHz: interval === undefined ? undefined : rateOf(interval, 1e-9),
      channels: [{ name: wave.name, unit: wave.unit }],
      sweeps: Array.from({ length: wave.columns }, (_, column) => ({
        samples: wave.rows,
        start_s: column * wave.rows * (interval ?? 0),
        layouts: [
          {
            offset: wave.offset + column * wave.rows * SAMPLE_BYTES[wave.format],
            format: wave.format,
            littleEndian: wave.littleEndian,
            stride: 1,
            scale: 1,
            shift: 0,
          },
        ],
      })),
      facts: [['Note', wave.note]],
    });
    return withOverrides(recording, options);
  } catch (thrown) {
    source.close();
    throw thrown;
  }
}

const TIME_UNITS: Readonly<Record<string, number>> = { s: 1, sec: 1, ms: 1e-3, us: 1e-6, µs: 1e-6, '': 1 };

/** Seconds between two rows; undefined where rows are not in order of time. Waves without an x unit count in seconds. */
function intervalOf({ step, xUnit }: IgorWave): number | undefined {
  const unit = TIME_UNITS[xUnit.trim().toLowerCase()];
  return unit !== undefined && step > 0 ? step * unit : undefined;
}
