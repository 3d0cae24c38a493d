import path from 'node:path';
import * as vscode from 'vscode';
import type { BackendChoice, Computing } from '../common/api/engine/computing';
import { UserError } from '../common/errors';
import { checkWritten } from '../common/parameters/check';
import { DECLARATIONS, PARAMETER_NAMES } from '../common/parameters/parameters';
import { type Layer, type LayerKind, type Resolved, resolveParameters } from '../common/parameters/resolve';
import type { SettingId } from './manifest/settings';
import { layerOf, parameterFileBeside } from './parameter-files/layer';

/** Parameters that can be settings; those about one recording cannot. */
const SETTINGS = PARAMETER_NAMES.filter((name) => DECLARATIONS[name].group !== 'recording');

/**
 * The parameters for a file with their sources: the user's entries, its parameter file, then the settings of its
 * folder, of the workspace, and of the user.
 *
 * @throws UserError for a value that its declaration does not allow
 */
export function resolvedFor(
  file: vscode.Uri,
  parameterFile = parameterFileBeside(file.fsPath),
  said?: Layer,
): Resolved {
  const layers = layersOfSettings(file);
  const ofTheFile = layerOf(parameterFile);
  const { values, origins } = resolveParameters(
    [...layers, ofTheFile, said].filter((layer) => layer !== undefined),
  );
  return {
    values: { ...values, model_path: absolute(values.model_path, file, origins.model_path.kind) },
    origins,
  };
}

/**
 * The settings for a file as layers, with absolute paths.
 *
 * @throws UserError for a value that its declaration does not allow
 */
export function settingsLayers(file: vscode.Uri): Layer[] {
  return layersOfSettings(file).map(({ kind, values }) => {
    const { model_path } = values;
    return model_path === undefined
      ? { kind, values }
      : { kind, values: { ...values, model_path: absolute(model_path, file, kind) } };
  });
}

function layersOfSettings(file: vscode.Uri): Layer[] {
  const settings = vscode.workspace.getConfiguration('miniml', file);
  const layers: Layer[] = [
    { kind: 'user', values: {} },
    { kind: 'workspace', values: {} },
    { kind: 'folder', values: {} },
  ];
  for (const name of SETTINGS) {
    const set = settings.inspect(name);
    [set?.globalValue, set?.workspaceValue, set?.workspaceFolderValue].forEach((value, layer) => {
      if (value === undefined) return;
      const problem = checkWritten(name, value);
      if (problem) throw new UserError(`Setting miniml.${problem.message}`);
      Object.assign(layers[layer].values, { [name]: value });
    });
  }
  return layers;
}

/**
 * Resolves a relative path in the settings against the workspace's folder, for workspace settings also for files
 * elsewhere.
 */
function absolute(model: string | null, file: vscode.Uri, origin: LayerKind): string | null {
  if (model === null || path.isAbsolute(model)) return model;
  const own = vscode.workspace.getWorkspaceFolder(file);
  const first = origin === 'workspace' ? vscode.workspace.workspaceFolders?.[0] : undefined;
  const folder = (own ?? first)?.uri.fsPath ?? path.dirname(file.fsPath);
  return path.resolve(folder, model);
}

/** Backend and threads in the settings. */
export function computing(): Computing {
  const settings = vscode.workspace.getConfiguration('miniml');
  return {
    backend: settings.get<BackendChoice>('backend')!,
    threads: settings.get<number | null>('threads') ?? undefined,
  };
}

/** Whether the events in view are shown before a detection is run. */
export function previews(): boolean {
  return vscode.workspace.getConfiguration().get<boolean>('miniml.previewEvents' satisfies SettingId)!;
}
