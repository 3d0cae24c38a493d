import type { EpochRecord } from '../../epoch-record';
import type {
  AverageEvent,
  DetectedEvent,
  Detection,
  ParameterChoice,
  Statistics,
} from '../../events/detection';
import type { Advice } from '../../parameters/advice';
import type { Parameters, WrittenParameters } from '../../parameters/parameters';
import type { OpenOptions, Recipe } from '../../traces/recipe';
import type { SampleRange } from '../../traces/sample-ranges';
import type { TraceWindow } from '../../traces/trace-window';
import type { Agreement } from '../../training/agreement';
import type { WindowFeatures } from '../../training/training-set';
import type { Warning } from '../../warning';
import type { Computing } from './computing';
import type { ExperimentMethods } from './experiments';
import type { ExtractRequest, FileExtraction } from './extraction';
import type { FileInfo, FileKind, ModelInfo } from './file-info';
import type { KeptStore, RecordingState } from './kept';
import type {
  FilterPreview,
  FilterPreviewRequest,
  PreprocessingPreview,
  PreprocessingPreviewRequest,
} from './previews';
import type { RangeDetection } from './range-detection';
import type {
  AddedEvent,
  EditedResults,
  EventPicture,
  ResultsComparison,
  ResultsContents,
  ResultsFormat,
  ResultsTables,
  SavedExports,
  SavedTarget,
  SourceTrace,
  Stamped,
  Why,
} from './results';
import type {
  EvaluationReport,
  EvaluationRequest,
  ModelUse,
  ProbabilitiesRequest,
  Surroundings,
  TrainingReport,
  TrainingRequest,
  TrainingSetContents,
} from './training';
import type { ClearEvents, PlacedWindow, SizeScores, Suggestion, WindowShape } from './window-sizes';

/**
 * Methods of the engine process. The extension calls these methods over JSON-RPC, the command line calls the same
 * functions directly. Paths and parameters cross this border; recordings do not.
 *
 * Every request can be cancelled; long ones report {@link import('../../task').Progress}. A request that fails rejects
 * with one sentence for the user. The engine keeps no state a caller depends on beyond caches: after a restart the same
 * requests give the same answers.
 */
