import path from 'node:path';
import * as vscode from 'vscode';
import { CancelledError } from '../../common/errors';
import { recordingExtensions } from '../manifest/editors';

type Kind = 'recordings' | 'trainingSets' | 'models';

const FILTERS: Record<Kind, Record<string, string[]>> = {
  recordings: { Recordings: [...recordingExtensions, 'csv', 'txt'] },
  trainingSets: { 'Training Data': ['h5', 'hdf5'] },
  models: { Models: ['h5', 'hdf5', 'keras'] },
};

/** Files the user chooses. @throws CancelledError when none are */
export async function chooseFiles(
  kind: Kind,
  title: string,
  { many, beside }: { many: boolean; beside?: string },
): Promise<string[]> {
  const chosen = await vscode.window.showOpenDialog({
    title,
    openLabel: 'Choose',
    canSelectMany: many,
    filters: FILTERS[kind],
    defaultUri: beside === undefined ? undefined : vscode.Uri.file(path.dirname(beside)),
  });
  if (!chosen?.length) throw new CancelledError();
  return chosen.map(({ fsPath }) => fsPath);
}

/**
 * Asks for an output path; the dialog confirms replacing a file.
 *
 * @throws CancelledError when the user cancels
 */
export async function chooseTarget(kind: Kind, title: string, suggested: string): Promise<string> {
  const chosen = await vscode.window.showSaveDialog({
    title,
    defaultUri: vscode.Uri.file(suggested),
    filters: FILTERS[kind],
  });
  if (!chosen) throw new CancelledError();
  return chosen.fsPath;
}
