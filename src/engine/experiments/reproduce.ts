import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { CancelledError, messageOf, UserError } from '../../common/errors';
import type { DetectedEvent, Detection } from '../../common/events/detection';
import { MEASURE_IDS, type MeasureId, readerOf } from '../../common/events/event-columns';
import { usableWritten } from '../../common/parameters/check';
import { defaultParameters } from '../../common/parameters/parameters';
import { placedProgress, type Task } from '../../common/task';
import type { Recipe } from '../../common/traces/recipe';
import { BUNDLE_MANIFEST } from '../files/byte-kind';
import { isObject, jsonValue } from '../files/fields';
import { sha256Of } from '../files/hash';
import { extractZip, readZip, zipEntries } from '../files/zip';
import { readResults } from '../results/read-h5';
import type { ResultsFile } from '../results/results-file';
import { BUNDLE_VERSION, type BundleManifest, type BundleRow } from './bundle';

/** How a row's numbers came out the second time. */
export interface ReproducedRow {
  recording: string;
  /**
   * `close`: the same events, numbers within rounding of other hardware. `missing`: the recording is neither in the
   * bundle nor where it was looked for, or is another file by now.
   */
  status: 'equal' | 'close' | 'different' | 'missing' | 'failed';
  equal: boolean;
  events: number | null;
  events_now: number | null;
  /** Largest difference of each measure that differs, relative to its size. */
  differences: { measure: MeasureId; largest: number }[];
  error: string | null;
}

/** Relative difference of numbers that other hardware may cause: networks compute in float32. */
const ROUNDING = 1e-4;

export interface Reproduction {
  /** Folders in which recordings are looked for that the bundle does not hold. */
  recordings: readonly string[];
  /** Folder for the bundle's contents. */
  folder: string;
  detect(recipe: Recipe, task: Task): Promise<Detection>;
}

/** @throws UserError when the file is not a bundle, or of a newer version */
export function readBundle(file: string): BundleManifest {
  const bytes = readZip(file, [BUNDLE_MANIFEST]).get(BUNDLE_MANIFEST);
  const manifest = bytes && jsonValue(Buffer.from(bytes).toString('utf8'));
  if (!isObject(manifest) || manifest['format'] !== 'miniml-bundle' || !Array.isArray(manifest['rows']))
    throw new UserError(`${file} is not a bundle. Name a zip file that miniml bundle has written.`);
  if (manifest['version'] !== BUNDLE_VERSION)
    throw new UserError(`${file} was written by a newer version of this program. Update it.`);
  const rows = manifest['rows'].map((row, i) => {
    const texts = ['recording', 'sha256', 'model', 'model_sha256', 'results', 'backend'];
    if (!isObject(row) || !isObject(row['parameters']) || texts.some((name) => typeof row[name] !== 'string'))
      throw new UserError(`${file} is damaged: row ${i + 1} of its manifest cannot be read.`);
    return row as unknown as BundleRow;
  });
  return { ...(manifest as unknown as BundleManifest), rows };
}

/** Detects every row of a bundle again and compares the events. @throws UserError when the bundle is damaged */
export async function reproduce(
  file: string,
  { recordings, folder, detect }: Reproduction,
  task: Task,
): Promise<ReproducedRow[]> {
  const { rows } = readBundle(file);
  const names = new Set(zipEntries(file).map(({ name }) => name));
  const extracted = new Map<string, string>();
  const extract = async (entry: string) => {
    const known = extracted.get(entry);
    if (known !== undefined) return known;
    if (!names.has(entry)) throw new UserError(`${file} is damaged: its ${entry} is missing.`);
    // Names in an archive are not trusted as paths.
    const target = path.join(folder, String(extracted.size), path.basename(entry.replaceAll('\\', '/')));
    await mkdir(path.dirname(target), { recursive: true });
    await extractZip(file, entry, target);
    extracted.set(entry, target);
    return target;
  };
  const reproduced: ReproducedRow[] = [];
  for (const row of rows) {
    const place = `${path.basename(row.recording)} (${reproduced.length + 1} of ${rows.length}): `;
    const part: Task = {
      signal: task.signal,
      report: (progress) => task.report(placedProgress(progress, place)),
    };
    reproduced.push(await reproducedRow(row, { recordings, detect, extract }, part));
  }
  return reproduced;
}

