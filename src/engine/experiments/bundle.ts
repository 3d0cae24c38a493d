import { readdir, stat } from 'node:fs/promises';
import { cpus, platform, release } from 'node:os';
import path from 'node:path';
import { UserError } from '../../common/errors';
import type { WrittenParameters } from '../../common/parameters/parameters';
import type { Task } from '../../common/task';
import { WRITTEN_BY } from '../../common/version';
import { writeWhole } from '../files/atomic';
import { BUNDLE_MANIFEST } from '../files/byte-kind';
import { sha256Of } from '../files/hash';
import { writeZip, type ZipPart } from '../files/zip-write';
import type { Experiment } from './experiment';
import { type RowEvents, readExperimentEvents } from './experiment-events';

/** Contents of `miniml-bundle.json` in a bundle: all that is needed to compute the results again. */
export interface BundleManifest {
  format: 'miniml-bundle';
  version: 1;
  program: string;
  environment: { node: string; platform: string; cpu: string };
  /** Entry of the table. */
  table: string;
  rows: BundleRow[];
}

export interface BundleRow {
  line: number;
  /** Relative to the table where it lies beside or below it, else its name. */
  recording: string;
  sha256: string;
  /** Entry of the recording, if it is in the bundle. */
  included: string | null;
  /** Entry and hash of the model. */
  model: string;
  model_sha256: string;
  /** Entry of the results. */
  results: string;
  backend: string;
  /** As asked for; without paths. */
  parameters: Omit<WrittenParameters, 'model_path' | 'recording'>;
}

export const BUNDLE_VERSION = 1;

/**
 * Writes one zip with the table of an experiment, its models, its results and figures, each row's parameters, and the
 * environment; recordings by hash, or whole.
 *
 * @param out results folder of the experiment
 * @throws UserError when there are no results, or recordings or models have changed since
 */
export async function writeBundle(
  experiment: Experiment,
  out: string,
  { file, recordings, overwrite }: { file: string; recordings: boolean; overwrite: boolean },
  task: Task,
): Promise<BundleManifest> {
  const results = await readExperimentEvents(experiment, out, task);
  const models = new Map<string, string>();
  for (const { facts } of results) {
    const { sha256, path: model } = facts.model;
    if (models.has(sha256)) continue;
    await requireUnchanged(model, sha256, 'model', task);
    models.set(sha256, model);
  }
  const rows: BundleRow[] = [];
  for (const one of results) rows.push(await rowOf(experiment, one, recordings, task));
  const manifest: BundleManifest = {
    ...{ format: 'miniml-bundle', version: BUNDLE_VERSION, program: WRITTEN_BY },
    environment: {
      node: process.version,
      platform: `${platform()} ${release()} ${process.arch}`,
      cpu: cpus()[0]?.model ?? '',
    },
    table: `table${path.extname(experiment.file)}`,
    rows,
  };
  const parts: ZipPart[] = [
    { name: BUNDLE_MANIFEST, texts: [`${JSON.stringify(manifest, null, 2)}\n`] },
    { name: 'README.txt', texts: [README] },
    { name: manifest.table, file: experiment.file, pack: true },
    ...[...models].map(([sha256, model]) => ({ name: modelEntry(sha256, model), file: model, pack: false })),
    ...(await filesIn(out)),
    ...includedRecordings(results, rows),
  ];
  await writeWhole(file, { overwrite }, (temporary) => writeZip(temporary, parts, task));
  return manifest;
}

const README = `What came out of a study, with all that is needed to compute it again:

    miniml reproduce BUNDLE.zip

miniml-bundle.json  program, environment; per row: recording with its SHA-256, model, parameters
table.*             recordings, cells, animals and groups
models/             the networks
results/            events of each recording, summary, figures where they were drawn
recordings/         where they were included; otherwise keep them beside the bundle
`;

async function rowOf(
  experiment: Experiment,
  { row, file, facts: { source, model, recipe, backend } }: RowEvents,
  included: boolean,
  task: Task,
): Promise<BundleRow> {
  if (included) await requireUnchanged(source.path, source.sha256, 'recording', task);
  const relative = path.relative(path.dirname(experiment.file), row.recording);
  const outside = relative.startsWith('..') || path.isAbsolute(relative);
  const { model_path: _model, recording: _recording, ...parameters } = recipe;
  return {
    line: row.line,
    recording: (outside ? path.basename(row.recording) : relative).replaceAll('\\', '/'),
    sha256: source.sha256,
    included: included ? `recordings/${source.sha256.slice(0, 16)}/${path.basename(source.path)}` : null,
    model: modelEntry(model.sha256, model.path),
    model_sha256: model.sha256,
    results: `results/${path.basename(file)}`,
    backend,
    parameters,
  };
}

function modelEntry(sha256: string, model: string): string {
  return `models/${sha256.slice(0, 16)}${path.extname(model)}`;
}

/** Recordings, each once. */
function includedRecordings(results: readonly RowEvents[], rows: readonly BundleRow[]): ZipPart[] {
  const entries = new Map<string, string>();
  for (const [i, { included }] of rows.entries())
    if (included !== null) entries.set(included, results[i].facts.source.path);
  return [...entries].map(([name, file]) => ({ name, file, pack: true }));
}

/** The files of the results folder and of folders of figures in it. */
async function filesIn(folder: string, prefix = 'results'): Promise<ZipPart[]> {
  const names = (await readdir(folder, { withFileTypes: true })).sort((a, b) => (a.name < b.name ? -1 : 1));
  const parts: ZipPart[] = [];
  for (const entry of names) {
    const [name, file] = [`${prefix}/${entry.name}`, path.join(folder, entry.name)];
    if (entry.isFile() && /\.(h5|csv|xlsx|svg|md|json|ipynb|R)$/.test(entry.name))
      parts.push({ name, file, pack: true });
    else if (entry.isDirectory() && prefix === 'results' && !/^\.|slurm/i.test(entry.name))
      parts.push(...(await filesIn(file, name)));
  }
  return parts;
}

async function requireUnchanged(file: string, sha256: string, what: string, task: Task): Promise<void> {
  const found = await stat(file).catch(() => undefined);
  if (!found?.isFile()) throw new UserError(`The ${what} ${file} is not there any more. Restore it.`);
  if ((await sha256Of(file, task)) !== sha256)
    throw new UserError(`The ${what} ${file} has changed since the detection. Run miniml batch again.`);
}
