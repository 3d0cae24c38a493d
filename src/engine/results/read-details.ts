import { UserError } from '../../common/errors';
import type { DetectedEvent, Detection, ParameterChoice } from '../../common/events/detection';
import { DIRECTIONS, type Direction, directionOfEvent } from '../../common/events/direction';
import { usableParameters, usableWritten } from '../../common/parameters/check';
import {
  defaultParameters,
  PARAMETER_NAMES,
  type Parameters,
  type WrittenParameters,
} from '../../common/parameters/parameters';
import { samplesIn } from '../../common/traces/sample-ranges';
import type { Warning } from '../../common/warning';
import { bothPredictions } from '../detection/both-directions';
import { isObject, jsonValue } from '../files/fields';
import type { Hdf5File, Hdf5Group } from '../files/hdf5/hdf5';
import { datasetAt, groupAt, numberAttribute, numbersOf, textAttribute } from '../files/hdf5/values';
import { statisticsOfBoth, withDirections } from '../measuring/direction-parts';
import { statisticsOf } from '../measuring/statistics';
import { readAllSnippets, readAverage, readEvents, readSnippets } from './events-h5';
import { DETAILS, DETAILS_VERSION, predictionName, recordedIn } from './layout';
import { readReasons } from './reasons-h5';
import type { ResultsFile } from './results-file';

/** Inverse of {@link import('./write-details').writeDetails}. @throws UserError when it is damaged */
export function readDetails(file: string, open: Hdf5File, group: Hdf5Group): ResultsFile {
  const attributes = attributesOf(file, group);
  if (attributes.number('details_version') > DETAILS_VERSION)
    throw new UserError(`${file} was written by a newer version of this program. Update it.`);
  const [points_before, points_after] = [
    attributes.number('points_before'),
    attributes.number('points_after'),
  ];
  const width = points_before + points_after;
  const parameters = parametersIn(file, attributes.text('parameters'));
  const eventsAt = (place: string) => withDirections(readEvents(file, group, place), { parameters });
  const events = eventsAt('events');
  const average = readAverage(file, group);
  const samples = attributes.number('samples');
  const rate_hz = attributes.number('rate_hz');
  const reasons = readReasons(file, group);
  const [recorded_s, decayTau_s] = recordedIn(file, open);
  const duration_s = recorded_s - samplesIn(reasons.excluded) / rate_hz;
  const gone = eventsAt('deleted/events');
  return {
    writtenBy: attributes.text('written_by'),
    complete: attributes.number('complete') === 1,
    deletedCount: numberAttribute(open, 'deleted_events') ?? gone.length,
    deleted: {
      events: gone,
      snippets: readSnippets(file, group, 'deleted/snippets', gone.length, width),
    },
    asFound: groupAt(group, 'as_found') ? eventsAt('as_found') : [],
    detection: {
      source: sourceIn(group, attributes),
      model: {
        path: attributes.text('model_path'),
        name: attributes.text('model_name'),
        sha256: attributes.text('model_sha256'),
        input_length: attributes.number('model_input_length'),
      },
      parameters,
      recipe: recipeIn(textAttribute(group, 'recipe')) ?? parameters,
      ...autoIn(textAttribute(group, 'auto')),
      rate_hz,
      unit: attributes.text('unit'),
      samples,
      stride: attributes.number('stride'),
      points_before,
      points_after,
      events,
      snippets: readAllSnippets(file, open, group, { events, points_before, points_after }),
      average,
      statistics: statisticsOf(events, duration_s, decayTau_s),
      ...predictionIn(file, group),
      ...(parameters.event_direction === 'both' && directionsIn(file, group, events, duration_s)),
      ...screeningIn(textAttribute(group, 'screening')),
      gradient_threshold: attributes.number('gradient_threshold'),
      ...reasons,
      seconds: attributes.number('seconds'),
      windows_per_s: attributes.number('windows_per_s'),
      backend: attributes.text('backend'),
      warnings: warningsIn(attributes.text('warnings')),
    },
  };
}

function sourceIn(group: Hdf5Group, { text, number }: ReturnType<typeof attributesOf>): Detection['source'] {
  return {
    path: text('source_path'),
    sha256: text('source_sha256'),
    series: text('source_series'),
    channel: number('source_channel'),
    channel_name: text('source_channel_name'),
    sweep: numberAttribute(group, 'source_sweep') ?? null,
  };
}

