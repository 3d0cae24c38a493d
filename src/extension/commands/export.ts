import { existsSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import type { DetectionView } from '../../common/api/views/events';
import { CancelledError, UserError } from '../../common/errors';
import { count } from '../../common/text/numbers';
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

/**
 * Writes the results of a detection; [] when existing ones stay.
 *
 * @param replace whether existing results are replaced; undefined asks
 */
export async function writeResults(
  document: RecordingDocument,
  detection: DetectionView,
  folder: string,
  replace?: boolean,
): Promise<string[]> {
  try {
    return await document.exportResults(detection, folder, replace ?? false);
  } catch (thrown) {
    if (!(thrown instanceof UserError) || thrown.reason !== 'exists') throw thrown;
    if (replace === false) return [];
    const overwrite = 'Overwrite';
    const answer = await ask(
      `Replace the results of ${document.name}?`,
      `Existing results in ${folder} are overwritten.`,
      overwrite,
    );
    return answer === overwrite ? document.exportResults(detection, folder, true) : [];
  }
}

/**
 * Asks once about the results of many recordings; undefined where at most one exists, which is asked about in its turn.
 *
 * @returns whether existing results are replaced
 * @throws CancelledError when the user cancels
 */
export async function mayReplaceResults(
  recordings: readonly string[],
  folder: string,
): Promise<boolean | undefined> {
  const existing = recordings.filter((file) =>
    existsSync(path.join(folder, `${path.parse(file).name}_results.h5`)),
  );
  if (existing.length < 2) return undefined;
  const [replace, keep] = ['Replace All', 'Keep Existing'] as const;
  const answer = await ask(
    `Replace the results of ${count(existing.length, 'recording')}?`,
    `They exist in ${folder}. With ${keep}, events are detected, and only missing results are written.`,
    replace,
    keep,
  );
  if (answer === undefined) throw new CancelledError();
  return answer === replace;
}

/** Reports the written files, and offers to show them. */
export async function tellWritten(
  summary: string,
  files: readonly string[],
  ...more: { label: string; command: string }[]
): Promise<void> {
  const reveal = 'Show in the Explorer';
  const answer = await showInformation(
    summary,
    ...(files.length > 0 ? [reveal] : []),
    ...more.map(({ label }) => label),
  );
  const chosen = more.find(({ label }) => label === answer);
  if (chosen) await vscode.commands.executeCommand(chosen.command);
  if (answer === reveal) await vscode.commands.executeCommand('revealInExplorer', vscode.Uri.file(files[0]));
}
