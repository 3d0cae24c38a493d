import type { Detection } from '../../common/events/detection';
import { DIRECTIONS } from '../../common/events/direction';
import type { Hdf5File, Hdf5Group } from '../files/hdf5/hdf5';
import { writeAverage, writeEvents, writeSnippets } from './events-h5';
import { DETAILS, DETAILS_VERSION, predictionName } from './layout';
import { writeReasons } from './reasons-h5';
import { type ResultsFile, snippetsOf } from './results-file';

/** Writes all data that miniML's layout has no place for, in a separate group: see {@link DETAILS}. */
export function writeDetails(
  open: Hdf5File,
  { detection, deleted, asFound, writtenBy, complete }: ResultsFile,
  prediction: boolean,
): void {
  const group = open.create_group(DETAILS) as Hdf5Group;
  group.create_attribute('details_version', DETAILS_VERSION);
  group.create_attribute('written_by', writtenBy);
  group.create_attribute('complete', complete ? 1 : 0);
  writeProvenance(group, detection);
  writeEvents(group, 'events', detection.events);
  const width = detection.points_before + detection.points_after;
  writeSnippets(
    group,
    'border_snippets',
    width,
    snippetsOf(detection, (event) => event.border),
  );
  const gone = group.create_group('deleted') as Hdf5Group;
  writeEvents(gone, 'events', deleted.events);
  writeSnippets(gone, 'snippets', width, deleted.snippets);
  if (asFound.length > 0) writeEvents(group, 'as_found', asFound);
  writeReasons(group, detection);
  if (detection.average) writeAverage(group, detection.average);
  if (detection.averages) writeDirections(group, detection, detection.averages);
  if (prediction && detection.prediction.length > 0)
    for (const [dataset, data] of predictionsOf(detection)) group.create_dataset({ name: dataset, data });
}

/** One dataset, or one per direction: see {@link predictionName}. */
function predictionsOf({ prediction, predictions }: Detection): [name: string, values: Float32Array][] {
  if (!predictions) return [['prediction', prediction]];
  return DIRECTIONS.map((direction) => [predictionName(direction), predictions[direction]]);
}

/** The average event of each direction in a group of its own. */
function writeDirections(
  parent: Hdf5Group,
  { statistics }: Detection,
  averages: NonNullable<Detection['averages']>,
): void {
  const group = parent.create_group('directions') as Hdf5Group;
  for (const direction of DIRECTIONS) {
    const own = group.create_group(direction) as Hdf5Group;
    const average = averages[direction];
    if (average) writeAverage(own, average);
    own.create_attribute(
      'decay_tau_s',
      statistics.directions?.[direction].decay_tau_s ?? Number.NaN,
      [],
      '<d',
    );
  }
}

function writeProvenance(group: Hdf5Group, detection: Detection): void {
  const { source, model } = detection;
  const texts = {
    parameters: JSON.stringify(detection.parameters),
    recipe: JSON.stringify(detection.recipe),
    ...(detection.auto && { auto: JSON.stringify(detection.auto) }),
    source_path: source.path,
    source_sha256: source.sha256,
    source_series: source.series,
    source_channel_name: source.channel_name,
    model_path: model.path,
    model_name: model.name,
    model_sha256: model.sha256,
    unit: detection.unit,
    backend: detection.backend,
    warnings: JSON.stringify(detection.warnings),
    ...(detection.screening && { screening: JSON.stringify(detection.screening) }),
  };
  const numbers = {
    source_channel: source.channel,
    ...(source.sweep === null ? {} : { source_sweep: source.sweep }),
    model_input_length: model.input_length,
    rate_hz: detection.rate_hz,
    samples: detection.samples,
    stride: detection.stride,
    points_before: detection.points_before,
    points_after: detection.points_after,
    gradient_threshold: detection.gradient_threshold,
    seconds: detection.seconds,
    windows_per_s: detection.windows_per_s,
  };
  for (const [name, text] of Object.entries(texts)) group.create_attribute(name, text);
  for (const [name, number] of Object.entries(numbers)) group.create_attribute(name, number, [], '<d');
}
