import type { Layer, Resolved } from '../../parameters/resolve';
import type { RowReport } from '../../row-report';
import type { Computing } from './computing';

/** A table of recordings as an editor holds it, saved or not. */
export interface ExperimentText {
  /** Absolute path of the table. */
  file: string;
  text: string;
  /** Settings, below the rows' parameter files. */
  settings: Layer[];
}

/** Status of all rows, from the files of earlier runs and from the cluster. */
export interface ExperimentState {
  rows: RowReport[];
  /** Absolute path of the folder of the results. */
  out: string;
  /** Rows were submitted to a cluster at some time. */
  submitted: boolean;
}

export interface RunExperimentRequest extends ExperimentText, Computing {
  /** Lines of the rows to work on; null for all. */
  lines: number[] | null;
}

/** What the user asks of the cluster for each task; fields left out take the cluster's defaults. */
export interface ClusterResources {
  partition?: string;
  account?: string;
  /** As `sbatch` takes it: minutes, h:mm:ss or d-hh:mm:ss. */
  time?: string;
  /** As `sbatch` takes it: "4G". */
  mem?: string;
  cpus?: number;
  gpus?: number;
  /** Tasks that run at the same time. */
  maxRunning?: number;
  /** Further arguments of `sbatch`. */
  sbatch?: readonly string[];
}

/** Methods of the engine about experiments. */
export interface ExperimentMethods {
  experimentState(request: ExperimentText): ExperimentState;
  /**
   * Detects events in rows that are not done, as `miniml batch` does, and writes each one's results. Progress has each
   * row whose status changes. A row that fails is reported and does not affect others.
   */
  runExperiment(request: RunExperimentRequest): ExperimentState;
  /** Parameters of a row with their sources; the table itself counts as flags. */
  experimentRowParameters(request: ExperimentText & { line: number }): Resolved;
  /** Submits what is neither done nor queued to a Slurm cluster; says what was done. */
  submitExperiment(
    request: ExperimentText & { resources: ClusterResources; backend: Computing['backend'] },
  ): {
    message: string;
  };
  /** Cancels the jobs of an experiment; returns how many recordings waited or ran. */
  cancelExperimentJobs(request: ExperimentText): { cancelled: number };
}
