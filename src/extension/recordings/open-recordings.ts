import { unwatchFile, watchFile } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { UserError } from '../../common/errors';
import type { WrittenParameters } from '../../common/parameters/parameters';
import type { Resolved } from '../../common/parameters/resolve';
import type { EngineService } from '../engine/service';
import { traceKeys } from '../key-list';
import { existingParameterFile, parameterFileBeside } from '../parameter-files/layer';
import { tellOfMisplacedSettings } from '../parameter-files/misplaced-settings';
import { fasterComputing } from '../progress/faster-computing';
import { computing, previews, resolvedFor } from '../settings';
import { type Remembered, userEntriesLayer } from './description';
import type { InterruptedDetections } from './interrupted-detections';
import type { KeptStorage } from './kept-storage';
import { RecordingDocument } from './recording-document';

/** Registry of open documents, one per file, however many views it has. */
export interface Documents {
  /** The document of a file, opened if necessary. Reference-counted: each acquire needs a release. */
  acquire(file: vscode.Uri): Promise<RecordingDocument>;
  release(document: RecordingDocument): void;
  /**
   * The parameters of a file with their sources: the only place where settings, parameter file and the user's entries
   * are combined.
   *
   * @param parameterFile instead of the file's own
   * @throws UserError for a value that its declaration does not allow
   */
  resolved(file: string, parameterFile?: string): Resolved;
  /** The values alone. @throws UserError */
  parametersOf(file: string): WrittenParameters;
  /** Parameter file of a recording: the one chosen for it, else the one beside it. It need not exist. */
  parameterFileOf(recording: string): string;
  /** Sets the parameter file of a recording. */
  chooseParameterFile(recording: string, parameterFile: string): Promise<void>;
  /** Called after changes of settings or parameter files: views are updated. */
  parametersChanged(): void;
}

interface DocumentsServices {
  service: EngineService;
  memory: vscode.Memento;
  /** Folder of the extension's global storage. */
  storage: string;
  kept: KeptStorage;
  interrupted: InterruptedDetections;
}

export function createDocuments({
  service,
  memory,
  storage,
  kept,
  interrupted,
}: DocumentsServices): Documents {
  const open = new Map<string, { document: RecordingDocument; holders: number }>();
  const chosenKey = (recording: string) => `miniml.parameters:${recording}`;
  const parameterFileOf = (recording: string) =>
    memory.get<string>(chosenKey(recording)) ?? parameterFileBeside(recording);
  const saidKey = (recording: string) => `miniml.said:${recording}`;
  const resolved = (file: string, parameterFile = parameterFileOf(file)) =>
    resolvedFor(
      vscode.Uri.file(file),
      parameterFile,
      userEntriesLayer(memory.get<Remembered>(saidKey(file), {})),
    );
  kept.onKept((keptFile) => {
    for (const { document } of open.values()) document.keptElsewhere(keptFile);
  });
  return {
    parameterFileOf,
    resolved,
    parametersOf: (file) => resolved(file).values,
    async chooseParameterFile(recording, parameterFile) {
      const beside = parameterFile === parameterFileBeside(recording);
      await memory.update(chosenKey(recording), beside ? undefined : parameterFile);
      open.get(recording)?.document.parametersChanged();
    },
    parametersChanged() {
      for (const { document } of open.values()) document.parametersChanged();
    },
    async acquire(uri) {
      if (uri.scheme !== 'file')
        throw new UserError(`${path.basename(uri.path)} is not on a local disk. Save a copy and open it.`);
      const file = uri.fsPath;
      let entry = open.get(file);
      if (!entry) {
        const key = saidKey(file);
        const document = new RecordingDocument(file, {
          engine: service.engine,
          parameters: () => resolved(file).values,
          parameterFile: () => existingParameterFile(parameterFileOf(file)),
          computing,
          previews,
          fasterComputing: (backend) => fasterComputing(backend, storage),
          kept: {
            store: kept.store,
            overviews: kept.overviews,
            shown: (ids) => kept.shown(file, ids),
            watch: watchFileChanges,
            log: (line) => service.log.warn(line),
          },
          interruptible: (choice, work) =>
            interrupted.during({ kind: 'trace', recording: file, choice }, work),
          remembered: () => memory.get<Remembered>(key, {}),
          remember: (said) => void memory.update(key, said),
          keys: traceKeys,
        });
        entry = { document, holders: 0 };
        open.set(file, entry);
        void tellOfMisplacedSettings(uri, parameterFileOf(file), memory);
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

/** Looks at size and time, which also works on drives that do not report changes. */
const LOOK_MS = 2000;

function watchFileChanges(file: string, changed: () => void): { dispose(): void } {
  watchFile(file, { interval: LOOK_MS, persistent: false }, changed);
  return { dispose: () => unwatchFile(file, changed) };
}
