import { existsSync, statSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { CancelledError, UserError } from '../../common/errors';
import { count } from '../../common/text/numbers';
import { writeWhole } from '../../engine/files/atomic';
import { type ExperimentFileCommandId, experimentEditors } from '../manifest/experiment-commands';
import { type ListServices, listRecordings } from '../side-bar/recording-list';
import { compilePattern, guessPattern, PATTERN_FIELDS, patternName } from './name-pattern';
import { openWorkbook } from './open-workbook';
import { readColumns } from './read-columns';
import {
  commonFolder,
  type PatternServices,
  rememberPattern,
  rowOfRecording,
  tableText,
} from './table-recordings';

type NewExperimentServices = ListServices & PatternServices;

/** Makes a table of the recordings in a folder, or of selected ones, and opens it. */
export function newExperimentHandlers(
  services: NewExperimentServices,
): Record<ExperimentFileCommandId, (clicked?: vscode.Uri, selected?: vscode.Uri[]) => Promise<void>> {
  return {
    async 'miniml.openWorkbook'(clicked) {
      if (clicked) await openWorkbook(clicked.fsPath);
    },

    async 'miniml.newExperiment'(clicked, selected = []) {
      const chosen = selected.length > 1 ? selected : clicked ? [clicked] : workspaceFolders();
      const recordings = await vscode.window.withProgress(
        { location: vscode.ProgressLocation.Window, title: 'Looking for recordings' },
        () =>
          recordingsIn(
            chosen.map(({ fsPath }) => fsPath),
            services,
          ),
      );
      if (recordings.length === 0)
        throw new UserError('There are no recordings in this folder. Choose another one.');
      const folder = folderOf(chosen, recordings);
      const pattern = await askPattern(recordings, folder);
      const table = freeName(folder);
      const fieldsOf = compilePattern(pattern) as Exclude<ReturnType<typeof compilePattern>, string>;
      const columns = await readColumns(table, recordings, services.engine);
      const rows = recordings.map((recording, i) => {
        const fields = fieldsOf(patternName(recording, folder)) ?? { cell: path.parse(recording).name };
        return rowOfRecording(table, recording, fields, columns[i]);
      });
      const text = tableText(rows);
      await writeWhole(table, { overwrite: false }, (temporary) => writeFile(temporary, text));
      await rememberPattern(services, table, pattern);
      const [{ viewType }] = experimentEditors;
      await vscode.commands.executeCommand('vscode.openWith', vscode.Uri.file(table), viewType);
    },
  };
}

function workspaceFolders(): vscode.Uri[] {
  return (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri);
}

/** The recordings among files, and those in folders, by their contents. */
async function recordingsIn(chosen: readonly string[], services: NewExperimentServices): Promise<string[]> {
  const folders = chosen.filter((file) => statSync(file).isDirectory());
  const files = chosen.filter((file) => !folders.includes(file));
  const kinds = await Promise.all(
    files.map((path) => services.engine.request('kind', { path }).catch(() => undefined)),
  );
  const { recordings } = await listRecordings(folders, services);
  const found = [...files.filter((_, i) => kinds[i] === 'recording'), ...recordings.map(({ file }) => file)];
  return [...new Set(found)];
}

/** The folder that was chosen, or that of the recordings. */
function folderOf(chosen: readonly vscode.Uri[], recordings: readonly string[]): string {
  const [first, ...others] = chosen;
  if (others.length === 0 && statSync(first.fsPath).isDirectory()) return first.fsPath;
  return commonFolder(recordings);
}

/** Shows the guessed pattern, to be edited, and what it finds. @throws CancelledError */
function askPattern(recordings: readonly string[], folder: string): Promise<string> {
  const names = recordings.map((recording) => patternName(recording, folder));
  const box = vscode.window.createInputBox();
  box.title = `New Experiment of ${count(recordings.length, 'Recording')}`;
  box.prompt = `Pattern of the names, such as ${names[0]}. Fields: ${PATTERN_FIELDS.map((field) => `{${field}}`).join(' ')}; * is any text.`;
  box.value = guessPattern(names);
  box.ignoreFocusOut = true;
  const show = () => {
    const { text, isWrong } = patternPreview(box.value, names);
    const { Error: wrong, Info } = vscode.InputBoxValidationSeverity;
    box.validationMessage = { message: text, severity: isWrong ? wrong : Info };
  };
  show();
  return new Promise((resolve, reject) => {
    box.onDidChangeValue(show);
    box.onDidAccept(() => {
      if (patternPreview(box.value, names).isWrong) return;
      resolve(box.value);
      box.dispose();
    });
    box.onDidHide(() => {
      reject(new CancelledError());
      box.dispose();
    });
    box.show();
  });
}

/** What a pattern finds in names: "6 of 6 names match: 2 groups (ctl, TTX), 3 animals, 6 cells." */
export function patternPreview(
  pattern: string,
  names: readonly string[],
): { text: string; isWrong: boolean } {
  const compiled = compilePattern(pattern);
  if (typeof compiled === 'string') return { text: compiled, isWrong: true };
  const found = names.flatMap((name) => compiled(name) ?? []);
  const parts = PATTERN_FIELDS.flatMap((field) => {
    const values = [...new Set(found.flatMap((fields) => fields[field] ?? []))];
    if (values.length === 0) return [];
    const some = values.length <= 4 && field !== 'cell' ? ` (${values.join(', ')})` : '';
    return [`${count(values.length, field)}${some}`];
  });
  const left = found.length < names.length ? ' The others get only their name.' : '';
  const text = `${found.length} of ${names.length} names match${parts.length > 0 ? `: ${parts.join(', ')}` : ''}.${left}`;
  return { text, isWrong: false };
}

/** A name that no file has: an existing table is never replaced. */
function freeName(folder: string): string {
  for (let n = 1; ; n++) {
    const file = path.join(folder, `experiment${n === 1 ? '' : `-${n}`}.miniml.csv`);
    if (!existsSync(file)) return file;
  }
}
