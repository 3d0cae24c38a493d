import { AXES, type Axes } from '../../parameters/axes';
import { checkWritten } from '../../parameters/check';
import { PARAMETER_NAMES, type WrittenParameters } from '../../parameters/parameters';
import type { Layer } from '../../parameters/resolve';
import type { OpenOptions, Recipe } from '../../traces/recipe';
import type { SampleRange } from '../../traces/sample-ranges';
import {
  both,
  decimal,
  either,
  fields,
  flag,
  isPlainObject,
  list,
  nothing,
  oneOf,
  optional,
  ordered,
  orNull,
  type RequestShapes,
  type Shape,
  text,
  whole,
  wholes,
} from '../shape';
import type { BackendChoice, Computing } from './computing';
import type { EngineApi, OfRecipe, WindowRequest } from './engine-api';
import type { ClusterResources, ExperimentText } from './experiments';
import type { KeptStore } from './kept';
import type { AddedEvent, EditedResults, ResultsEdits, ResultsFormat, SavedTarget } from './results';
import type { PlacedWindow } from './window-sizes';

/*
 * What each request to the engine must be, checked where it arrives. Whether a file, a channel or a detection exists is
 * up to the handlers, which name it.
 */

const LONGEST_PATH = 32_768;
const MOST_THREADS = 4096;
/** Of a picture: more than any screen has. */
export const MOST_COLUMNS = 100_000;
const MOST_WIDTHS = 1000;
const MOST_FILES = 100_000;
const LONGEST_TABLE = 100_000_000;

const path = text(LONGEST_PATH);
const hash = text(64, /^[0-9a-f]{64}$/);
const column = whole(1, MOST_COLUMNS);

/** All parameters, each within its declared range. */
const parameters: Shape<WrittenParameters> = (value, at) => {
  if (!isPlainObject(value)) return `${at} must be an object.`;
  for (const name of PARAMETER_NAMES) {
    const problem = checkWritten(name, value[name]);
    if (problem) return problem.message;
  }
  return undefined;
};

const recipe = fields<Recipe>({ path, parameters });
const ofRecipe = fields<OfRecipe>({ recipe });
const computing = fields<Computing>({
  backend: oneOf<BackendChoice>(['auto', 'cpu', 'gpu', 'tensorflow']),
  threads: optional(whole(1, MOST_THREADS)),
});
const store = fields<KeptStore>({ folder: path, limit_bytes: decimal(0) });
const segment = ordered(fields<SampleRange>({ from: whole(), to: whole() }));
const picture = both(segment, fields<{ columns: number }>({ columns: column }));
const placed = fields<PlacedWindow>({ from: decimal(), win_size: whole(1) });
const ofPath = fields<{ path: string }>({ path });
const output = fields<{ out: string; overwrite: boolean }>({ out: path, overwrite: flag });

const open = fields<OpenOptions>({
  series: optional(either(text(), whole())),
  axes: optional(oneOf(AXES.filter((axes): axes is Axes => axes !== 'auto'))),
  rateHz: optional(decimal(0)),
  unit: optional(text()),
  scaling: optional(decimal()),
  glance: optional(flag),
});

/** The engine measured these events and gets them back unchanged, so only the location that identifies them is checked. */
const added: Shape<AddedEvent> = (value, at) => {
  if (!isPlainObject(value) || !isPlainObject(value['event'])) return `${at} must be an added event.`;
  if (!(value['snippet'] instanceof Float64Array)) return `${at}.snippet must be a Float64Array.`;
  return whole()(value['event']['location'], `${at}.event.location`);
};

const edits = fields<ResultsEdits>({ deleted: list(whole()), excluded: list(whole()), added: list(added) });
const edited = fields<EditedResults>({ path, edits });
const saved = fields<SavedTarget>({ target: path, expected: optional(text()) });
const scores = wholes(Int8Array, { from: -1, to: 2 });
const windows = wholes(Int32Array);
const smoothing = fields<{
  convolve_win: number;
  filter_factor: number;
  gradient_convolve_win: number | null;
}>({
  convolve_win: whole(),
  filter_factor: decimal(0),
  gradient_convolve_win: orNull(whole()),
});

const plainObject =
  <T>(): Shape<T> =>
  (value, at) =>
    isPlainObject(value) ? undefined : `${at} must be an object.`;

/** Settings are checked with the parameters of each row. */
const experiment = fields<ExperimentText>({
  file: path,
  text: text(LONGEST_TABLE),
  settings: list(plainObject<Layer>(), 100),
});

/** `sbatch` gets these as arguments, not through a shell. */
const resources = fields<ClusterResources>({
  partition: optional(text(1000)),
  account: optional(text(1000)),
  time: optional(text(100)),
  mem: optional(text(100)),
  cpus: optional(whole(1, MOST_THREADS)),
  gpus: optional(whole(0, MOST_THREADS)),
  maxRunning: optional(whole(1)),
  sbatch: optional(list(text(1000), 1000)),
});

const windowRequest = both(
  both(ofRecipe, picture),
  fields<Pick<WindowRequest, 'as' | 'visible' | 'keep'>>({
    as: oneOf<WindowRequest['as']>(['recorded', 'measured', 'averaged']),
    visible: optional(segment),
    keep: optional(store),
  }),
);

