import path from 'node:path';
import { UserError } from '../../common/errors';
import type { DetectedEvent } from '../../common/events/detection';
import { mainDirection, signOfDirection } from '../../common/events/direction';
import { eventFrom, type StoredMeasure } from '../../common/events/event-columns';
import { usableParameters } from '../../common/parameters/check';
import { fillDetection } from '../../common/parameters/fill';
import { defaultParameters, type Parameters } from '../../common/parameters/parameters';
import type { Hdf5File, Hdf5Group } from '../files/hdf5/hdf5';
import { readRows } from '../files/hdf5/rows';
import { datasetAt, numberAttribute, numbersOf, textAttribute } from '../files/hdf5/values';
import { isolatedEvents } from '../measuring/average';
import { statisticsOf } from '../measuring/statistics';
import { recordedIn } from './layout';
import { PYTHON_MEASURES } from './python-layout';
import type { ResultsFile } from './results-file';

/** Required to repeat a detection; the others have the program's defaults. */
const NEEDED = ['win_size', 'event_direction', 'model_threshold', 'model_path'] as const;

/**
 * Reads miniML's own results. Older files have neither half-widths nor intervals and few attributes; none has the
 * sampling rate, which is inferred from its times if possible, else NaN.
 *
 * @throws UserError when the file is damaged
 */
export function readPlain(file: string, open: Hdf5File): ResultsFile {
  const measures = measuresIn(file, open);
  const locations = measures.get('location')!;
  const rate_hz = inferredRate(locations, measures.get('halfdecay'), measures.get('interval'));
  const said = usableParameters(parametersOf(open));
  const parameters = fillDetection({ ...defaultParameters(), ...said });
  const win = parameters.win_size;
  const alone = isolatedEvents(Array.from(locations), win);
  const events = Array.from(locations, (location, i): DetectedEvent => {
    const known: Partial<Record<StoredMeasure, number>> = {
      time: location / rate_hz,
      sweep: 0,
      sweep_sample: location,
      isolated: alone[i] ? 1 : 0,
      border: 0,
      direction: signOfDirection(mainDirection(parameters)),
    };
    return eventFrom((id) => known[id] ?? measures.get(id)?.[i] ?? Number.NaN);
  });
  const { snippets, width } = snippetsIn(file, open, events.length);
  const [duration_s, decayTau_s] = recordedIn(file, open);
  const points_before = Math.max(0, Math.floor((width - win) / 2));
  const model = textAttribute(open, 'miniml_model') ?? '';
  return {
    writtenBy: 'miniML',
    complete: false,
    unsaid: NEEDED.filter((name) => said[name] === undefined),
    deleted: { events: [], snippets: new Float64Array(0) },
    deletedCount: numberAttribute(open, 'deleted_events') ?? 0,
    asFound: [],
    detection: {
      source: {
        path: textAttribute(open, 'source_filename') ?? '',
        sha256: '',
        series: '',
        channel: 0,
        channel_name: '',
        sweep: null,
      },
      model: { path: model, name: path.basename(model), sha256: '', input_length: Number.NaN },
      parameters,
      recipe: parameters,
      rate_hz,
      unit: textAttribute(open, 'amplitude_unit') ?? '',
      samples: Math.round(duration_s * rate_hz),
      stride: parameters.stride,
      points_before,
      points_after: width - points_before,
      events,
      snippets,
      average: null,
      statistics: statisticsOf(events, duration_s, decayTau_s),
      prediction: new Float32Array(0),
      gradient_threshold: Number.NaN,
      candidates: [],
      missing: [],
      excluded: [],
      seconds: Number.NaN,
      windows_per_s: Number.NaN,
      backend: '',
      warnings: [],
    },
  };
}

