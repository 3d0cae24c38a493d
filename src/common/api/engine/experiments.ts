import type { Figure } from '../../figures/marks';
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

/** What came out of an experiment in one measure; numbers as people read them. */
export interface ExperimentComparison {
  /** The measures that can be compared, by their headings in tables of results. */
  measures: { heading: string; name: string }[];
  /** Heading of the one that is compared here. */
  measure: string;
  /** False: bootstraps and shuffled groups are left out, which take long. */
  isComplete: boolean;
  /** Recordings with results. */
  recordings: number;
  /** No row has a group, so all are one. */
  ungrouped: boolean;
  groups: ComparedGroup[];
  /** Tests that can be chosen; the first one of a summary is the default. */
  tests: ComparisonTest[];
  /** Why no test over pooled events is offered; null if there is nothing to compare. */
  pooled: string | null;
  /** Reasons for missing results. */
  notes: string[];
  /** How events were detected, for a methods section. */
  detection: string;
  figures: Figure[];
}

export interface ComparedGroup {
  name: string;
  /** Cells, animals, events. */
  n: string;
  /** Of the cells' means, with the standard deviation between cells. */
  mean: string;
  /** Of the cells' medians. */
  median: string;
  geometric_mean: string;
}

export interface ComparisonTest {
  summary: 'mean' | 'median' | 'geometric mean';
  label: string;
  /** One per pair of groups, and one over all groups where the test has it. */
  findings: Finding[];
  /** For a methods and a results section. */
  methods: string;
}

export interface Finding {
  /** "TTX is 5.6 pA smaller than ctl". */
  text: string;
  /** 95 % interval of what the text says; null where the test has none. */
  interval: string | null;
  /** "= 0.02". */
  p: string;
  /** Corrected by Holm's method, with three groups or more. */
  corrected: string | null;
}

/** What a new row says of its recording; null leaves it to the parameters. */
export interface RecordingColumns {
  channel: number | null;
  direction: 'negative' | 'positive' | null;
}

/** What became of a row that was to be written as NWB. */
export interface NwbRow {
  line: number;
  recording: string;
  /** The NWB file, or null with the reason. */
  file: string | null;
  events: number | null;
  error: string | null;
  /** One sentence for each thing that the format cannot store, or that was assumed. */
  notes: string[];
}

/** Methods of the engine about experiments. */
export interface ExperimentMethods {
  experimentState(request: ExperimentText): ExperimentState;
  /**
   * Detects events in rows that are not done, as `miniml batch` does, and writes each one's results. Progress has each
   * row whose status changes. A row that fails is reported and does not affect others.
   */
  runExperiment(request: RunExperimentRequest): ExperimentState;
  /**
   * What came out so far: groups compared in one measure, with figures. `quick` leaves out bootstraps and shuffled groups.
   *
   * @property measure its heading in tables of results; null takes the amplitude
   */
  compareExperiment(
    request: ExperimentText & { measure: string | null; quick: boolean },
  ): ExperimentComparison;
  /**
   * Channel and direction of a recording for its row in a new table.
   *
   * @property file path of the table
   */
  recordingColumns(request: { file: string; recording: string; settings: Layer[] }): RecordingColumns;
  /** Parameters of a row with their sources; the table itself counts as flags. */
  experimentRowParameters(request: ExperimentText & { line: number }): Resolved;
  /**
   * Writes an NWB file for each row that has results, as `miniml convert` does.
   *
   * @property out the folder of the files; it is created
   * @property start that of recordings which have none; null if it is unknown
   * @property species of the animals; null if it is unknown
   */
  exportExperimentNwb(
    request: ExperimentText & { out: string; start: string | null; species: string | null },
  ): NwbRow[];
  /** Submits what is neither done nor queued to a Slurm cluster; says what was done. */
  submitExperiment(
    request: ExperimentText & { resources: ClusterResources; backend: Computing['backend'] },
  ): {
    message: string;
  };
  /** Whether this computer is where jobs of a cluster are submitted, and not inside one of them. */
  clusterHere(request: Record<string, never>): { isLoginNode: boolean };
  /** Cancels the jobs of an experiment; returns how many recordings waited or ran. */
  cancelExperimentJobs(request: ExperimentText): { cancelled: number };
}