export const ENGINE_REQUESTS: RequestShapes<EngineApi> = {
  kind: ofPath,
  info: fields({ path, open: optional(open) }),
  window: windowRequest,
  detect: both(both(ofRecipe, computing), fields({ keep: optional(store) })),
  detectAtOnce: both(ofRecipe, computing),
  detectRange: both(both(both(ofRecipe, computing), segment), fields<{ exact: boolean }>({ exact: flag })),
  keptDetections: fields({ path, store }),
  recordingStates: fields({ paths: list(path, MOST_FILES), store }),
  fileChanged: fields({ path: orNull(path), sha256: hash }),
  predictionWindow: both(fields<{ id: string }>({ id: path }), picture),
  exportResults: fields({ id: path, folder: path, overwrite: flag }),
  exportRecording: both(
    both(ofRecipe, output),
    fields<{ cleaned: boolean; id?: string; start?: string }>({
      cleaned: flag,
      id: optional(path),
      start: optional(text()),
    }),
  ),
  suggest: ofRecipe,
  advice: ofRecipe,
  clearEvents: ofRecipe,
  windowShapes: both(
    both(ofRecipe, computing),
    fields<{ windows: PlacedWindow[] }>({ windows: list(placed) }),
  ),
  scoreWindowSizes: both(
    both(ofRecipe, computing),
    fields<{ selected: PlacedWindow | null; present: number }>({
      selected: orNull(placed),
      present: whole(1),
    }),
  ),
  chooseParameters: both(ofRecipe, computing),
  preprocessingPreview: both(ofRecipe, picture),
  filterPreview: both(
    both(both(ofRecipe, computing), picture),
    fields<{ strengths: never[]; around: number[] | null }>({
      strengths: list(smoothing as Shape<never>, 100),
      around: orNull(list(whole())),
    }),
  ),
  experimentState: experiment,
  runExperiment: both(
    both(experiment, computing),
    fields<{ lines: number[] | null }>({ lines: orNull(list(whole())) }),
  ),
  compareExperiment: both(
    experiment,
    fields<{ measure: string | null; quick: boolean }>({ measure: orNull(text(1000)), quick: flag }),
  ),
  recordingColumns: fields({
    file: path,
    recording: path,
    settings: list(plainObject<Layer>(), 100),
  }),
  experimentRowParameters: both(experiment, fields<{ line: number }>({ line: whole() })),
  exportExperimentNwb: both(
    experiment,
    fields<{ out: string; start: string | null; species: string | null }>({
      out: path,
      start: orNull(text(100)),
      species: orNull(text(200)),
    }),
  ),
  submitExperiment: both(
    experiment,
    fields<{ resources: ClusterResources; backend: BackendChoice }>({
      resources,
      backend: oneOf<BackendChoice>(['auto', 'cpu', 'gpu', 'tensorflow']),
    }),
  ),
  cancelExperimentJobs: experiment,
  clusterHere: nothing,
  resultParameters: ofPath,
  sample: fields({ recording: path, truth: path }),
  extract: both(
    both(output, computing),
    fields<{ recordings: Recipe[] }>({ recordings: list(recipe, MOST_FILES) }),
  ),
  train: both(
    both(output, computing),
    fields<Pick<Parameters<EngineApi['train']>[0], 'files' | 'base' | 'trainOn' | 'parameters'>>({
      files: list(path, MOST_FILES),
      base: optional(path),
      trainOn: optional(flag),
      parameters,
    }),
  ),
  evaluate: both(
    computing,
    fields<Pick<Parameters<EngineApi['evaluate']>[0], 'model' | 'files' | 'parameters'>>({
      model: path,
      files: list(path, MOST_FILES),
      parameters,
    }),
  ),
  model: ofPath,
  backend: computing,
  trainingSet: ofPath,
  trainingWindows: fields({ path, windows }),
  trainingFeatures: ofPath,
  saveTrainingScores: both(saved, fields<{ path: string; scores: Int8Array }>({ path, scores })),
  trainingSurroundings: fields({
    path,
    window: whole(),
    columns: column,
    widths: decimal(1, MOST_WIDTHS),
  }),
  trainingProbabilities: both(
    computing,
    fields<{ path: string; windows: Int32Array; parameters: WrittenParameters }>({
      path,
      windows,
      parameters,
    }),
  ),
  scoreAgreement: fields({ path, scores, other: path }),
  results: ofPath,
  editedResults: edited,
  resultSnippets: both(edited, fields<{ locations: Float64Array }>({ locations: wholes(Float64Array) })),
  resultPicture: both(edited, fields<{ location: number }>({ location: whole() })),
  resultSource: ofPath,
  resultPrediction: both(ofPath, picture),
  why: both(edited, fields<{ sample: number }>({ sample: whole() })),
  measureAdded: both(edited, fields<{ sample: number }>({ sample: whole() })),
  saveResults: both(saved, edited),
  exportEditedResults: both(
    edited,
    fields<{ folder: string; stem: string; formats: ResultsFormat[]; overwrite: boolean }>({
      folder: path,
      // A name, not a path.
      stem: text(255, /^[^/\\]+$/),
      formats: list(oneOf<ResultsFormat>(['h5', 'csv', 'table', 'xlsx']), 4),
      overwrite: flag,
    }),
  ),
  compareResults: both(
    edited,
    fields<{ other: string; tolerance_s: number | null }>({ other: path, tolerance_s: orNull(decimal(0)) }),
  ),
};
