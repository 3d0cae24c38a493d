import type { ExperimentState, ExperimentText } from '../../common/api/engine/experiments';
import { UserError } from '../../common/errors';
import type { RowReport } from '../../common/row-report';
import { silentTask } from '../../common/task';
import {
  type ClusterBatch,
  cancelRows,
  requireUnqueued,
  statusHere,
  submitRows,
} from '../cluster/cluster-rows';
import { isLoginNode, queuedTasks } from '../cluster/slurm';
import { readSubmissions } from '../cluster/submission';
import { compareExperiment } from '../experiments/compare-experiment';
import {
  type ExperimentRow,
  experimentRows,
  resultsFolderOf,
  type WrongRow,
} from '../experiments/experiment';
import { type KeptEvents, readExperimentEvents } from '../experiments/experiment-events';
import { writeExperimentNwb } from '../experiments/experiment-nwb';
import { writeSummary } from '../experiments/gather';
import { recipeOf, rowParameters } from '../experiments/row-recipe';
import { emptyReport, runExperiment } from '../experiments/run-experiment';
import { mayOpenNamed, notOpenedSentence } from '../files/named-paths';
import type { EngineHandlers } from '../rpc/server';
import type { Backends } from './backends';
import { modelFinder, rowDetector } from './experiment-rows';
import { recordingColumns } from './recording-columns';
import type { Recordings } from './recordings';

type ExperimentHandlers =
  | 'experimentState'
  | 'runExperiment'
  | 'compareExperiment'
  | 'recordingColumns'
  | 'experimentRowParameters'
  | 'exportExperimentNwb'
  | 'submitExperiment'
  | 'clusterHere'
  | 'cancelExperimentJobs';

/** Recordings worked on at the same time: each takes all cores while the network runs. */
const JOBS = 1;

/** Handlers of the experiment editor's requests: the same work as `miniml batch`. */
export function experimentHandlers(
  recordings: Recordings,
  backends: Backends,
): Pick<EngineHandlers, ExperimentHandlers> {
  // Hashes of models are kept, so that a status costs no reading of them.
  const modelOf = modelFinder(silentTask());

  // Events of the experiment that was compared last, so that another measure is shown at once.
  const kept: KeptEvents = new Map();

  const opened = (request: ExperimentText) => openTable(request, modelOf);

  async function stateOf({ wrong, ...batch }: ReturnType<typeof opened>): Promise<ExperimentState> {
    const { out } = batch.run;
    const rows = batch.experiment.rows.length === 0 ? [] : await statusHere(batch);
    const submitted = (await readSubmissions(out)).length > 0;
    return { rows: [...rows, ...wrong].sort((a, b) => a.line - b.line), out, submitted };
  }

  return {
    experimentState: (request) => stateOf(opened(request)),

    async runExperiment({ lines, backend, threads, ...request }, task) {
      const batch = opened(request);
      await requireUnqueued(batch);
      const { experiment, run } = batch;
      const detect = rowDetector(backends, { backend, threads }, recordings.use);
      await runExperiment(
        experiment,
        {
          ...run,
          detect,
          jobs: JOBS,
          inputs: [experiment.file],
          ...(lines && { lines: new Set(lines) }),
          onBegin: async (row) =>
            task.report({ phase: '', done: 0, total: 0, unit: '', row: emptyReport(row, 'running') }),
        },
        task,
      );
      const state = await stateOf(batch);
      await writeSummary(experiment, state.out, state.rows, task);
      return state;
    },

    async compareExperiment({ measure, quick, ...request }, task) {
      const { experiment, run } = opened(request);
      const results = await readExperimentEvents(experiment, run.out, task, { kept });
      return compareExperiment(experiment, results, { heading: measure, quick }, task);
    },

    recordingColumns: ({ file, recording, settings }) =>
      recordingColumns(file, recording, settings, recordings.use),

    experimentRowParameters({ line, ...request }) {
      const row = opened(request).experiment.rows.find((one) => one.line === line);
      if (!row) throw new UserError('This row cannot be read. Mend it first; its status says why.');
      return rowParameters(row, request.settings);
    },

    exportExperimentNwb({ out, start, species, ...request }, task) {
      const { experiment, run } = opened(request);
      return writeExperimentNwb(
        experiment,
        {
          results: run.out,
          out,
          start: start ?? undefined,
          subject: species === null ? {} : { species },
          overwrite: false,
          inputs: [experiment.file],
        },
        task,
      );
    },

    async submitExperiment({ resources, backend, ...request }) {
      // Says so at once where there is no cluster.
      await queuedTasks();
      return { message: await submitRows(opened(request), { resources, backend, again: true }) };
    },

    clusterHere: async () => ({ isLoginNode: await isLoginNode() }),

    cancelExperimentJobs: async (request) => ({ cancelled: await cancelRows(opened(request)) }),
  };
}

/** The rows of a table that can be read, with the parameters of each, and what is wrong with the others. */
function openTable(
  { file, text, settings }: ExperimentText,
  modelOf: ReturnType<typeof modelFinder>,
): ClusterBatch & { wrong: RowReport[] } {
  const rows = experimentRows(file, text).map((row) => trusted(row, file));
  const right = rows.filter((row): row is ExperimentRow => !('error' in row));
  return {
    experiment: { file, rows: right },
    run: {
      out: resultsFolderOf(file),
      recipeOf: async (row) => {
        const recipe = await recipeOf(row, settings);
        const { model_path } = recipe.parameters;
        if (model_path !== null && !mayOpenNamed(model_path, file))
          throw new UserError(notOpenedSentence(model_path));
        return recipe;
      },
      modelOf,
    },
    wrong: rows.flatMap((row) => ('error' in row ? [wrongReport(row)] : [])),
  };
}

/** In an untrusted workspace a table must not name files elsewhere. */
function trusted(row: ExperimentRow | WrongRow, file: string): ExperimentRow | WrongRow {
  if ('error' in row) return row;
  const { line, recording, parameters } = row;
  const elsewhere = [recording, parameters].find((named) => named !== null && !mayOpenNamed(named, file));
  return typeof elsewhere === 'string' ? { line, error: notOpenedSentence(elsewhere) } : row;
}

function wrongReport({ line, error }: WrongRow): RowReport {
  const nobody = { line, recording: '', cell: '', animal: '', group: '' };
  return { ...emptyReport(nobody, 'failed'), error };
}
