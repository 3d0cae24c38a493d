import { writeFile } from 'node:fs/promises';
import type { Task } from '../../common/task';
import { writeTogether } from '../files/atomic';
import { csvLine } from '../files/csv';
import type { Hdf5File } from '../files/hdf5/hdf5';
import { wholeHdf5, writeLine } from '../files/hdf5/write';
import type { Output } from '../files/outputs';
import { breathe } from '../scheduling/breathe';
import type { TrueEvent } from './schedule';
import type { Simulation } from './simulate';
import { writeTruth } from './truth';

/**
 * Writes a simulated recording in miniML's layout, the dataset `mini_data` with its rate and unit as attributes, and
 * its events: in the same file, and as a table beside it. The same simulation gives the same values; HDF5 also stores
 * creation times, so that bytes may differ.
 *
 * @throws UserError when a file exists and must not be overwritten, or cannot be written
 * @throws CancelledError
 */
export async function writeSimulation(
  files: { recording: string; truth: string },
  { overwrite }: { overwrite: boolean },
  simulation: Simulation,
  task: Task,
): Promise<void> {
  const table = truthTable(simulation.truth, simulation.trace.unit);
  const recording = wholeHdf5(files.recording, async (open) => {
    writeTruth(open, simulation.truth);
    await writeSamples(open, simulation, task);
  });
  await writeTogether<void>(
    [recording, { file: files.truth, write: (temporary) => writeFile(temporary, table) }],
    { overwrite },
  );
}

/** Output files of {@link writeSimulation}, to be checked before the computation. */
export function simulationOutputs(files: { recording: string; truth: string }): Output[] {
  return [
    { file: files.recording, kind: 'simulated recording' },
    { file: files.truth, kind: 'text' },
  ];
}

async function writeSamples(open: Hdf5File, { trace, settings }: Simulation, task: Task): Promise<void> {
  const { samples } = trace;
  let done = 0;
  const dataset = await writeLine(open, {
    name: 'mini_data',
    samples,
    read: (from, to) => trace.read(from, to),
    written: (count) => {
      done += count;
      task.report({ phase: 'writing the recording', done, total: samples, unit: 'samples' });
      return breathe(task);
    },
  });
  dataset.create_attribute('rate_hz', trace.rateHz, [], '<d');
  dataset.create_attribute('unit', trace.unit);
  dataset.create_attribute('simulation', JSON.stringify(settings));
}

const columns = {
  'time (s)': (e: TrueEvent) => e.steepest_s,
  'onset (s)': (e: TrueEvent) => e.onset_s,
  'peak (s)': (e: TrueEvent) => e.peak_s,
  amplitude: (e: TrueEvent) => e.amplitude,
  'rise time (s)': (e: TrueEvent) => e.rise_s,
  'decay time constant (s)': (e: TrueEvent) => e.decay_s,
};

/** One row per event; `time` is the steepest rise, the location of a detected event. */
function truthTable(truth: readonly TrueEvent[], unit: string): string {
  const header = Object.keys(columns).map((name) => (name === 'amplitude' ? `amplitude (${unit})` : name));
  const rows = truth.map((event) => csvLine(Object.values(columns).map((of) => String(of(event)))));
  return csvLine(header) + rows.join('');
}
