import path from 'node:path';
import * as vscode from 'vscode';
import { showInformation } from '../messages/messages';
import { type ModelSetting, modelSetting } from './model-setting';

const targets: Record<ModelSetting['scope'], { target: vscode.ConfigurationTarget; name: string }> = {
  user: { target: vscode.ConfigurationTarget.Global, name: 'your settings' },
  workspace: { target: vscode.ConfigurationTarget.Workspace, name: 'the settings of the workspace' },
  folder: { target: vscode.ConfigurationTarget.WorkspaceFolder, name: 'the settings of the folder' },
};

/** Makes a model the one that detections take where no parameter file names another. */
export async function useModel(model: vscode.Uri): Promise<void> {
  const settings = vscode.workspace.getConfiguration('miniml', model);
  const said = settings.inspect('model_path');
  const { scope, value } = modelSetting(
    model.fsPath,
    vscode.workspace.workspaceFolders?.map(({ uri }) => uri.fsPath) ?? [],
    vscode.workspace.getWorkspaceFolder(model)?.uri.fsPath,
    {
      user: said?.globalValue,
      workspace: said?.workspaceValue,
      folder: said?.workspaceFolderValue,
    },
  );
  const { target, name } = targets[scope];
  await settings.update('model_path', value, target);
  void showInformation(
    `Detections use ${path.basename(model.fsPath)} from now on: ${name} name it, and a parameter file can name another.`,
  );
}
