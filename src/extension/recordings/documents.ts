import path from 'node:path';
import type * as vscode from 'vscode';
import { UserError } from '../../engine/errors';
import type { EngineService } from '../engine/service';
import { keyList } from '../key-list';
import { backendSettings, parametersFor } from '../settings';
import type { Description } from '../webview-protocol/trace';
import { RecordingDocument } from './recording-document';

/** Files that are open in an editor, or that were worked on without one: a document a file, however many views. */
export interface Documents {
  /** The document of a file, opened if it is not; it stays until it is released as often as it was acquired. */
  acquire(file: vscode.Uri): Promise<RecordingDocument>;
  release(document: RecordingDocument): void;
}

export function createDocuments(service: EngineService, memory: vscode.Memento): Documents {
  const open = new Map<string, { document: RecordingDocument; holders: number }>();
  return {
    async acquire(uri) {
      if (uri.scheme !== 'file')
        throw new UserError(
          `${path.basename(uri.path)} is not on a disk of this computer: save a copy of it and open that.`,
        );
      const file = uri.fsPath;
      let entry = open.get(file);
      if (!entry) {
        const key = `miniml.description:${file}`;
        const document = new RecordingDocument(file, {
          engine: service.engine,
          parameters: () => parametersFor(uri),
          backend: backendSettings,
          remembered: () => memory.get<Description>(key),
          remember: (description) => void memory.update(key, description),
          keys: keyList,
        });
        entry = { document, holders: 0 };
        open.set(file, entry);
      }
      entry.holders++;
      return entry.document;
    },
    release(document) {
      const entry = open.get(document.file);
      if (!entry || --entry.holders > 0) return;
      open.delete(document.file);
      document.dispose();
    },
  };
}