function attributesOf(file: string, group: Hdf5Group) {
  const present = <T>(name: string, value: T | undefined): T => {
    if (value === undefined) throw new UserError(`${file} is damaged: its ${DETAILS} lack "${name}".`);
    return value;
  };
  return {
    text: (name: string) => present(name, textAttribute(group, name)),
    number: (name: string) => present(name, numberAttribute(group, name)),
  };
}

/** Missing parameters, and those of other versions of the program, have their defaults. */
export function parametersIn(file: string, json: string): Parameters {
  const values = jsonValue(json);
  if (!isObject(values)) throw new UserError(`${file} is damaged: its parameters cannot be read.`);
  return { ...defaultParameters(), ...usableParameters(values) };
}

function predictionIn(file: string, group: Hdf5Group): Pick<Detection, 'prediction' | 'predictions'> {
  const read = (name: string) => {
    const dataset = datasetAt(group, name);
    return dataset && Float32Array.from(numbersOf(dataset, `${file}: ${name}`));
  };
  const [negative, positive] = DIRECTIONS.map((direction) => read(predictionName(direction)));
  if (negative && positive) return bothPredictions(negative, positive);
  return { prediction: read('prediction') ?? new Float32Array(0) };
}

/** What is kept for each direction, if both were searched. */
function directionsIn(
  file: string,
  group: Hdf5Group,
  events: readonly DetectedEvent[],
  duration_s: number,
): Pick<Detection, 'averages' | 'statistics'> {
  const of = (direction: Direction) => {
    const own = groupAt(group, `directions/${direction}`);
    const average = own ? readAverage(file, own) : null;
    const tau_s = (own && numberAttribute(own, 'decay_tau_s')) ?? Number.NaN;
    const its = events.filter((event) => directionOfEvent(event) === direction);
    return { average, statistics: statisticsOf(its, duration_s, tau_s) };
  };
  const [negative, positive] = [of('negative'), of('positive')];
  return {
    averages: { negative: negative.average, positive: positive.average },
    statistics: statisticsOfBoth({ negative: negative.statistics, positive: positive.statistics }),
  };
}

/** Older files have none. */
function recipeIn(json: string | undefined): WrittenParameters | undefined {
  const values = json === undefined ? undefined : jsonValue(json);
  return isObject(values) ? { ...defaultParameters(), ...usableWritten(values) } : undefined;
}

/** Absent unless it was requested. */
function autoIn(json: string | undefined): Pick<Detection, 'auto'> {
  const values = json === undefined ? undefined : jsonValue(json);
  return Array.isArray(values) ? { auto: values.flatMap(choiceIn) } : {};
}

/** Absent unless windows were screened. */
function screeningIn(json: string | undefined): Pick<Detection, 'screening'> {
  const values = json === undefined ? undefined : jsonValue(json);
  if (!isObject(values)) return {};
  const [windows, computed, sampled, missed] = ['windows', 'computed', 'sampled', 'missed'].map((name) =>
    Number(values[name]),
  ) as [number, number, number, number];
  return { screening: { windows, computed, sampled, missed, passed: values['passed'] === true } };
}

function choiceIn(choice: unknown): ParameterChoice[] {
  if (!isObject(choice)) return [];
  const { parameter, value, reason } = choice;
  const known = PARAMETER_NAMES.find((name) => name === parameter);
  if (!known || (typeof value !== 'string' && typeof value !== 'number')) return [];
  return [{ parameter: known, value, reason: String(reason ?? '') }];
}

/** Older files have messages without a code. */
function warningsIn(json: string): Warning[] {
  const values = jsonValue(json);
  if (!Array.isArray(values)) return [];
  return values.map((value) =>
    isObject(value)
      ? {
          code: String(value['code'] ?? ''),
          message: String(value['message'] ?? ''),
          ...proposedThreshold(value['change']),
        }
      : { code: '', message: String(value) },
  );
}

/** Outcomes of detections propose thresholds; a file proposes nothing else, as one click would set it. */
function proposedThreshold(change: unknown): Pick<Warning, 'change'> {
  if (!isObject(change) || change['name'] !== 'model_threshold') return {};
  const { value } = change;
  if (typeof value !== 'number' || !(value > 0 && value < 1)) return {};
  return { change: { name: 'model_threshold', value, title: `Set model_threshold to ${value}` } };
}
