import path from 'node:path';
import * as vscode from 'vscode';
import {
  EXPERIMENT_REQUESTS,
  type ExperimentAction,
  type ExperimentFocus,
  type ExperimentHostAction,
  type ExperimentNotices,
  type ExperimentRequests,
} from '../../common/api/views/experiment';
import { CancelledError, UserError } from '../../common/errors';
import { count } from '../../common/text/numbers';
import { editors } from '../manifest/editors';
import { showInformation } from '../messages/messages';
import { parameterList } from '../parameter-files/parameter-rows';
import { openRecordingEditor } from '../recordings/open-editor';
import { saveFigures } from '../results/save-figures';
import { chooseFiles } from '../training/choose';
import type { Active } from '../webviews/active';
import { command, followPanel } from '../webviews/bind-document-view';
import { showPage } from '../webviews/page';
import { serveWebview } from '../webviews/serve';
import { askValue } from './ask-values';
import { cancelClusterJobs, runsOnCluster, submitToCluster } from './cluster';
import { editTable } from './edit-table';
import type { ExperimentDocument } from './experiment-document';
import { experimentStem } from './experiment-stem';
import { exportNwb } from './export-nwb';
import { readColumns } from './read-columns';
import { rowsToAdd } from './table-recordings';
import { addedRows, fieldEdits, includeWords, removedRows } from './table-text';

/** A view of an experiment, for commands. */
export interface ExperimentView {
  readonly document: ExperimentDocument;
  focus: ExperimentFocus;
  act(action: ExperimentAction): void;
}

export interface ExperimentViewServices {
  extension: vscode.Uri;
  active: Active<ExperimentView>;
  memory: vscode.Memento;
  showLog(): void;
  onFailed(thrown: unknown): void;
}

/** Binds a panel to a table: answers the view's requests and sends it changes. */
export function bindExperimentView(
  panel: vscode.WebviewPanel,
  document: ExperimentDocument,
  services: ExperimentViewServices,
): vscode.Disposable {
  const { extension, active, onFailed } = services;
  const actions = hostActions(panel, document, services);
  const served = serveWebview<ExperimentRequests, ExperimentNotices>(
    panel.webview,
    EXPERIMENT_REQUESTS,
    {
      snapshot: () => document.snapshot(),
      include: ({ lines, include }) => setInclude(document, lines, include),
      editValues: ({ lines, column }) =>
        unlessCancelled(async () => {
          if (lines.length === 0) return;
          const { column: chosen, value } = await askValue(document.table, new Set(lines), column);
          const changes = lines.map((line) => ({ line, column: chosen, value }));
          await editTable(document.text, fieldEdits(document.table, changes));
        }),
      async parameters({ line }) {
        const request = { ...document.request(), line };
        return parameterList(await document.services.engine.request('experimentRowParameters', request));
      },
      compare: (asked) => document.compare(asked),
      saveFigures: ({ figures }) =>
        unlessCancelled(() => saveFigures(experimentStem(document.file), figures)),
      async clipboard({ text }) {
        await vscode.env.clipboard.writeText(text);
      },
      open: ({ line, what }) => openOfRow(document, line, what),
      run: ({ action, lines }) => unlessCancelled(async () => void (await actions[action](lines))),
      focus({ area }) {
        view.focus = area;
        active.refresh(view);
      },
    },
    onFailed,
  );
  const view: ExperimentView = {
    document,
    focus: 'none',
    act: (action) => served.notify('action', action),
  };
  const listening = document.onChange((change) => {
    // A view that is rebuilt requests everything.
    if (!panel.visible) return;
    if (change === 'progress') served.notify('progress', document.run?.progress ?? null);
    sendSoon();
  });
  const sendSoon = coalesced(() => {
    if (panel.visible) served.notify('snapshot', document.snapshot());
  });
  const shown = panel.onDidChangeViewState(() => {
    // Another program may have run it meanwhile.
    if (panel.active) void document.refresh();
  });
  showPage(panel.webview, extension, 'experiment', document.name);
  return vscode.Disposable.from(listening, sendSoon, shown, served, followPanel(panel, active, view));
}

