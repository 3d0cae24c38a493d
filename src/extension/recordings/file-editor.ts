import { open } from 'node:fs/promises';
import * as vscode from 'vscode';
import { factsOf } from '../facts/facts-of';
import { showFacts } from '../facts/facts-panel';
import { editors } from '../manifest/editors';
import type { FileView } from './active-view';
import type { Documents } from './documents';
import type { RecordingDocument } from './recording-document';
import { bindTraceView, openAsText, type TraceViewServices } from './trace-view';

interface OpenFile extends vscode.CustomDocument {
  document: RecordingDocument;
}

export interface FileEditorServices extends TraceViewServices {
  documents: Documents;
}

/** Registers the editor for every file of ours. What a file is decides what is shown. */
export function registerFileEditor(services: FileEditorServices): vscode.Disposable {
  const provider: vscode.CustomReadonlyEditorProvider<OpenFile> = {
    async openCustomDocument(uri) {
      const document = await services.documents.acquire(uri);
      return { uri, document, dispose: () => services.documents.release(document) };
    },
    async resolveCustomEditor({ uri, document }, panel) {
      if (/\.dat$/i.test(uri.path) && !(await isHekaBundle(uri))) {
        await openAsText(uri, panel);
        panel.dispose();
        return;
      }
      let shown: vscode.Disposable | undefined;
      let isTrace: boolean | undefined;
      const show = () => {
        const info = document.fileInfo;
        const trace = info === undefined || info.kind === 'recording';
        if (trace === isTrace) return;
        isTrace = trace;
        shown?.dispose();
        shown = trace ? bindTraceView(panel, uri, document, services) : bindFacts(panel, document, services);
      };
      const listening = document.onChange((change) => {
        if (change === 'snapshot') show();
      });
      panel.onDidDispose(() => {
        listening.dispose();
        shown?.dispose();
      });
      show();
    },
  };
  return vscode.Disposable.from(
    ...Object.values(editors).map(({ viewType }) =>
      vscode.window.registerCustomEditorProvider(viewType, provider, {
        supportsMultipleEditorsPerDocument: true,
      }),
    ),
  );
}

function bindFacts(
  panel: vscode.WebviewPanel,
  document: RecordingDocument,
  { extension, active, onFailed }: TraceViewServices,
): vscode.Disposable {
  const page = () => factsOf(document.name, document.file, document.fileInfo!);
  showFacts(panel, extension, page, onFailed);
  const view: FileView = {
    document,
    kind: 'facts',
    choice: undefined,
    focus: 'none',
    act: () => {},
    goTo: () => {},
  };
  const follow = () => (panel.active ? active.set(view) : active.clear(view));
  const state = panel.onDidChangeViewState(follow);
  follow();
  return {
    dispose() {
      active.clear(view);
      state.dispose();
    },
  };
}

/** Whether a file begins as HEKA bundles do; other programs use the ending `.dat` too. */
async function isHekaBundle(uri: vscode.Uri): Promise<boolean> {
  const handle = await open(uri.fsPath);
  try {
    const start = Buffer.alloc(4);
    await handle.read(start, 0, 4, 0);
    return /^DAT[12A]$/.test(start.toString('latin1'));
  } finally {
    await handle.close();
  }
}
