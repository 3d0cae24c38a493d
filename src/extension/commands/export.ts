import path from 'node:path';
import * as vscode from 'vscode';
import { messageOf, UserError } from '../../engine/errors';
import type { RecordingDocument } from '../recordings/recording-document';
import type { DetectionView } from '../webview-protocol/events';

/** Asks for a folder and writes the results of detections there; asks again before anything is replaced. */
export async function exportDetections(
  detections: readonly (readonly [RecordingDocument, DetectionView])[],
): Promise<void> {
  const [first] = detections;
  if (!first) throw new UserError('Nothing to export yet: detect events first.');
  const chosen = await vscode.window.showOpenDialog({
    canSelectFiles: false,
    canSelectFolders: true,
    defaultUri: vscode.Uri.file(path.dirname(first[0].file)),
    openLabel: 'Export Here',
    title: 'Folder for the Results',
  });
  const folder = chosen?.[0]?.fsPath;
  if (!folder) return;
  const written: string[] = [];
  for (const [document, detection] of detections) {
    const files = await writeOne(document, detection, folder);
    if (!files) return;
    written.push(...files);
  }
  const reveal = 'Show in the Explorer';
  const names = written.map((file) => path.basename(file)).join(', ');
  if ((await vscode.window.showInformationMessage(`Results written: ${names}`, reveal)) === reveal)
    await vscode.commands.executeCommand('revealInExplorer', vscode.Uri.file(written[0]!));
}

/** Undefined when the user would rather keep what is there. */
async function writeOne(
  document: RecordingDocument,
  detection: DetectionView,
  folder: string,
): Promise<string[] | undefined> {
  try {
    return await document.exportResults(detection, folder, false);
  } catch (thrown) {
    if (!(thrown instanceof UserError) || !/exist/.test(thrown.message)) throw thrown;
    const overwrite = 'Overwrite';
    const answer = await vscode.window.showWarningMessage(
      `Replace the results of ${document.name} in ${folder}?`,
      { modal: true, detail: messageOf(thrown) },
      overwrite,
    );
    return answer === overwrite ? document.exportResults(detection, folder, true) : undefined;
  }
}
