import path from 'node:path';
import type { RowReport } from '../../common/row-report';
import { amount } from '../../common/text/numbers';
import {
  type ClusterBatch,
  cancelRows,
  followRows,
  requireUnqueued,
  statusHere,
  submitRows,
} from '../../engine/cluster/cluster-rows';
import { readSubmission } from '../../engine/cluster/submission';
import { runTask, threadsOfTask } from '../../engine/cluster/task';
import { readExperiment, resultsFolderOf } from '../../engine/experiments/experiment';
import { writeSummary } from '../../engine/experiments/gather';
import { recipeOf } from '../../engine/experiments/row-recipe';
import { type ExperimentRun, experimentStatus, runExperiment } from '../../engine/experiments/run-experiment';
import { openedBackends } from '../../engine/service/backends';
import { modelFinder, rowDetector } from '../../engine/service/experiment-rows';
import { checkClusterFlags, clusterFlags, resourcesOf } from '../cluster-flags';
import { backendFlags, decayFitsFlag, modelFlag, wantedBackend } from '../flags';
import { verb, withTrace } from '../verb';

export const batch = verb({
  name: 'batch',
  summary:
    'Detect events in all recordings of an experiment: a csv or xlsx table with a column "recording" and any of cell, animal, group, condition, parameters, channel, sweep, direction, include, note.',
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
    ...decayFitsFlag,
    ...modelFlag,
    ...backendFlags,
    ...clusterFlags,
  },
  parameters: ['model', 'detection', 'measurement', 'recording', 'filters'],
  async run({ operands: [file], flags, layers, inputs, task, say, tell }) {
    checkClusterFlags(flags);
    const modelOf = modelFinder(task);
    const detectWith = (wanted: Parameters<typeof wantedBackend>[0]): Detecting => ({
      modelOf,
      detect: rowDetector(openedBackends(tell), wantedBackend(wanted), withTrace),
      onRow: ({ recording, status, error }) => {
        if (status === 'failed') say(`miniml: ${recording}: ${error}`);
      },
    });
    if (flags.task !== undefined) {
      const folder = path.resolve(file);
      const { backend, out } = await readSubmission(folder);
      const threads = flags.threads ?? threadsOfTask(process.env);
      const run = detectWith({ backend: backend as typeof flags.backend, threads });
      return outcomeOf(await runTask({ folder, task: flags.task }, run, task), out);
    }
    const experiment = await readExperiment(file);
    const out = path.resolve(flags.out ?? resultsFolderOf(file));
    const gathered = async (rows: readonly RowReport[]) =>
      outcomeOf(
        rows,
        out,
        await writeSummary(experiment, out, rows, task, { decayFits: flags['decay-fits'] }),
      );
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
      const { backend, resubmit: again } = flags;
      say(await submitRows(batch, { resources: resourcesOf(flags), backend, again }));
      if (!flags.follow) return outcomeOf(await statusHere(batch), out);
    }
    if (flags.follow) return gathered(await followRows(batch, { task, say }));
    if (flags.gather) return gathered(await statusHere(batch));
    await requireUnqueued(batch);
    const run = { ...batch.run, ...detectWith(flags), jobs: flags.jobs ?? 1, inputs };
    return gathered(await runExperiment(experiment, run, task));
  },
});

type Detecting = Pick<ExperimentRun, 'modelOf' | 'detect' | 'onRow'>;

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
