import path from 'node:path';
import * as vscode from 'vscode';
import type { DetectionView } from '../../common/api/views/events';
import { UserError } from '../../common/errors';
import { ask, showInformation } from '../messages/messages';
import type { RecordingDocument } from '../recordings/recording-document';

/** Asks for the folder of the results; undefined when the user cancels. */
export async function chooseFolder(beside: string): Promise<string | undefined> {
  const chosen = await vscode.window.showOpenDialog({
    canSelectFiles: false,
    canSelectFolders: true,
    defaultUri: vscode.Uri.file(path.dirname(beside)),
    openLabel: 'Export Here',
    title: 'Folder for the Results',
  });
  return chosen?.[0]?.fsPath;
}

/** Writes the results of a detection, asking before anything is replaced; [] when it is to stay as it is. */
export async function writeResults(
  document: RecordingDocument,
  detection: DetectionView,
  folder: string,
): Promise<string[]> {
  try {
    return await document.exportResults(detection, folder, false);
  } catch (thrown) {
    if (!(thrown instanceof UserError) || thrown.reason !== 'exists') throw thrown;
    const overwrite = 'Overwrite';
    const answer = await ask(
      `Replace the results of ${document.name}?`,
      `Existing results in ${folder} are overwritten.`,
      overwrite,
    );
    return answer === overwrite ? document.exportResults(detection, folder, true) : [];
  }
}

/** Reports the written files, and offers to show them. */
export async function tellWritten(summary: string, files: readonly string[]): Promise<void> {
  const reveal = 'Show in the Explorer';
  const answer = await showInformation(summary, ...(files.length > 0 ? [reveal] : []));
  if (answer === reveal) await vscode.commands.executeCommand('revealInExplorer', vscode.Uri.file(files[0]));
}
