import path from 'node:path';
import { readerOf } from '../../common/events/event-columns';
import { fillDetection } from '../../common/parameters/fill';
import { samplesIn } from '../../common/traces/sample-ranges';
import { type WholeFile, writeTogether } from '../files/atomic';
import type { Hdf5File } from '../files/hdf5/hdf5';
import { wholeHdf5 } from '../files/hdf5/write';
import { writeSnippets } from './events-h5';
import { PYTHON_MEASURES, pythonStatistics } from './python-layout';
import { type ResultsFile, snippetsOf } from './results-file';
import { writeDetails } from './write-details';

/**
 * Writes results in miniML's layout, so that readers of its files can read ours, and all other data in a separate
 * group.
 *
 * @throws UserError when the file exists and must not be overwritten, or cannot be written
 */
export async function writeResultsH5(
  file: string,
  results: ResultsFile,
  { overwrite, prediction }: { overwrite: boolean; prediction: boolean },
): Promise<void> {
  await writeTogether([resultsH5(file, results, prediction)], { overwrite });
}

/** A results file as one of the outputs of a run. */
export function resultsH5(file: string, results: ResultsFile, prediction: boolean): WholeFile<void> {
  return wholeHdf5(file, (open) => {
    writeLayout(open, results);
    writeDetails(open, results, prediction);
  });
}

function writeLayout(open: Hdf5File, { detection, deletedCount }: ResultsFile): void {
  const events = detection.events.filter((event) => !event.border);
  const snippets = snippetsOf(detection, (event) => !event.border);
  const width = detection.points_before + detection.points_after;
  writeSnippets(open, 'events', width, snippets);
  open.create_group('event_params');
  for (const { id, dataset } of PYTHON_MEASURES) {
    const dtype = id === 'location' ? '<q' : '<d';
    open.create_dataset({ name: `event_params/${dataset}`, data: events.map(readerOf(id)), dtype });
  }
  if (detection.parameters.event_direction === 'both')
    open.create_dataset({
      name: 'event_params/event_directions',
      data: events.map(readerOf('direction')),
      dtype: '<q',
    });
  open.create_group('event_statistics');
  for (const [name, value] of pythonStatistics(detection.statistics, 'statistics'))
    open.create_dataset({ name: `event_statistics/${name}`, data: [value], shape: [], dtype: '<d' });
  writeAttributes(open, detection, deletedCount);
}

/** Duration in seconds, including excluded intervals. */
function recordingTime({ statistics, excluded, rate_hz }: ResultsFile['detection']): number {
  // Nothing is added without exclusions: foreign files may lack the rate.
  return excluded.length === 0
    ? statistics.duration_s
    : statistics.duration_s + samplesIn(excluded) / rate_hz;
}

function writeAttributes(open: Hdf5File, detection: ResultsFile['detection'], deletedCount: number): void {
  const parameters = fillDetection(detection.parameters);
  open.create_attribute('amplitude_unit', detection.unit);
  open.create_attribute('source_filename', path.basename(detection.source.path));
  open.create_attribute('miniml_model', detection.model.path);
  open.create_attribute('recording_time', recordingTime(detection), [], '<d');
  open.create_attribute('miniml_model_threshold', parameters.model_threshold, [], '<d');
  open.create_attribute('minimum_peak', parameters.peak_w, [], '<d');
  open.create_attribute('relative_prominence', parameters.rel_prom_cutoff, [], '<d');
  const hann = parameters.convolve_win > 0;
  if (!hann) open.create_attribute('filter_factor', parameters.filter_factor, [], '<d');
  const counts = {
    ...(hann && { convolve_win: parameters.convolve_win }),
    stride: detection.stride,
    window: parameters.win_size,
    // 0: both; the Python program knows one direction only.
    event_direction: { negative: -1, positive: 1, both: 0 }[parameters.event_direction],
    gradient_convolve_win: parameters.gradient_convolve_win,
    deleted_events: deletedCount,
  };
  for (const [name, count] of Object.entries(counts)) open.create_attribute(name, [count], [], '<q');
}
