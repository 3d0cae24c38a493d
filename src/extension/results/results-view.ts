import * as vscode from 'vscode';
import type {
  ResultsFocus,
  ResultsHostAction,
  ResultsNotices,
  ResultsRequests,
} from '../webview-protocol/results';
import { showPage } from '../webviews/page';
import { serveWebview } from '../webviews/serve';
import type { ActiveResults, ResultsView } from './active-results';
import type { ResultsChange, ResultsDocument } from './results-document';
import { saveFigures } from './save-figures';

const commandOf: Partial<Record<ResultsHostAction, string>> = {
  undo: 'undo',
  redo: 'redo',
  save: 'workbench.action.files.save',
  compare: 'miniml.compareResults',
  export: 'miniml.exportEditedResults',
  log: 'miniml.showLog',
};

export interface ResultsViewServices {
  extension: vscode.Uri;
  activeResults: ActiveResults;
  /** Shows a recording in its own editor, at a time. */
  openRecording(
    file: string,
    place: { channel: number; sweep: number | null; time_s: number },
  ): Promise<void>;
  onFailed(thrown: unknown): void;
}

/** Binds a panel to results: answers what the view asks, tells it what changes. */
export function bindResultsView(
  panel: vscode.WebviewPanel,
  document: ResultsDocument,
  { extension, activeResults, openRecording, onFailed }: ResultsViewServices,
): vscode.Disposable {
  let focus: ResultsFocus = 'none';
  const served = serveWebview<ResultsRequests, ResultsNotices>(
    panel.webview,
    {
      async snapshot() {
        await document.opened;
        return document.snapshot();
      },
      snippets: ({ locations }) => document.snippets(locations),
      picture: ({ location }) => document.picture(location),
      trace: (stretch) => document.trace(stretch),
      prediction: (stretch) => document.prediction(stretch),
      why: ({ sample }) => document.why(sample),
      edit: ({ kind, locations }) => document.edit({ kind, locations: Array.from(locations) }),
      add: ({ sample }) => document.add(sample),
      async openRecording({ time_s }) {
        if (document.recording) await openRecording(document.recording, { ...document.analysed, time_s });
      },
      saveFigures: ({ figures }) => saveFigures(document.file, figures),
      async clipboard({ text }) {
        await vscode.env.clipboard.writeText(text);
      },
      async run({ action }) {
        if (action === 'retry') await document.open();
        else if (action === 'keepMine' || action === 'takeTheirs') await document.resolve(action);
        else if (action === 'dismissNote') document.dismissNote();
        else if (action === 'endComparison') document.endComparison();
        else await vscode.commands.executeCommand(commandOf[action]!);
      },
      focus({ area }) {
        focus = area;
        activeResults.refresh(view);
      },
    },
    onFailed,
  );
  const view: ResultsView = {
    document,
    get focus() {
      return focus;
    },
    act: (action) => served.notify('action', action),
  };
  function tell(change: ResultsChange): void {
    switch (change.kind) {
      case 'snapshot':
        served.notify('snapshot', document.snapshot());
        break;
      case 'status':
        served.notify('status', document.currentStatus);
        break;
      case 'comparison':
        served.notify('comparison', document.comparison);
        break;
      case 'tables':
        served.notify('tables', { tables: document.currentTables, show: Float64Array.from(change.show) });
    }
  }
  const listening = document.onChange((change) => {
    // A view that is built again asks for everything.
    if (panel.visible) tell(change);
  });
  const follow = () => (panel.active ? activeResults.set(view) : activeResults.clear(view));
  const state = panel.onDidChangeViewState(() => {
    // A hidden view is taken apart, and its focus with it.
    if (!panel.visible) focus = 'none';
    follow();
  });
  showPage(panel.webview, extension, 'results', document.name);
  follow();
  // The editor is there only when this turn is over.
  void document.opened.then(() => setTimeout(() => document.shown()));
  return {
    dispose() {
      activeResults.clear(view);
      listening.dispose();
      state.dispose();
      served.dispose();
    },
  };
}
