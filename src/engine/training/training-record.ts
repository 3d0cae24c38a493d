import path from 'node:path';
import type { TrainingReport, TrainingRequest } from '../../common/api/engine/training';
import type { EpochRecord } from '../../common/epoch-record';
import type { FilterSettings } from '../../common/parameters/filter-settings';
import type { WindowKind } from '../../common/training/window-kind';
import { VERSION } from '../../common/version';
import type { TrainingParameters } from './folds';
import type { PreparedWindows } from './prepare-windows';

/** Record of a model's training: as JSON in its file, as text on its card. */
export interface TrainingRecord {
  /** Version of this program. */
  version: string;
  /** ISO 8601, UTC. */
  date: string;
  /** null: trained from scratch. */
  base: HashedFile | null;
  data: HashedFile[];
  /** Training data of the base model; absent without one, and in older models. */
  base_data?: HashedFile[];
  /** Kinds of windows, the most frequent first; absent in older models. */
  windows?: WindowKind[];
  /** Filters that the windows were extracted with; null where that is not known, absent in older models. */
  filters?: FilterSettings | null;
  settings: Pick<TrainingParameters, (typeof SETTINGS)[number]>;
  /** Results on the validation windows. */
  result: Pick<TrainingReport, (typeof RESULTS)[number]>;
  history: EpochRecord[];
}

export interface HashedFile {
  /** File name only: models are shared, and folders are private. Older models have folders, too. */
  path: string;
  sha256: string;
}

/** Parameters that affect a training. */
const SETTINGS = [
  'epochs',
  'patience',
  'learning_rate',
  'training_batch_size',
  'dropout',
  'training_share',
  'split',
  'folds',
  'trained_layers',
  'seed',
  'event_direction',
  'training_direction',
  'resample_to_600',
] as const satisfies readonly (keyof TrainingParameters)[];

/** The part of the report for the record; curves can be recomputed from the data. */
const RESULTS = [
  'epochs',
  'best_epoch',
  'stopped',
  'still_improving',
  'positive',
  'negative',
  'left_out',
  'training_windows',
  'validation_windows',
  'split',
  'folds',
  'accuracy',
  'threshold',
  'confusion',
  'mcc',
  'auc',
  'average_precision',
  'optimal_threshold',
  'brier',
  'calibration',
  'warnings',
  'seconds',
  'backend',
] as const satisfies readonly (keyof TrainingReport)[];

/**
 * @param hashes SHA-256 of each file of the request, by its path
 * @param baseData what the base model was trained with
 */
export function trainingRecord(
  { files, base }: TrainingRequest,
  parameters: TrainingParameters,
  hashes: ReadonlyMap<string, string>,
  { kinds, filters }: Pick<PreparedWindows, 'kinds' | 'filters'>,
  baseData: HashedFile[],
  report: TrainingReport,
): TrainingRecord {
  const hashed = (file: string): HashedFile => ({ path: path.basename(file), sha256: hashes.get(file)! });
  return {
    version: VERSION,
    date: new Date().toISOString(),
    base: base === undefined ? null : hashed(base),
    data: files.map(hashed),
    ...(baseData.length > 0 ? { base_data: baseData } : {}),
    windows: kinds,
    filters,
    settings: picked(parameters, SETTINGS),
    result: picked(report, RESULTS),
    history: report.history,
  };
}

function picked<T extends object, K extends keyof T>(from: T, keys: readonly K[]): Pick<T, K> {
  return Object.fromEntries(keys.map((key) => [key, from[key]])) as Pick<T, K>;
}

/** The record in a model that we trained; undefined for other models, and if it is unreadable. */
export function trainingRecordOf(
  attributes: Readonly<Record<string, string | number>>,
): TrainingRecord | undefined {
  const text = attributes['miniml_training'];
  if (typeof text !== 'string') return undefined;
  try {
    const record = JSON.parse(text) as Partial<TrainingRecord> | null;
    return record?.settings && Array.isArray(record.history) ? (record as TrainingRecord) : undefined;
  } catch {
    return undefined;
  }
}
