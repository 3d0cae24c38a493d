import * as vscode from 'vscode';
import {
  type HostAction,
  TRACE_REQUESTS,
  type TraceChoice,
  type TraceNotices,
  type TraceRequests,
} from '../../common/api/views/trace';
import type { WrittenValues } from '../commands/written-values';
import type { CommandId } from '../manifest/commands';
import type { TensorFlowCommandId } from '../manifest/tensorflow-commands';
import { followPanel } from '../webviews/bind-document-view';
import { showPage } from '../webviews/page';
import { serveWebview } from '../webviews/serve';
import type { ActiveView, FileView } from './active-view';
import type { RecordingDocument } from './recording-document';

const commandOf: Record<Exclude<HostAction, 'retry' | 'asText'>, CommandId | TensorFlowCommandId> = {
  info: 'miniml.openRecordingInfo',
  export: 'miniml.exportResults',
  settings: 'miniml.openSettings',
  log: 'miniml.showLog',
  restart: 'miniml.restartEngine',
  goToTime: 'miniml.goToTime',
  auto: 'miniml.autoDetect',
  tune: 'miniml.tune',
  installTensorFlow: 'miniml.installTensorFlow',
};

export interface TraceViewServices {
  extension: vscode.Uri;
  active: ActiveView;
  detect(document: RecordingDocument, choice: TraceChoice): Promise<void>;
  written: WrittenValues;
  /** A detection goes on whose last view was closed. */
  tellGoesOn(document: RecordingDocument): Promise<void>;
  onFailed(thrown: unknown): void;
}

/** Binds a panel to a document: answers the view's requests and sends it changes. */
export function bindTraceView(
  panel: vscode.WebviewPanel,
  uri: vscode.Uri,
  document: RecordingDocument,
  { extension, active, detect, written, tellGoesOn, onFailed }: TraceViewServices,
): vscode.Disposable {
  const served = serveWebview<TraceRequests, TraceNotices>(
    panel.webview,
    TRACE_REQUESTS,
    {
      snapshot: () => document.snapshot(),
      window: (query) => document.window(query),
      prediction: (query) => document.prediction(query),
      choose(chosen) {
        view.choice = chosen;
        active.refresh(view);
      },
      look(seen) {
        view.stretch = seen;
      },
      chooseSeries: ({ series }) => document.chooseSeries(series),
      describe: (description) => document.describe(description),
      confirmFacts: () => document.confirmFacts(),
      detect: (chosen) => detect(document, chosen),
      preview: (part) => document.previews.range(part),
      tryThreshold: ({ threshold, ...chosen }) => document.tryThreshold(chosen, threshold),
      advice: async (chosen) => ({
        advice: await document.advice(chosen),
        target: written.targetOf(document),
      }),
      async adopt({ change: { name, value }, ...chosen }) {
        await written.write(document, { [name]: value });
        await document.endDetection();
        await detect(document, chosen);
      },
      cancelDetection: () => document.cancelDetection(),
      async run({ action }) {
        if (action === 'retry') await document.open();
        else if (action === 'asText') await openAsText(uri, panel);
        else await vscode.commands.executeCommand(commandOf[action]);
      },
      focus({ area }) {
        view.focus = area;
        active.refresh(view);
      },
      async clipboard({ text }) {
        await vscode.env.clipboard.writeText(text);
      },
    },
    onFailed,
  );
  const view: FileView = {
    document,
    choice: undefined,
    stretch: undefined,
    focus: 'none',
    act: (action) => served.notify('action', action),
    goTo: (time_s, more) => served.notify('goTo', { time_s, ...more }),
  };
  const listening = document.onChange((change) => {
    active.refresh(view);
    if (!panel.visible || change === 'kind') return;
    if (change === 'progress') served.notify('progress', document.progress);
    else served.notify('snapshot', document.snapshot());
  });
  showPage(panel.webview, extension, 'trace', document.name);
  document.views++;
  const closing = {
    dispose() {
      document.views--;
      if (document.progress && document.views === 0) void tellGoesOn(document);
    },
  };
  return vscode.Disposable.from(listening, followPanel(panel, active, view), served, closing);
}

/** Opens another program's file in the text editor instead, in the same place. */
export async function openAsText(uri: vscode.Uri, panel: vscode.WebviewPanel): Promise<void> {
  await vscode.commands.executeCommand('vscode.openWith', uri, 'default', panel.viewColumn);
}
