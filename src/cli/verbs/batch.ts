import path from 'node:path';
import type { Computing } from '../../common/api/engine/computing';
import { UserError } from '../../common/errors';
import { amount, count } from '../../common/text/numbers';
import { readSubmission } from '../../engine/cluster/submission';
import { runTask, threadsOfTask } from '../../engine/cluster/task';
import { detect } from '../../engine/detection/detect';
import { type ExperimentRow, readExperiment } from '../../engine/experiments/experiment';
import { writeSummary } from '../../engine/experiments/gather';
import { recipeOf } from '../../engine/experiments/row-recipe';
import {
  type ExperimentRun,
  experimentStatus,
  type RowReport,
  runExperiment,
} from '../../engine/experiments/run-experiment';
import { fileKey } from '../../engine/files/file-stamp';
import { sha256Of } from '../../engine/files/hash';
import { modelPathOf } from '../../engine/files/model-path';
import { openedBackends } from '../../engine/service/backends';
import {
  type ClusterBatch,
  cancelRows,
  checkClusterFlags,
  clusterFlags,
  clusterStatus,
  followRows,
  isQueued,
  submitRows,
} from '../cluster-batch';
import { backendFlags, modelFlag, wantedBackend } from '../flags';
import { verb, withTrace } from '../verb';

export const batch = verb({
  name: 'batch',
  summary:
    'Detect events in all recordings of an experiment: a csv table with a column "recording" and any of cell, animal, group, condition, parameters, channel, sweep, include, note.',
  operands: { usage: 'EXPERIMENT', minimum: 1, maximum: 1 },
  flags: {
    out: {
      kind: 'text',
      value: 'DIR',
      doc: 'Folder for the results; "EXPERIMENT results" beside the table by default.',
    },
    jobs: {
      kind: 'integer',
      value: 'N',
      minimum: 1,
      maximum: 64,
      doc: 'Number of recordings processed at the same time; 1 by default.',
    },
    status: { kind: 'switch', doc: 'Only print the status of each recording, on a cluster too.' },
    ...modelFlag,
    ...backendFlags,
    ...clusterFlags,
  },
  parameters: ['model', 'detection', 'measurement', 'recording', 'filters'],
  async run({ operands: [file], flags, layers, inputs, task, say, tell }) {
    checkClusterFlags(flags);
    const hashes = new Map<string, Promise<string>>();
    const modelOf = async (recipe: { parameters: { model_path: string | null } }) => {
      const model = path.resolve(modelPathOf(recipe.parameters));
      const key = await fileKey(model);
      if (!hashes.has(key)) hashes.set(key, sha256Of(model, task));
      return { path: model, sha256: await hashes.get(key)! };
    };
    const onRow = ({ recording, status, error }: RowReport) => {
      if (status === 'failed') say(`miniml: ${recording}: ${error}`);
    };
    const detectWith = (computing: Computing): Pick<ExperimentRun, 'modelOf' | 'detect' | 'onRow'> => {
      const backends = openedBackends(tell);
      return {
        modelOf,
        onRow,
        detect: async (recipe, part) =>
          backends.useModel(computing, (await modelOf(recipe)).path, (model) =>
            withTrace(recipe, async ({ trace, parameters }) => ({
              ...(await detect(trace, model, parameters, part)),
              recipe: recipe.parameters,
            })),
          ),
      };
    };
    if (flags.task !== undefined) {
      const folder = path.resolve(file);
      const { backend, out } = await readSubmission(folder);
      const threads = flags.threads ?? threadsOfTask(process.env);
      const computing = wantedBackend({ backend: backend as typeof flags.backend, threads });
      const rows = await runTask({ folder, task: flags.task }, detectWith(computing), task);
      return outcomeOf(rows, out, []);
    }
    const experiment = await readExperiment(file);
    const out = path.resolve(flags.out ?? resultsFolderOf(file));
    const recipe = (row: ExperimentRow) => recipeOf(row, layers);
    const cluster: ClusterBatch = { experiment, run: { out, recipeOf: recipe, modelOf } };
    if (flags.status) return outcomeOf(await clusterStatus(cluster), out, []);
    if (flags.cancel) {
      const cancelled = await cancelRows(cluster);
      say(cancelled === 0 ? 'No jobs of this experiment are queued.' : 'The jobs were cancelled.');
      return outcomeOf(await experimentStatus(experiment, cluster.run), out, []);
    }
    if (flags.slurm || flags.resubmit) {
      say(await submitRows(cluster, flags));
      if (!flags.follow) return outcomeOf(await clusterStatus(cluster), out, []);
    }
    if (flags.follow || flags.gather) {
      const rows = flags.follow ? await followRows(cluster, { task, say }) : await clusterStatus(cluster);
      return outcomeOf(rows, out, await writeSummary(out, rows));
    }
    const queued = (await clusterStatus(cluster)).filter(isQueued).length;
    if (queued > 0)
      throw new UserError(
        `${count(queued, 'recording')} of this experiment ${queued === 1 ? 'is' : 'are'} queued on the cluster. Watch with --follow, or cancel with --cancel first.`,
      );
    const run = { ...cluster.run, ...detectWith(wantedBackend(flags)), jobs: flags.jobs ?? 1, inputs };
    const rows = await runExperiment(experiment, run, task);
    return outcomeOf(rows, out, await writeSummary(out, rows));
  },
});

/** Default folder for the results of an experiment. */
export function resultsFolderOf(file: string): string {
  const { dir, name } = path.parse(path.resolve(file));
  return path.join(dir, `${name} results`);
}

function outcomeOf(rows: readonly RowReport[], out: string, written: readonly string[]) {
  const of = (status: RowReport['status']) => rows.filter((row) => row.status === status).length;
  const totals = {
    recordings: rows.length,
    done: of('done'),
    failed: of('failed'),
    stale: of('stale'),
    to_do: of('to do'),
    waiting: of('waiting'),
    running: of('running'),
    interrupted: of('interrupted'),
    excluded: of('excluded'),
    events: rows.reduce((sum, row) => sum + (row.status === 'done' ? (row.events ?? 0) : 0), 0),
  };
  return {
    json: { out, rows, totals, written },
    text: [
      ...rows.map(textOf),
      [
        `${totals.done} of ${totals.recordings} recordings done`,
        ...(['waiting', 'running', 'interrupted'] as const).flatMap((status) =>
          totals[status] === 0 ? [] : [`${totals[status]} ${status}`],
        ),
        `${totals.failed} failed`,
        `${totals.events} events; results in ${out}`,
      ].join(', '),
    ].join('\n'),
    failed: totals.failed + totals.interrupted > 0,
  };
}

function textOf({ recording, status, events, frequency_hz, flags, error, note }: RowReport): string {
  const found = events === null ? '' : `, ${events} events`;
  const rate = frequency_hz === null ? '' : `, ${amount(frequency_hz)} Hz`;
  const flagged = flags.length === 0 ? '' : `, ${flags.join(', ')}`;
  return `${status.padEnd(11)}  ${path.basename(recording)}${found}${rate}${flagged}${note ? ` (${note})` : ''}${error === null ? '' : `: ${error}`}`;
}
