import { existsSync } from 'node:fs';
import path from 'node:path';
import { PARAMETER_FILE_EXTENSION } from '../../common/parameters/document';
import type { WrittenParameters } from '../../common/parameters/parameters';
import {
  type Layer,
  type LayerKind,
  type Resolved,
  resolveParameters,
} from '../../common/parameters/resolve';
import type { Recipe } from '../../common/traces/recipe';
import { readParameterFile } from '../parameter-files/file';
import type { ExperimentRow } from './experiment';

/**
 * The recipe of a row; see {@link rowParameters}.
 *
 * @throws UserError for a parameter file that is missing or wrong
 */
export async function recipeOf(row: ExperimentRow, run: readonly Layer[]): Promise<Recipe> {
  const { values } = await rowParameters(row, run);
  return { path: row.recording, parameters: { ...values, recording: null } };
}

/**
 * The parameters of a row with their sources: its own channel, sweep and direction, then flags of the run, then the row's parameter
 * file, or the recording's own (cell7.miniml.json beside cell7.abf), or the nearest `.miniml.json` in its folder or
 * above, then the run's parameter file or the settings.
 *
 * @throws UserError for a parameter file that is missing or wrong
 */
export async function rowParameters(row: ExperimentRow, run: readonly Layer[]): Promise<Resolved> {
  const own: Partial<WrittenParameters> = {
    ...run.find(({ kind }) => kind === 'flag')?.values,
    ...(row.channel !== null && { channel: row.channel }),
    ...(row.sweep !== null && { sweep: row.sweep }),
    ...(row.direction !== null && { event_direction: row.direction }),
  };
  const file = row.parameters ?? parameterFileFor(row.recording);
  const layers: Layer[] = [{ kind: 'flag', values: own }];
  if (file !== undefined) layers.push(await readParameterFile(file));
  for (const layer of run)
    if (layer.kind !== 'flag')
      layers.push({ ...layer, kind: SETTINGS.has(layer.kind) ? layer.kind : 'user' });
  return resolveParameters(layers);
}

const SETTINGS: ReadonlySet<LayerKind> = new Set(['folder', 'workspace', 'user']);

/** The parameter file of a recording, of its folder or of one above; undefined if there is none. */
function parameterFileFor(recording: string): string | undefined {
  const { dir, name } = path.parse(recording);
  const beside = path.join(dir, name + PARAMETER_FILE_EXTENSION);
  if (existsSync(beside)) return beside;
  for (let folder = dir; ; folder = path.dirname(folder)) {
    const file = path.join(folder, PARAMETER_FILE_EXTENSION);
    if (existsSync(file)) return file;
    if (folder === path.dirname(folder)) return undefined;
  }
}
