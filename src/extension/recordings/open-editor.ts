import path from 'node:path';
import * as vscode from 'vscode';
import { editors, type recordingExtensions } from '../manifest/editors';
import { columnForFile } from '../tour/column';

/** Opens a recording in its editor, or shows the one that is open. */
export async function openRecordingEditor(file: string): Promise<void> {
  const uri = vscode.Uri.file(file);
  await vscode.commands.executeCommand('vscode.openWith', uri, recordingViewType(file), columnForFile());
}

/** The editor that a file of this name opens in. */
export function recordingViewType(file: string): string {
  const extension = path.extname(file).slice(1).toLowerCase() as (typeof recordingExtensions)[number];
  const editor = Object.values(editors).find(({ extensions }) =>
    (extensions as readonly string[]).includes(extension),
  );
  return (editor ?? editors.recording).viewType;
}
