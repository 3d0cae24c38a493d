import path from 'node:path';
import { amount } from '../../common/text/numbers';
import { detect } from '../../engine/detection/detect';
import { readExperiment } from '../../engine/experiments/experiment';
import { writeSummary } from '../../engine/experiments/gather';
import { experimentStatus, type RowReport, runExperiment } from '../../engine/experiments/run-experiment';
import { fileKey } from '../../engine/files/file-stamp';
import { sha256Of } from '../../engine/files/hash';
import { modelPathOf } from '../../engine/files/model-path';
import { openedBackends } from '../../engine/service/backends';
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
    status: { kind: 'switch', doc: 'Only print the status of each recording.' },
    ...modelFlag,
    ...backendFlags,
  },
  parameters: ['model', 'detection', 'measurement', 'recording', 'filters'],
  async run({ operands: [file], flags, layers, inputs, task, say, tell }) {
    const experiment = await readExperiment(file);
    const out = path.resolve(flags.out ?? resultsFolderOf(file));
    const hashes = new Map<string, Promise<string>>();
    const modelOf = async (recipe: { parameters: { model_path: string | null } }) => {
      const model = path.resolve(modelPathOf(recipe.parameters));
      const key = await fileKey(model);
      if (!hashes.has(key)) hashes.set(key, sha256Of(model, task));
      return { path: model, sha256: await hashes.get(key)! };
    };
    if (flags.status) return outcomeOf(await experimentStatus(experiment, { out, layers, modelOf }), out, []);
    const backends = openedBackends(tell);
    const rows = await runExperiment(
      experiment,
      {
        out,
        jobs: flags.jobs ?? 1,
        layers,
        inputs,
        modelOf,
        detect: async (recipe, part) =>
          backends.useModel(wantedBackend(flags), (await modelOf(recipe)).path, (model) =>
            withTrace(recipe, async ({ trace, parameters }) => ({
              ...(await detect(trace, model, parameters, part)),
              recipe: recipe.parameters,
            })),
          ),
        onRow: ({ recording, status, error }) => {
          if (status === 'failed') say(`miniml: ${recording}: ${error}`);
        },
      },
      task,
    );
    return outcomeOf(rows, out, await writeSummary(out, rows));
  },
});

/** Default folder for the results of an experiment. */
export function resultsFolderOf(file: string): string {
  const { dir, name } = path.parse(path.resolve(file));
  return path.join(dir, `${name} results`);
}

function outcomeOf(rows: readonly RowReport[], out: string, written: readonly string[]) {
  const count = (status: RowReport['status']) => rows.filter((row) => row.status === status).length;
  const totals = {
    recordings: rows.length,
    done: count('done'),
    failed: count('failed'),
    stale: count('stale'),
    to_do: count('to do'),
    excluded: count('excluded'),
    events: rows.reduce((sum, row) => sum + (row.status === 'done' ? (row.events ?? 0) : 0), 0),
  };
  return {
    json: { out, rows, totals, written },
    text: [
      ...rows.map(textOf),
      `${totals.done} of ${totals.recordings} recordings done, ${totals.failed} failed, ${totals.events} events; results in ${out}`,
    ].join('\n'),
    failed: totals.failed > 0,
  };
}

function textOf({ recording, status, events, frequency_hz, flags, error }: RowReport): string {
  const found = events === null ? '' : `, ${events} events`;
  const rate = frequency_hz === null ? '' : `, ${amount(frequency_hz)} Hz`;
  const flagged = flags.length === 0 ? '' : `, ${flags.join(', ')}`;
  return `${status.padEnd(8)}  ${path.basename(recording)}${found}${rate}${flagged}${error === null ? '' : `: ${error}`}`;
}