async function reproducedRow(
  row: BundleRow,
  { recordings, detect, extract }: Omit<Reproduction, 'folder'> & { extract(entry: string): Promise<string> },
  task: Task,
): Promise<ReproducedRow> {
  const found = { recording: row.recording, equal: false, differences: [], error: null };
  const none = { ...found, events: null, events_now: null };
  try {
    const before = foundEvents(await readResults(await extract(row.results)));
    const counted = { ...found, events: before.length, events_now: null };
    const recording = row.included ? await extract(row.included) : await located(row, recordings, task);
    if (recording === undefined) return { ...counted, status: 'missing' };
    const model = await extract(row.model);
    if ((await sha256Of(model, task)) !== row.model_sha256)
      throw new UserError(`The model of ${row.recording} is damaged in the bundle. Copy the bundle again.`);
    const parameters = { ...defaultParameters(), ...usableWritten(row.parameters), model_path: model };
    const { events: now } = await detect(
      { path: recording, parameters: { ...parameters, recording: null } },
      task,
    );
    return { ...counted, events_now: now.length, ...compared(before, now) };
  } catch (thrown) {
    if (thrown instanceof CancelledError || task.signal.aborted) throw thrown;
    return { ...none, status: 'failed', error: messageOf(thrown) };
  }
}

/** The events as detected: without edits by hand. */
function foundEvents({ detection, deleted, asFound }: ResultsFile): DetectedEvent[] {
  const original = new Map(asFound.map((event) => [event.location, event]));
  return [...detection.events, ...deleted.events]
    .filter(({ added }) => !added)
    .map((event) => original.get(event.location) ?? event)
    .sort((a, b) => a.location - b.location);
}

/** The recording in one of the folders: by its path in the table, else by its name; undefined if its hash differs. */
async function located(row: BundleRow, folders: readonly string[], task: Task): Promise<string | undefined> {
  for (const folder of folders)
    for (const name of [row.recording, path.basename(row.recording)]) {
      const file = path.resolve(folder, name);
      if (existsSync(file) && (await sha256Of(file, task)) === row.sha256) return file;
    }
  return undefined;
}

/** By hand, not by detection. */
const OF_HAND: readonly MeasureId[] = ['added', 'excluded'];

/** Compares events by their order; differences relative to the measure's size in all events. */
export function compared(
  before: readonly DetectedEvent[],
  now: readonly DetectedEvent[],
): Pick<ReproducedRow, 'status' | 'equal' | 'differences'> {
  if (before.length !== now.length || before.some(({ location }, i) => location !== now[i].location))
    return { status: 'different', equal: false, differences: [] };
  const differences = MEASURE_IDS.filter((id) => !OF_HAND.includes(id)).flatMap((id) => {
    const read = readerOf(id);
    const size = Math.max(...before.map((event) => Math.abs(read(event))).filter(Number.isFinite), 0) || 1;
    const largest = Math.max(0, ...before.map((event, i) => differenceOf(read(event), read(now[i])) / size));
    return largest > 0 ? [{ measure: id, largest }] : [];
  });
  if (differences.length === 0) return { status: 'equal', equal: true, differences };
  const close = differences.every(({ largest }) => largest < ROUNDING);
  return { status: close ? 'close' : 'different', equal: false, differences };
}

function differenceOf(a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b))
    return Number.isNaN(a) && Number.isNaN(b) ? 0 : Number.POSITIVE_INFINITY;
  return Math.abs(a - b);
}