function measuresIn(file: string, open: Hdf5File): Map<StoredMeasure, Float64Array> {
  const measures = new Map<StoredMeasure, Float64Array>();
  for (const { id, dataset: name } of PYTHON_MEASURES) {
    const dataset = datasetAt(open, `event_params/${name}`);
    if (dataset) measures.set(id, numbersOf(dataset, `${file}: ${name}`));
  }
  const locations = measures.get('location')!;
  if (!locations.every((location) => Number.isSafeInteger(location) && location >= 0))
    throw new UserError(`${file} is damaged: its event_locations are not sample numbers.`);
  for (const [column, { length }] of measures)
    if (length !== locations.length)
      throw new UserError(
        `${file} is damaged: it has ${locations.length} events, but ${length} of ${column}.`,
      );
  return measures;
}

function snippetsIn(file: string, open: Hdf5File, rows: number): { snippets: Float64Array; width: number } {
  const dataset = datasetAt(open, 'events');
  if (!dataset) return { snippets: new Float64Array(0), width: 0 };
  if (dataset.shape?.length !== 2 || dataset.shape[0] !== rows)
    throw new UserError(`${file} is damaged: its table "events" should have ${rows} rows.`);
  return { snippets: readRows(dataset, 0, rows), width: dataset.shape[1] };
}

/** Parameters in the attributes, under their present names. */
function parametersOf(open: Hdf5Group): Partial<Record<keyof Parameters, unknown>> {
  const direction = numberAttribute(open, 'event_direction');
  return {
    win_size: numberAttribute(open, 'window'),
    stride: numberAttribute(open, 'stride'),
    model_threshold: numberAttribute(open, 'miniml_model_threshold'),
    model_path: textAttribute(open, 'miniml_model'),
    peak_w: numberAttribute(open, 'minimum_peak'),
    rel_prom_cutoff: numberAttribute(open, 'relative_prominence'),
    convolve_win: numberAttribute(open, 'convolve_win'),
    filter_factor: numberAttribute(open, 'filter_factor'),
    gradient_convolve_win: numberAttribute(open, 'gradient_convolve_win'),
    ...(direction === undefined ? {} : { event_direction: direction < 0 ? 'negative' : 'positive' }),
  };
}

/** Fewer times may be multiples of several intervals by chance. */
const FEWEST = 10;

/**
 * Infers the sampling rate in Hz from the times in a results file; NaN if that is impossible.
 *
 * Half decays are whole numbers of sampling intervals: the interval is their greatest common divisor. Otherwise the
 * rate is estimated from intervals between peaks and distances between locations, to the precision of the samples
 * between a location and its peak, and rounded to a plausible rate.
 */
export function inferredRate(
  locations: Float64Array,
  halfdecays_s: Float64Array | undefined,
  intervals_s: Float64Array | undefined,
): number {
  const times = (halfdecays_s ?? new Float64Array(0)).filter((time) => time > 0);
  const interval = times.length >= FEWEST ? commonDivisor(times) : undefined;
  if (interval !== undefined) return round(1 / interval, 6);
  if (!intervals_s || locations.length < FEWEST) return Number.NaN;
  const samples = locations.at(-1)! - locations[0];
  const seconds = intervals_s.subarray(1).reduce((sum, time) => sum + time, 0);
  return samples > 1e5 && seconds > 0 ? round(samples / seconds, 3) : Number.NaN;
}

/** Euclid's algorithm; a remainder below a thousandth of the smallest time is rounding error. */
function commonDivisor(times: Float64Array): number | undefined {
  const rounding = times.reduce((least, time) => Math.min(least, time)) / 1000;
  let divisor = 0;
  for (const time of times) {
    let [a, b] = [time, divisor];
    while (b > rounding) [a, b] = [b, Math.abs(a - Math.round(a / b) * b)];
    divisor = a;
  }
  // A microsecond is a rate of 1 MHz: smaller remainders mean that the times share no interval.
  return divisor > 1e-6 ? divisor : undefined;
}

function round(value: number, digits: number): number {
  return Number(value.toPrecision(digits));
}
