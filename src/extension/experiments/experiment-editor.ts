import * as vscode from 'vscode';
import { UserError } from '../../common/errors';
import { experimentEditors } from '../manifest/experiment-commands';
import type { ListServices } from '../side-bar/recording-list';
import { ExperimentDocument } from './experiment-document';
import type { ExperimentRuns } from './experiment-runs';
import { bindExperimentView, type ExperimentViewServices } from './experiment-view';
import { recordingsBeside } from './table-recordings';

export interface ExperimentEditorServices extends ExperimentViewServices, ListServices {
  runs: ExperimentRuns;
}

/** Registers the editor of experiments: a view of a text document, so that Excel's format and all columns are kept. */
export function registerExperimentEditor(services: ExperimentEditorServices): vscode.Disposable {
  const { engine, runs, onFailed } = services;
  const open = new Map<vscode.TextDocument, { document: ExperimentDocument; views: number }>();

  function acquire(text: vscode.TextDocument): ExperimentDocument {
    const entry = open.get(text) ?? {
      views: 0,
      document: new ExperimentDocument(text, {
        engine,
        runs,
        newRecordings: (file, listed) => recordingsBeside(file, listed, services),
        onFailed,
      }),
    };
    open.set(text, entry);
    entry.views++;
    return entry.document;
  }

  function release(text: vscode.TextDocument): void {
    const entry = open.get(text);
    if (!entry || --entry.views > 0) return;
    open.delete(text);
    entry.document.dispose();
  }

  const provider: vscode.CustomTextEditorProvider = {
    resolveCustomTextEditor(text, panel) {
      if (text.uri.scheme !== 'file')
        throw new UserError(`${text.fileName} is not on a local disk. Save a copy and open it.`);
      const bound = bindExperimentView(panel, acquire(text), services);
      panel.onDidDispose(() => {
        bound.dispose();
        release(text);
      });
    },
  };
  return vscode.Disposable.from(
    ...experimentEditors.map(({ viewType }) =>
      vscode.window.registerCustomEditorProvider(viewType, provider, {
        supportsMultipleEditorsPerDocument: true,
      }),
    ),
  );
}
