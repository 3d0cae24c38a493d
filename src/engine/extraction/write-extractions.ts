import { UserError } from '../../common/errors';
import { mainDirection } from '../../common/events/direction';
import { fillExtraction } from '../../common/parameters/fill';
import type { Parameters } from '../../common/parameters/parameters';
import { type TrainingSetFacts, UNSCORED } from '../../common/training/training-set';
import { WRITTEN_BY } from '../../common/version';
import { mean } from '../signal/statistics';
import { writeTrainingSet } from '../training/write-training-set';
import type { Extraction } from './extract';

/** Initial scores of the kinds of windows; the doubtful ones are to be scored by a person. */
const KINDS = [
  ['clear', 1],
  ['doubtful', UNSCORED],
  ['noise', 0],
] as const;

interface Row {
  source: number;
  start: number;
  score: number;
}

/**
 * Writes the windows of one or several traces as a training set: for each trace the clear events (1), the doubtful ones
 * (unscored; a 2 to other programs) and the noise (0). The mean of its first tenth is subtracted from each window. The recordings must
 * still be open: the windows are read from them as they are written.
 *
 * @throws UserError when there is no window, the file exists and is not to be overwritten, or cannot be written
 */
export async function writeExtractions(
  file: string,
  { overwrite }: { overwrite: boolean },
  extractions: readonly Extraction[],
  parameters: Parameters,
): Promise<void> {
  const rows = extractions.flatMap((extraction, source) =>
    KINDS.flatMap(([kind, score]) => extraction[kind].map((start): Row => ({ source, start, score }))),
  );
  if (rows.length === 0)
    throw new UserError(
      `No window was found to write to ${file}. Lower threshold_high and threshold_mid, or check win_size and event_direction.`,
    );
  const window = parameters.win_size;
  await writeTrainingSet(
    file,
    { overwrite },
    {
      windows: rows.length,
      length: window,
      scores: Int8Array.from(rows, ({ score }) => score),
      starts: Float64Array.from(rows, ({ start }) => start),
      labels: rows.map(({ source }) => extractions[source].source.path),
      sources: Int32Array.from(rows, ({ source }) => source),
      facts: factsOf(extractions, parameters),
    },
    (from, to) => {
      const values = new Float64Array((to - from) * window);
      for (let i = from; i < to; i++) {
        const { source, start } = rows[i];
        values.set(levelled(extractions[source].trace.read(start, start + window)), (i - from) * window);
      }
      return values;
    },
  );
}

/** Facts of the whole set; those in which the recordings differ are omitted. */
function factsOf(extractions: readonly Extraction[], parameters: Parameters): TrainingSetFacts {
  const rates = new Set(extractions.map(({ trace }) => trace.rateHz));
  const units = new Set(extractions.map(({ trace }) => trace.unit));
  const [rate] = rates;
  const [unit] = units;
  return {
    rate_hz: rates.size === 1 ? rate : null,
    unit: units.size === 1 ? unit : '',
    direction: mainDirection(parameters),
    win_size: parameters.win_size,
    sources: extractions.map(({ source }) => source),
    parameters: rates.size === 1 ? fillExtraction(parameters, rate) : parameters,
    writtenBy: WRITTEN_BY,
  };
}

function levelled(window: Float64Array): Float64Array {
  const baseline = mean(window.subarray(0, Math.max(1, Math.trunc(window.length / 10))));
  return window.map((v) => v - baseline);
}