export interface EngineApi extends ExperimentMethods {
  /** Kind of a file, from its first bytes and its layout. */
  kind(request: { path: string }): FileKind;
  /** Kind and contents of a file, as far as they are known without reading its samples. */
  info(request: { path: string; open?: OpenOptions }): FileInfo;
  /** Picture of a segment of a trace: at most two points per column. */
  window(request: WindowRequest): TraceWindow;
  /**
   * Finds and measures events, and saves the detection in the store if one is given. Requesting an interrupted
   * detection again, after a kill or a crash, resumes it after its finished blocks.
   */
  detect(request: DetectRequest): DetectionReport;
  /**
   * A detection with these parameters, if the probabilities that it needs are in memory, as after a change of the
   * threshold; null if the network would have to run. Nothing is kept, so its id is empty.
   */
  detectAtOnce(request: OfRecipe & Computing): DetectionReport | null;
  /**
   * Events of a part of a trace, from this part alone: before a detection, for the part on the screen. Nothing is kept.
   * See {@link import('../../../engine/detection/detect-range').detectRange}.
   */
  detectRange(request: OfRecipe & Computing & SampleRange & { exact: boolean }): RangeDetection;
  /** The last detection of each trace of a recording, from the store or from exported results beside it. */
  keptDetections(request: { path: string; store: KeptStore }): KeptDetection[];
  /** Which recordings have detections, and of what, in the order of the request; no recording is read. */
  recordingStates(request: { paths: string[]; store: KeptStore }): RecordingState[];
  /** Whether a file holds something else than it did, or is gone; null is the base model. */
  fileChanged(request: { path: string | null; sha256: string }): boolean;
  /** Picture of the prediction of a detection, over the same axis as the trace. */
  predictionWindow(request: { id: string; from: number; to: number; columns: number }): TraceWindow;
  /** Writes the results of a detection; returns the paths written. */
  exportResults(request: { id: string; folder: string; overwrite: boolean }): { files: string[] };
  /**
   * Writes a recording, or one trace of it as its events are measured, in the format of the file's ending; with the
   * events of a detection where the format holds them. Returns a sentence for each thing that it does not hold.
   */
  exportRecording(
    request: OfRecipe & {
      out: string;
      overwrite: boolean;
      cleaned: boolean;
      /** Of a detection. */
      id?: string;
      /** ISO 8601, where the recording has none. */
      start?: string;
    },
  ): { notes: string[] };
  /** Estimates the events of a channel at first sight; null if none stand out. */
  suggest(request: OfRecipe): Suggestion | null;
  /** Applies the rules to a trace and its parameters, before a detection or after it. */
  advice(request: OfRecipe): Advice[];
  /** Finds the events that are clear without a model, and their properties. */
  clearEvents(request: OfRecipe): ClearEvents;
  /** Windows as the model receives them, with its probabilities. */
  windowShapes(request: OfRecipe & Computing & { windows: PlacedWindow[] }): WindowShape[];
  /**
   * Tests window sizes with the model on clear events of the trace; see {@link
   * import('../../../engine/tuning/window-sizes').scoreSizes}.
   */
  scoreWindowSizes(
    request: OfRecipe & Computing & { selected: PlacedWindow | null; present: number },
  ): SizeScores;
  /**
   * Direction, window and smoothing that suit a recording, with reasons; none where no clear events stand out. See
   * {@link import('../../../engine/tuning/choose-parameters').chooseParameters}.
   */
  chooseParameters(request: OfRecipe & Computing): ParameterChoice[];
  /** A segment of a trace before and after filters and exclusion. */
  preprocessingPreview(request: PreprocessingPreviewRequest): PreprocessingPreview;
  /** Events in a segment at several strengths of smoothing. */
  filterPreview(request: FilterPreviewRequest): FilterPreview;
  /** Parameters requested for a detection (its recipe), and its recording. */
  resultParameters(request: { path: string }): { parameters: WrittenParameters; recording: string };
  /** Simulates a recording with known events, and a table of them, as a sample to experiment with. */
  sample(request: { recording: string; truth: string }): { events: number };
  /** Extracts windows of recordings into one training set. */
  extract(request: ExtractRequest): { out: string; files: FileExtraction[] };
  /** Trains and saves a model; reports each epoch as {@link import('../../task').Progress.epoch}. */
  train(request: TrainingRequest & Computing): TrainingReport;
  evaluate(request: EvaluationRequest & Computing): EvaluationReport;
  /** Contents of a model file: its layers, the card beside it, the history of its training. */
  model(request: { path: string }): ModelReport;
  /** The backend in use, probed once: "CPU, 8 threads". */
  backend(request: Computing): {
    description: string;
    /** Why the requested backend is not in use, in a sentence; null if it is. */
    refused: string | null;
  };
  /** A training set for scoring: everything but its windows. */
  trainingSet(request: { path: string }): TrainingSetContents;
  /** Samples of windows, in the order of the request, row-major. */
  trainingWindows(request: { path: string; windows: Int32Array }): Float32Array;
  /** Amplitudes and noise of all windows; computed once. */
  trainingFeatures(request: { path: string }): WindowFeatures;
  /**
   * Writes scores into a training set, or into a copy of it at `target`; everything else stays unchanged. Rejects with
   * the reason "changed" when the target is not the one of the `expected` stamp.
   */
  saveTrainingScores(request: SavedTarget & { path: string; scores: Int8Array }): Stamped;
  /** The recording around a window, `widths` windows wide, or the reason why it is not available. */
  trainingSurroundings(request: {
    path: string;
    window: number;
    columns: number;
    widths: number;
  }): Surroundings | { reason: string };
  /** Probability of an event in each window; NaN if the window is damaged. */
  trainingProbabilities(request: ProbabilitiesRequest): { model: string; probabilities: Float32Array };
  /** Agreement of scores with those in another file of the same windows, and the other scores. */
  scoreAgreement(request: {
    path: string;
    scores: Int8Array;
    other: string;
  }): Agreement & { scores: Int8Array };
  /** A results file for an editor, with the edits saved in it. */
  results(request: { path: string }): ResultsContents;
  /** The same events with other edits, with statistics and averages recomputed. */
  editedResults(request: EditedResults): ResultsTables;
  /** Segments of the trace around events, in the order of the request, row-major; NaN beyond the ends of the trace. */
  resultSnippets(request: EditedResults & { locations: Float64Array }): Float32Array;
  resultPicture(request: EditedResults & { location: number }): EventPicture;
  /** The analysed trace, or the reason why it is not available. */
  resultSource(request: { path: string }): SourceTrace | { reason: string };
  /** Picture of the prediction, if the file contains it. */
  resultPrediction(request: { path: string; from: number; to: number; columns: number }): TraceWindow | null;
  /** The decision about a point of the trace, and the rule that made it. */
  why(request: EditedResults & { sample: number }): Why;
  /** Measures an event added by hand, at the steepest rise near a sample. */
  measureAdded(request: EditedResults & { sample: number }): AddedEvent;
  /**
   * Writes the results with these edits, to their file, with the exports beside it, or to another. Rejects as
   * `saveTrainingScores`.
   */
  saveResults(request: SavedTarget & EditedResults): Stamped & { exports: SavedExports };
  exportEditedResults(
    request: EditedResults & {
      folder: string;
      stem: string;
      formats: ResultsFormat[];
      overwrite: boolean;
    },
  ): { files: string[] };
  compareResults(request: EditedResults & { other: string; tolerance_s: number | null }): ResultsComparison;
}

