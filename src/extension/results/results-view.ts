import * as vscode from 'vscode';
import {
  RESULTS_REQUESTS,
  type ResultsAction,
  type ResultsFocus,
  type ResultsHostAction,
  type ResultsNotices,
  type ResultsRequests,
} from '../../common/api/views/results';
import type { Active } from '../webviews/active';
import { bindDocumentView, command } from '../webviews/bind-document-view';
import { serveWebview } from '../webviews/serve';
import type { ResultsChange, ResultsDocument } from './results-document';
import { saveFigures } from './save-figures';

/** A view of results, for commands. */
export interface ResultsView {
  readonly document: ResultsDocument;
  focus: ResultsFocus;
  act(action: ResultsAction): void;
}

export interface ResultsViewServices {
  extension: vscode.Uri;
  activeResults: Active<ResultsView>;
  /** Opens a recording in the trace editor, at a time. */
  openRecording(
    file: string,
    place: { channel: number; sweep: number | null; time_s: number },
  ): Promise<void>;
  onFailed(thrown: unknown): void;
}

/** Binds a panel to results: answers the view's requests and sends it changes. */
export function bindResultsView(
  panel: vscode.WebviewPanel,
  document: ResultsDocument,
  { extension, activeResults: active, openRecording, onFailed }: ResultsViewServices,
): vscode.Disposable {
  const actions: Record<ResultsHostAction, () => Promise<void> | void> = {
    ...document.edits.actions,
    undo: command('undo'),
    redo: command('redo'),
    save: command('workbench.action.files.save'),
    compare: command('miniml.compareResults'),
    export: command('miniml.exportEditedResults'),
    endComparison: () => document.endComparison(),
    log: command('miniml.showLog'),
  };
  const served = serveWebview<ResultsRequests, ResultsNotices>(
    panel.webview,
    RESULTS_REQUESTS,
    {
      // A view that is still opening is notified once it is ready.
      snapshot: () => document.snapshot(),
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
      run: ({ action }) => actions[action](),
      focus({ area }) {
        view.focus = area;
        active.refresh(view);
      },
    },
    onFailed,
  );
  const view: ResultsView = {
    document,
    focus: 'none',
    act: (action) => served.notify('action', action),
  };
  function tell(change: ResultsChange): void {
    switch (change.kind) {
      case 'snapshot':
        served.notify('snapshot', document.snapshot());
        break;
      case 'status':
        served.notify('status', document.edits.status);
        break;
      case 'comparison':
        served.notify('comparison', document.comparison);
        break;
      case 'tables':
        served.notify('tables', { tables: document.currentTables, show: Float64Array.from(change.show) });
    }
  }
  const bound = bindDocumentView(panel, { extension, page: 'results' }, document, { view, active }, tell);
  return vscode.Disposable.from(bound, served);
}
