import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import type { FigureFile } from '../../common/api/views/parts';
import { writeTogether } from '../../engine/files/atomic';
import { chooseFolder, tellWritten } from '../commands/export';
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

/** Asks for a folder, and writes figures there. */
export async function saveFigures(beside: string, figures: readonly FigureFile[]): Promise<void> {
  const folder = await chooseFolder(beside);
  if (folder === undefined) return;
  const stem = path.parse(beside).name;
  const files = figures.map(({ name, bytes }) => ({ file: path.join(folder, `${stem}_${name}`), bytes }));
  const overwrite = await mayReplace(files.map(({ file }) => vscode.Uri.file(file)));
  if (overwrite === undefined) return;
  await writeTogether(
    files.map(({ file, bytes }) => ({ file, write: (temporary: string) => writeFile(temporary, bytes) })),
    { overwrite },
  );
  void tellWritten(
    `Figures written: ${figures.map(({ name }) => name).join(', ')}`,
    files.map(({ file }) => file),
  );
}
