import { existsSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { CancelledError } from '../../common/errors';
import { count } from '../../common/text/numbers';
import { tellWritten } from '../commands/export';
import { SOME_START, wrongStart } from '../commands/export-recording';
import { progressText } from '../progress/progress-text';
import { withNotification } from '../progress/with-notification';
import type { ExperimentDocument } from './experiment-document';
import { experimentStem } from './experiment-stem';

/**
 * Writes an NWB file for each recording that has results into a new folder beside the table, and says how many there are.
 *
 * @throws CancelledError when the user cancels
 */
export async function exportNwb(document: ExperimentDocument): Promise<void> {
  const out = freeFolder(`${experimentStem(document.file)} nwb`);
  const title = `Export ${document.name} as NWB`;
  const species = await asked(title, {
    prompt: 'The species of the animals, or nothing: archives such as DANDI require one.',
    placeHolder: 'Mus musculus',
  });
  const start = await asked(title, {
    prompt: 'NWB requires a start. That of recordings which have none, or nothing if all have one:',
    placeHolder: SOME_START,
    validateInput: (value) => (value.trim() === '' ? undefined : wrongStart(value)),
  });
  const rows = await withNotification(title, ({ signal, show }) => {
    const toText = progressText();
    return document.services.engine.request(
      'exportExperimentNwb',
      { ...document.request(), out, species, start },
      { signal, onProgress: (progress) => show(toText(progress)) },
    );
  });
  const written = rows.flatMap(({ file }) => file ?? []);
  const failed = rows.filter(({ error }) => error !== null);
  const sentences = [
    `${written.length} of ${count(rows.length, 'recording')} written to ${path.basename(out)}.`,
    ...failed.slice(0, 1).map(({ error }) => error!),
    ...new Set(rows.flatMap(({ notes }) => notes)),
  ];
  await tellWritten(sentences.join(' '), written);
}

/** What was typed; null for nothing. @throws CancelledError on Escape */
async function asked(title: string, options: vscode.InputBoxOptions): Promise<string | null> {
  const typed = await vscode.window.showInputBox({ title, ...options, ignoreFocusOut: true });
  if (typed === undefined) throw new CancelledError();
  return typed.trim() || null;
}

/** A folder that does not exist yet: "study nwb", "study nwb 2". */
function freeFolder(wanted: string): string {
  let folder = wanted;
  for (let n = 2; existsSync(folder); n++) folder = `${wanted} ${n}`;
  return folder;
}
