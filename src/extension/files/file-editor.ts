import { open, rm } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { FileKind } from '../../common/api/engine/file-info';
import type { EditableDocument } from '../editing/edit-operations';
import { editors } from '../manifest/editors';
import { bindModelView, type ModelViewServices } from '../models/model-view';
import type { Documents } from '../recordings/open-recordings';
import type { RecordingDocument } from '../recordings/recording-document';
import { bindTraceView, openAsText, type TraceViewServices } from '../recordings/trace-view';
import type { ResultsDocument } from '../results/results-document';
import { bindResultsView, type ResultsViewServices } from '../results/results-view';
import type { ScoringDocument } from '../scoring/scoring-document';
import { bindScoringView, type ScoringViewServices } from '../scoring/scoring-view';

interface OpenFile extends vscode.CustomDocument {
  /** Edit events of the editor that opened it. */
  edits: Edits;
  document: RecordingDocument;
  /** Path of VS Code's backup of unsaved edits, if there was one when the file was closed. */
  backup: string | undefined;
  /** Its editable document, for kinds of files that can be edited; created with the first view. */
  editable?: EditableDocument;
  scoring?: ScoringDocument;
  results?: ResultsDocument;
}

/** VS Code takes both kinds of events from one emitter, but its types do not say so. */
type Edits = vscode.EventEmitter<
  vscode.CustomDocumentEditEvent<OpenFile> | vscode.CustomDocumentContentChangeEvent<OpenFile>
>;

export interface FileEditorServices
  extends TraceViewServices,
    ScoringViewServices,
    ResultsViewServices,
    ModelViewServices {
  documents: Documents;
  openScoring(uri: vscode.Uri, backup: string | undefined): ScoringDocument;
  openResults(uri: vscode.Uri, backup: string | undefined): ResultsDocument;
}

/**
 * Registers the editor of all our files. The kind of a file decides its view, so one provider serves all; files that
 * cannot be edited never report an edit.
 */
export function registerFileEditor(services: FileEditorServices): vscode.Disposable {
  return vscode.Disposable.from(
    ...Object.values(editors).flatMap(({ viewType, holds }) => {
      // VS Code accepts edits only from the editor that the document belongs to.
      const edits: Edits = new vscode.EventEmitter();
      return [
        edits,
        vscode.window.registerCustomEditorProvider(viewType, providerOf(services, edits, holds), {
          supportsMultipleEditorsPerDocument: true,
        }),
      ];
    }),
  );
}

function providerOf(
  services: FileEditorServices,
  edits: Edits,
  holds: FileKind | undefined,
): vscode.CustomEditorProvider<OpenFile> {
  return {
    onDidChangeCustomDocument: edits.event as vscode.Event<vscode.CustomDocumentEditEvent<OpenFile>>,
    async openCustomDocument(uri, { backupId }) {
      const document = await services.documents.acquire(uri);
      const file: OpenFile = {
        uri,
        document,
        edits,
        backup: backupId === undefined ? undefined : vscode.Uri.parse(backupId).fsPath,
        dispose() {
          file.scoring?.dispose();
          file.results?.dispose();
          services.documents.release(document);
        },
      };
      return file;
    },
    async resolveCustomEditor(file, panel) {
      const { uri } = file;
      if (/\.dat$/i.test(uri.path) && !(await isHekaBundle(uri))) {
        await openAsText(uri, panel);
        panel.dispose();
        return;
      }
      showWhatItIs(file, panel, services, holds);
    },
    async saveCustomDocument(file) {
      await file.editable?.save();
      await removeBackup(file);
    },
    saveCustomDocumentAs: async ({ editable }, target) => editable?.saveAs(target.fsPath),
    async revertCustomDocument(file) {
      await file.editable?.revert();
      await removeBackup(file);
    },
    async backupCustomDocument(file, { destination }) {
      await file.editable?.backUp(destination.fsPath);
      // Names of backups restart in each window, so it may be the previous one.
      if (file.backup === destination.fsPath) file.backup = undefined;
      await removeBackup(file);
      return { id: destination.toString(), delete: () => void rm(destination.fsPath, { force: true }) };
    },
  };
}

/** Shows the view for what a file is, and another one if that changes. */
function showWhatItIs(
  file: OpenFile,
  panel: vscode.WebviewPanel,
  services: FileEditorServices,
  holds: FileKind | undefined,
): void {
  const { document } = file;
  let shown: vscode.Disposable | undefined;
  let shownKind: FileKind | undefined;
  const show = () => {
    // The view of recordings shows why a file cannot be read.
    const kind = document.kind ?? (document.openFailure === undefined ? holds : 'recording');
    if (kind === undefined || kind === shownKind) return;
    shownKind = kind;
    shown?.dispose();
    shown = bindView(file, panel, kind, services);
  };
  const listening = document.onChange((change) => {
    if (change !== 'progress') show();
  });
  panel.onDidDispose(() => {
    listening.dispose();
    shown?.dispose();
  });
  show();
}

/** Binds a panel to the view for this kind of file. */
function bindView(
  file: OpenFile,
  panel: vscode.WebviewPanel,
  kind: FileKind,
  services: FileEditorServices,
): vscode.Disposable {
  switch (kind) {
    case 'recording':
      return bindTraceView(panel, file.uri, file.document, services);
    case 'training set':
      file.scoring ??= tracked(file, services.openScoring(file.uri, file.backup));
      return bindScoringView(panel, file.scoring, services);
    case 'model':
      return bindModelView(panel, file.uri, services);
    case 'results':
      file.results ??= tracked(file, services.openResults(file.uri, file.backup));
      return bindResultsView(panel, file.results, services);
  }
}

/** Registers a document's edits with VS Code. */
function tracked<Document extends { edits: EditableDocument }>(file: OpenFile, document: Document): Document {
  file.editable = document.edits;
  document.edits.onEdit((edit) => file.edits.fire({ document: file, ...edit }));
  document.edits.onLeftUnsaved(() => file.edits.fire({ document: file }));
  return document;
}

/** Removes the edits that VS Code kept when it was last closed, which it does not remove itself. */
async function removeBackup(file: OpenFile): Promise<void> {
  const { backup } = file;
  file.backup = undefined;
  if (backup !== undefined) await rm(backup, { force: true });
}

/** Whether a file starts like HEKA bundles; other programs use the extension `.dat` too. */
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