export type EngineMethod = keyof EngineApi;
export type RequestOf<M extends EngineMethod> = RequestParameter<EngineApi[M]>;
export type ResponseOf<M extends EngineMethod> = ReturnType<EngineApi[M]>;
type RequestParameter<F> = F extends (request: infer R) => unknown ? R : never;

/** Request about the trace of a recipe, with its parameters. */
export interface OfRecipe {
  recipe: Recipe;
}

export interface WindowRequest extends OfRecipe {
  /** Samples `from` ≤ i < `to` of the trace. */
  from: number;
  to: number;
  /** Width in pixels; the answer has a minimum and a maximum per column, or all samples if there are fewer. */
  columns: number;
  /**
   * As recorded, in its analysed unit; as measured by a detection, filtered and smoothed; or the mean of all sweeps of
   * the channel as recorded, whatever the sweep of the recipe.
   */
  as: 'recorded' | 'measured' | 'averaged';
  /** The part of it that is on the screen: where reading takes time, it is read first. */
  visible?: SampleRange;
  /** Where the overview of a long trace is kept between openings. */
  keep?: KeptStore;
}

export interface DetectRequest extends OfRecipe, Computing {
  /** Folder and limit of the store of detections between sessions. */
  keep?: KeptStore;
}

export interface ModelReport {
  info: ModelInfo;
  /** Text of the card beside the model (Markdown), null if there is none. */
  card: string | null;
  /** Epochs of its training, if our own training made it. */
  history: EpochRecord[];
  best_epoch: number | null;
  /** Parameters that the model requires; empty if the file has none. */
  use: ModelUse;
  /** Settings and metrics in the file, under the file's names. */
  attributes: Record<string, string | number>;
}

/** A detection for the editors: everything but the snippets and the prediction. */
export interface DetectionReport {
  /** Id for follow-up requests: the path of its file in the store, or a name in the engine's cache. */
  id: string;
  source: Detection['source'];
  model: Detection['model'];
  /** As they were used. */
  parameters: Parameters;
  events: DetectedEvent[];
  average: AverageEvent | null;
  /** Samples of the average before the events' location. */
  points_before: number;
  statistics: Statistics;
  samples: number;
  rate_hz: number;
  unit: string;
  stride: number;
  seconds: number;
  windows_per_s: number;
  backend: string;
  /** Set if windows without an event were not computed. */
  partial?: true;
  warnings: Warning[];
}

/** A detection of an earlier session. */
export interface KeptDetection {
  report: DetectionReport;
  /** When it was made, in milliseconds since 1970. */
  made_ms: number;
  /** The recording holds something else now. */
  recordingChanged: boolean;
  /** Results beside the recording that hold it too; null where there are none. */
  exported: string | null;
}
