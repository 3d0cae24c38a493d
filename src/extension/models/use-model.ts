import path from 'node:path';
import * as vscode from 'vscode';
import { showInformation } from '../messages/messages';
import { type ModelSetting, modelSetting } from './model-setting';

const targets: Record<ModelSetting['scope'], { target: vscode.ConfigurationTarget; name: string }> = {
  user: { target: vscode.ConfigurationTarget.Global, name: 'user' },
  workspace: { target: vscode.ConfigurationTarget.Workspace, name: 'workspace' },
  folder: { target: vscode.ConfigurationTarget.WorkspaceFolder, name: 'folder' },
};

/** Makes a model the one that detections take where no parameter file names another. */
export async function useModel(model: vscode.Uri): Promise<void> {
  const configuration = vscode.workspace.getConfiguration('miniml', model);
  const settings = configuration.inspect('model_path');
  const { scope, value } = modelSetting(
    model.fsPath,
    vscode.workspace.workspaceFolders?.map(({ uri }) => uri.fsPath) ?? [],
    vscode.workspace.getWorkspaceFolder(model)?.uri.fsPath,
    {
      user: settings?.globalValue,
      workspace: settings?.workspaceValue,
      folder: settings?.workspaceFolderValue,
    },
  );
  const { target, name } = targets[scope];
  await configuration.update('model_path', value, target);
  void showInformation(
    `${path.basename(model.fsPath)} is now the detection model (${name} settings). Parameter files can override it.`,
  );
}
