import type { Hdf5File } from '../files/hdf5/hdf5';
import { datasetAt, numbersOf } from '../files/hdf5/values';
import type { TrueEvent } from './schedule';

/** Group of a simulated recording's events: one float64 dataset per property. */
const GROUP = 'truth';

const COLUMNS = ['onset_s', 'steepest_s', 'peak_s', 'amplitude', 'rise_s', 'decay_s'] as const;

export function writeTruth(open: Hdf5File, truth: readonly TrueEvent[]): void {
  const group = open.create_group(GROUP);
  for (const name of COLUMNS) {
    const data = Float64Array.from(truth, (event) => event[name]);
    group.create_dataset({ name, data, shape: [truth.length], dtype: '<d' });
  }
}

/**
 * The events of a simulated recording, in order; undefined for other files.
 *
 * @throws UserError when they are damaged
 */
export function readTruth(file: string, open: Hdf5File): TrueEvent[] | undefined {
  const datasets = COLUMNS.map((name) => datasetAt(open, `${GROUP}/${name}`));
  if (datasets.includes(undefined)) return undefined;
  const [onset, steepest, peak, amplitude, rise, decay] = datasets.map((dataset, i) =>
    numbersOf(dataset!, `${file}: ${GROUP}/${COLUMNS[i]}`),
  );
  return Array.from(onset, (onset_s, i) => ({
    onset_s,
    steepest_s: steepest[i],
    peak_s: peak[i],
    amplitude: amplitude[i],
    rise_s: rise[i],
    decay_s: decay[i],
  }));
}
