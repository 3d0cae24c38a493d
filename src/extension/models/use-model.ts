import path from 'node:path';
import * as vscode from 'vscode';
import type { ModelUse } from '../../common/api/engine/training';
import type { Engine } from '../engine/engine';
import { showInformation } from '../messages/messages';
import { resolvedFor } from '../settings';
import { type ModelSetting, modelSetting, scopeFor } from './model-setting';

const targets: Record<ModelSetting['scope'], { target: vscode.ConfigurationTarget; name: string }> = {
  user: { target: vscode.ConfigurationTarget.Global, name: 'user' },
  workspace: { target: vscode.ConfigurationTarget.Workspace, name: 'workspace' },
  folder: { target: vscode.ConfigurationTarget.WorkspaceFolder, name: 'folder' },
};

/**
 * Makes a model the default for detections without another in their parameter file, with the window, direction,
 * threshold and resampling that its file requires.
 *
 * @throws UserError when the file is not a model
 */
export async function useModel(model: vscode.Uri, engine: Engine): Promise<void> {
  const { use } = await engine.request('model', { path: model.fsPath });
  const configuration = vscode.workspace.getConfiguration('miniml', model);
  const placesOf = (parameter: string) => {
    const settings = configuration.inspect(parameter);
    return {
      user: settings?.globalValue,
      workspace: settings?.workspaceValue,
      folder: settings?.workspaceFolderValue,
    };
  };
  const { scope, value } = modelSetting(
    model.fsPath,
    vscode.workspace.workspaceFolders?.map(({ uri }) => uri.fsPath) ?? [],
    vscode.workspace.getWorkspaceFolder(model)?.uri.fsPath,
    placesOf('model_path'),
  );
  await configuration.update('model_path', value, targets[scope].target);
  for (const [name, wanted] of Object.entries(use))
    await configuration.update(name, wanted, targets[scopeFor(placesOf(name), scope)].target);
  void showInformation(usedText(path.basename(model.fsPath), targets[scope].name, use));
}

/** Message about the changed settings. */
function usedText(model: string, scope: string, use: ModelUse): string {
  const set = Object.entries(use).map(([name, value]) => `${name} ${value}`);
  const rest =
    use.win_size === undefined
      ? 'Its file has no window size. Check win_size.'
      : 'Parameter files can override them.';
  return `${model} is now the detection model (${scope} settings)${set.length > 0 ? `, with ${set.join(', ')}` : ''}. ${rest}`;
}

/** Whether detections take a model where no parameter file names another. */
export function isInUse(model: vscode.Uri): boolean {
  try {
    return resolvedFor(model).values.model_path === model.fsPath;
  } catch {
    // A setting that is wrong is reported where it is used.
    return false;
  }
}

/** Calls back when settings change that may make another model the one in use. */
export function onModelSetting(changed: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration('miniml.model_path')) changed();
  });
}
