import type { OpenOptions } from '../../../common/traces/recipe';
import { type ByteSource, openBytes } from '../../files/bytes';
import type { RecordingFormat } from '../format';
import { laidOutRecording } from '../layout-recording';
import { withOverrides } from '../overrides';
import { rateOf } from '../rate';
import type { Recording } from '../recording';
import { SAMPLE_BYTES } from '../samples';
import { chosenSeries } from '../series';
import { type IgorWave, readWave, waveVersion } from './binary-wave';
import { packedByteOrder, packedWaves } from './packed-experiment';

/** An Igor binary wave (.ibw): one channel; the columns of a matrix are sweeps. */
export const igorFormat: RecordingFormat = {
  description: 'Igor binary waves',
  recognises: ({ bytes }) => waveVersion(bytes) !== undefined,
  open: openIgorWave,
};

/** An Igor packed experiment (.pxp): each wave of numbers is a series. It has no signature, so it is tried late. */
export const igorExperimentFormat: RecordingFormat = {
  description: 'Igor packed experiments',
  recognises: ({ source }) => packedByteOrder(source) !== undefined,
  open: openIgorExperiment,
};

function openIgorWave(path: string, options: OpenOptions): Recording {
  return opened(path, options, (source) => recordingOf(source, readWave(source), {}));
}

function openIgorExperiment(path: string, options: OpenOptions): Recording {
  return opened(path, options, (source) => {
    const waves = packedWaves(source, packedByteOrder(source) === 'little');
    const allSeries = waves.map((wave) => wave.path);
    const index = chosenSeries(path, allSeries, options.series);
    return recordingOf(source, waves[index], { series: allSeries[index], allSeries });
  });
}

function opened(path: string, options: OpenOptions, read: (source: ByteSource) => Recording): Recording {
  const source = openBytes(path);
  try {
    return withOverrides(read(source), options);
  } catch (thrown) {
    source.close();
    throw thrown;
  }
}

function recordingOf(
  source: ByteSource,
  wave: IgorWave,
  names: { series?: string; allSeries?: readonly string[] },
): Recording {
  const interval = intervalOf(wave);
  return laidOutRecording(source, {
    ...names,
    format: names.series === undefined ? 'Igor binary wave' : 'Igor packed experiment',
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
}

const TIME_UNITS: Readonly<Record<string, number>> = { s: 1, sec: 1, ms: 1e-3, us: 1e-6, µs: 1e-6, '': 1 };

/** Seconds between two rows; undefined if rows are not a time series. Waves without an x unit use seconds. */
function intervalOf({ step, xUnit }: IgorWave): number | undefined {
  const unit = TIME_UNITS[xUnit.trim().toLowerCase()];
  return unit !== undefined && step > 0 ? step * unit : undefined;
}