const SNAPSHOT_MS = 40;

/** Calls a function once for many calls in a short time. */
function coalesced(work: () => void): (() => void) & vscode.Disposable {
  let timer: NodeJS.Timeout | undefined;
  const soon = () => {
    timer ??= setTimeout(() => {
      timer = undefined;
      work();
    }, SNAPSHOT_MS);
  };
  return Object.assign(soon, { dispose: () => clearTimeout(timer) });
}

/** A question that is left unanswered is no failure. */
async function unlessCancelled(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (thrown) {
    if (!(thrown instanceof CancelledError)) throw thrown;
  }
}

function hostActions(
  panel: vscode.WebviewPanel,
  document: ExperimentDocument,
  { memory, showLog, onFailed }: ExperimentViewServices,
): Record<ExperimentHostAction, (lines: number[]) => Promise<void> | void> {
  const { runs } = document.services;
  /** A run is not waited for: its progress is shown. */
  const start = async (lines: number[]) => {
    const open = lines.filter((line) => !isSettled(document, line));
    if (open.length === 0) {
      void showInformation('These recordings are done already, and nothing has changed since.');
      return;
    }
    if (await runsOnCluster(document)) return;
    void runs.start(document.file, open).catch(onFailed);
  };
  const allLines = () => document.table.rows.map(({ line }) => line);
  const add = async (files: readonly string[]) => {
    const known = allLines().flatMap((line) => document.recordingOf(line) ?? []);
    const added = files.filter((file) => !known.includes(file));
    if (added.length === 0) throw new UserError('These recordings are in the table already.');
    const columns = await readColumns(document.file, added, document.services.engine);
    const rows = rowsToAdd({ memory }, document.file, known, added, columns);
    await editTable(document.text, [addedRows(document.table, rows)]);
  };
  return {
    runAll: () => start(allLines()),
    runLines: (lines) => start(lines),
    cancelRun: () => document.run?.cancel(),
    submit: () => submitToCluster(document),
    cancelJobs: () => cancelClusterJobs(document),
    addFound: () => add(document.found),
    addRecordings: async () =>
      add(await chooseFiles('recordings', 'Add Recordings', { many: true, beside: document.file })),
    exportNwb: () => exportNwb(document),
    removeRows: async (lines) => {
      await editTable(document.text, removedRows(document.table, new Set(lines)));
      void showInformation(
        `${count(lines.length, 'row')} removed from the table. Recordings and results are kept.`,
      );
    },
    undo: command('undo'),
    redo: command('redo'),
    text: async () => {
      await vscode.commands.executeCommand('vscode.openWith', document.text.uri, 'default', panel.viewColumn);
    },
    retry: () => document.refresh(),
    log: showLog,
  };
}

/** Whether a run would pass over a row. */
function isSettled(document: ExperimentDocument, line: number): boolean {
  const status = document.reportOf(line)?.status;
  return status === 'done' || status === 'excluded';
}

async function setInclude(
  document: ExperimentDocument,
  lines: readonly number[],
  include: boolean,
): Promise<void> {
  const { table } = document;
  const [yes, no] = includeWords(table);
  const changes = lines.map((line) => ({ line, column: 'include', value: include ? yes : no }));
  await editTable(document.text, fieldEdits(table, changes));
}

/** Opens the results of a row, or its recording where there are none. */
async function openOfRow(
  document: ExperimentDocument,
  line: number,
  what: 'recording' | 'results',
): Promise<void> {
  const results = what === 'results' ? document.reportOf(line)?.results : undefined;
  if (results) {
    await vscode.commands.executeCommand('vscode.openWith', vscode.Uri.file(results), editors.hdf5.viewType);
    return;
  }
  const recording = document.recordingOf(line);
  if (recording === undefined)
    throw new UserError(`Line ${line} of ${path.basename(document.file)} names no recording. Enter one.`);
  await openRecordingEditor(recording);
}
