import path from 'node:path';
import * as vscode from 'vscode';
import type { ResultsFormat } from '../../common/api/engine/results';
import { UserError } from '../../common/errors';
import { chooseFolder, tellWritten } from '../commands/export';
import { type commandGuard, registerActions, registerHandlers } from '../commands/register';
import { editors } from '../manifest/editors';
import { type ResultsHostCommandId, resultsCommands } from '../manifest/results-commands';
import type { Active } from '../webviews/active';
import type { ResultsView } from './results-view';
import { mayReplace } from './save-figures';

/** Maximum time for an editor to open. */
const TIMEOUT_MS = 15_000;

interface FormatItem extends vscode.QuickPickItem {
  format: ResultsFormat;
  endings: string[];
}

const formats: FormatItem[] = [
  {
    format: 'h5',
    endings: ['results.h5'],
    label: 'HDF5',
    description: 'everything; miniML’s Python programs read it too',
    picked: true,
  },
  {
    format: 'csv',
    endings: ['individual.csv', 'avgs.csv'],
    label: 'CSV pair',
    description: 'events and averages as miniML writes them',
  },
  {
    format: 'table',
    endings: ['events.csv'],
    label: 'CSV table',
    description: 'one row per event, units in the header',
  },
  {
    format: 'xlsx',
    endings: ['results.xlsx'],
    label: 'Excel workbook',
    description: 'events, average, statistics, parameters',
  },
];

/** Registers the commands of the results editor. */
export function registerResultsCommands(
  active: Active<ResultsView>,
  guarded: ReturnType<typeof commandGuard>,
): vscode.Disposable {
  async function openResults(uri: vscode.Uri): Promise<ResultsView> {
    await vscode.commands.executeCommand('vscode.openWith', uri, editors.hdf5.viewType);
    const opened = await active.whenCurrent(({ document }) => document.file === uri.fsPath, TIMEOUT_MS);
    if (!opened)
      throw new UserError(`${path.basename(uri.fsPath)} is not a results file. Choose another one.`);
    await opened.document.edits.opened;
    return opened;
  }
  function view(): ResultsView {
    if (!active.current) throw new UserError('Open a results file, then run this command again.');
    return active.current;
  }
  const own: Record<ResultsHostCommandId, (clicked?: vscode.Uri, selected?: vscode.Uri[]) => unknown> = {
    'miniml.undoResultsEdit': () => vscode.commands.executeCommand('undo'),
    'miniml.redoResultsEdit': () => vscode.commands.executeCommand('redo'),
    async 'miniml.compareResults'(clicked, selected = []) {
      const { document } = clicked ? await openResults(clicked) : view();
      const second = selected.find(({ fsPath }) => fsPath !== document.file);
      if (second) return document.compare(second.fsPath);
      const chosen = await vscode.window.showOpenDialog({
        defaultUri: vscode.Uri.file(path.dirname(document.file)),
        filters: { 'Results and event times': ['h5', 'hdf5', 'csv', 'txt'] },
        title: 'Other Results of the Same Recording, or Times of Its Events',
        openLabel: 'Compare',
      });
      if (chosen?.[0]) await document.compare(chosen[0].fsPath);
    },
    async 'miniml.exportEditedResults'() {
      const { document } = view();
      const chosen = await vscode.window.showQuickPick(formats, {
        canPickMany: true,
        title: 'Formats to Write',
      });
      if (!chosen?.length) return;
      const folder = await chooseFolder(document.file);
      if (folder === undefined) return;
      const endings = chosen.flatMap((item) => item.endings);
      const overwrite = await mayReplace(document.exportedNames(endings).map((name) => uriIn(folder, name)));
      if (overwrite === undefined) return;
      const files = await document.exportTo(
        folder,
        chosen.map(({ format }) => format),
        overwrite,
      );
      await tellWritten(`Results written: ${files.map((file) => path.basename(file)).join(', ')}`, files);
    },
  };
  return vscode.Disposable.from(
    registerHandlers(own, guarded),
    registerActions(resultsCommands, (action) => active.current?.act(action)),
  );
}

function uriIn(folder: string, name: string): vscode.Uri {
  return vscode.Uri.file(path.join(folder, name));
}
