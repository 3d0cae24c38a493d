import { existsSync, statSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { CancelledError, UserError } from '../../common/errors';
import { writeWhole } from '../../engine/files/atomic';
import { readTable } from '../../engine/files/read-table';
import { experimentEditors } from '../manifest/experiment-commands';
import { ask, showInformation } from '../messages/messages';
import { markedCsv } from './table-recordings';

/** Maximum size of a workbook with a table of recordings. */
const MOST_BYTES = 16 * 1024 ** 2;

/**
 * Opens the first sheet of a workbook as an experiment. The editor edits text, so the table becomes a csv file beside the
 * workbook, with all its columns; the workbook itself is never written. Where that file exists, it is opened, after a
 * question if the workbook is newer.
 */
export async function openWorkbook(workbook: string): Promise<void> {
  const name = path.basename(workbook);
  const table = workbook.replace(/\.xlsx$/i, '.miniml.csv');
  const isThere = existsSync(table);
  if (!isThere || (isNewer(workbook, table) && (await mayReadAgain(name, path.basename(table))))) {
    const text = textOf(await readTable(workbook, MOST_BYTES), name);
    await writeWhole(table, { overwrite: isThere }, (temporary) => writeFile(temporary, text));
    void showInformation(
      `${name} was read into ${path.basename(table)}, which this editor works on. ${name} itself is not changed.`,
    );
  }
  await vscode.commands.executeCommand(
    'vscode.openWith',
    vscode.Uri.file(table),
    experimentEditors[0].viewType,
  );
}

function isNewer(file: string, than: string): boolean {
  return statSync(file).mtimeMs > statSync(than).mtimeMs;
}

/** @throws CancelledError */
async function mayReadAgain(workbook: string, table: string): Promise<boolean> {
  const again = 'Read It Again';
  const keep = `Open ${table}`;
  const answer = await ask(
    `${workbook} has changed since ${table} was written.`,
    `Reading it again replaces ${table}. Results of detections are kept.`,
    again,
    keep,
  );
  if (answer === undefined) throw new CancelledError();
  return answer === again;
}

function textOf(rows: readonly string[][], name: string): string {
  const [header = []] = rows;
  if (!header.some((heading) => heading.toLowerCase() === 'recording'))
    throw new UserError(
      `The first sheet of ${name} has no column "recording". Add one with the paths of the recordings.`,
    );
  const width = header.length;
  return markedCsv(rows.map((row) => Array.from({ length: width }, (_, i) => row[i] ?? '')));
}
