import path from 'node:path';
import type { Computing } from '../../common/api/engine/computing';
import { UserError } from '../../common/errors';
import { amount, count } from '../../common/text/numbers';
import { readSubmission, readSubmissions } from '../../engine/cluster/submission';
import { runTask, threadsOfTask } from '../../engine/cluster/task';
import { detect } from '../../engine/detection/detect';
import { readExperiment } from '../../engine/experiments/experiment';
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
  followRows,
  isQueued,
  statusHere,
  submitRows,
} from '../cluster-batch';
import { backendFlags, type Flags, modelFlag, wantedBackend } from '../flags';
import { type Call, verb, withTrace } from '../verb';

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
    const { modelOf, detectWith } = detecting({ task, say, tell });
    if (flags.task !== undefined) {
      const folder = path.resolve(file);
      const { backend, out } = await readSubmission(folder);
      const threads = flags.threads ?? threadsOfTask(process.env);
      const computing = wantedBackend({ backend: backend as typeof flags.backend, threads });
      return outcomeOf(await runTask({ folder, task: flags.task }, detectWith(computing), task), out);
    }
    const experiment = await readExperiment(file);
    const out = path.resolve(flags.out ?? resultsFolderOf(file));
    const batch: ClusterBatch = {
      experiment,
      run: { out, recipeOf: (row) => recipeOf(row, layers), modelOf },
    };
    if (flags.status) return outcomeOf(await statusHere(batch), out);
    if (flags.cancel) {
      const cancelled = await cancelRows(batch);
      say(cancelled === 0 ? 'No jobs of this experiment are queued.' : 'The jobs were cancelled.');
      return outcomeOf(await experimentStatus(experiment, batch.run), out);
    }
    if (flags.slurm || flags.resubmit) {
      say(await submitRows(batch, flags));
      if (!flags.follow) return outcomeOf(await statusHere(batch), out);
    }
    if (flags.follow) return gathered(await followRows(batch, { task, say }), out);
    if (flags.gather) return gathered(await statusHere(batch), out);
    await requireUnqueued(batch);
    const run = { ...batch.run, ...detectWith(wantedBackend(flags)), jobs: flags.jobs ?? 1, inputs };
    return gathered(await runExperiment(experiment, run, task), out);
  },
});

/** How rows are detected, and with which model. */
function detecting({ task, say, tell }: Pick<Call<Flags>, 'task' | 'say' | 'tell'>) {
  const hashes = new Map<string, Promise<string>>();
  const modelOf: ExperimentRun['modelOf'] = async (recipe) => {
    const model = path.resolve(modelPathOf(recipe.parameters));
    const key = await fileKey(model);
    if (!hashes.has(key)) hashes.set(key, sha256Of(model, task));
    return { path: model, sha256: await hashes.get(key)! };
  };
  const detectWith = (computing: Computing): Pick<ExperimentRun, 'modelOf' | 'detect' | 'onRow'> => {
    const backends = openedBackends(tell);
    return {
      modelOf,
      onRow: ({ recording, status, error }) => {
        if (status === 'failed') say(`miniml: ${recording}: ${error}`);
      },
      detect: async (recipe, part) =>
        backends.useModel(computing, (await modelOf(recipe)).path, (model) =>
          withTrace(recipe, async ({ trace, parameters }) => ({
            ...(await detect(trace, model, parameters, part)),
            recipe: recipe.parameters,
          })),
        ),
    };
  };
  return { modelOf, detectWith };
}

/** @throws UserError while the cluster works on rows, so that nothing is computed twice */
async function requireUnqueued(batch: ClusterBatch): Promise<void> {
  if ((await readSubmissions(batch.run.out)).length === 0) return;
  const queued = (await statusHere(batch)).filter(isQueued).length;
  if (queued > 0)
    throw new UserError(
      `${count(queued, 'recording')} of this experiment ${queued === 1 ? 'is' : 'are'} queued on the cluster. Watch with --follow, or cancel with --cancel first.`,
    );
}

async function gathered(rows: readonly RowReport[], out: string) {
  return outcomeOf(rows, out, await writeSummary(out, rows));
}

/** Default folder for the results of an experiment. */
export function resultsFolderOf(file: string): string {
  const { dir, name } = path.parse(path.resolve(file));
  return path.join(dir, `${name} results`);
}

function outcomeOf(rows: readonly RowReport[], out: string, written: readonly string[] = []) {
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
