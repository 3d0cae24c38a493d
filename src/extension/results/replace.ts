import { existsSync } from 'node:fs';
import path from 'node:path';
import type * as vscode from 'vscode';
import { ask } from '../messages/messages';

/** Asks whether to overwrite files: false if none exists, undefined if the user declines. */
export async function mayReplace(files: readonly vscode.Uri[]): Promise<boolean | undefined> {
  const there = files.filter(({ fsPath }) => existsSync(fsPath));
  if (there.length === 0) return false;
  const names = there.map(({ fsPath }) => path.basename(fsPath)).join(', ');
  const overwrite = 'Overwrite';
  const answer = await ask(
    there.length === 1 ? `Replace ${names}?` : `Replace ${there.length} files?`,
    `Existing files: ${names}.`,
    overwrite,
  );
  return answer === overwrite ? true : undefined;
}
