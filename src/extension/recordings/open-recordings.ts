import path from 'node:path';
import * as vscode from 'vscode';
import { UserError } from '../../common/errors';
import type { WrittenParameters } from '../../common/parameters/parameters';
import type { Resolved } from '../../common/parameters/resolve';
import type { EngineService } from '../engine/service';
import { traceKeys } from '../key-list';
import { existingParameterFile, parameterFileBeside } from '../parameter-files/layer';
import { tellOfMisplacedSettings } from '../parameter-files/misplaced-settings';
import { computing, resolvedFor } from '../settings';
import { RecordingDocument } from './recording-document';
import { type Remembered, saidLayer } from './said-layer';

/** Files that are open in an editor, or that were worked on without one: a document a file, however many views. */
export interface Documents {
  /** The document of a file, opened if it is not; it stays until it is released as often as it was acquired. */
  acquire(file: vscode.Uri): Promise<RecordingDocument>;
  release(document: RecordingDocument): void;
  /**
   * The parameters of a file and where each is from: the one place where settings, parameter file and what the user said
   * about the file come together.
   *
   * @param parameterFile in place of the file's own
   * @throws UserError for a value that its declaration does not allow
   */
  resolved(file: string, parameterFile?: string): Resolved;
  /** The values alone. @throws UserError */
  parametersOf(file: string): WrittenParameters;
  /** The parameter file of a recording: the one chosen for it, else the one beside it. There or not. */
  parameterFileOf(recording: string): string;
  /** From now on a recording takes its parameters from this file. */
  chooseParameterFile(recording: string, parameterFile: string): Promise<void>;
  /** Settings or parameter files have changed: what is shown of them is asked for again. */
  parametersChanged(): void;
}

export function createDocuments(service: EngineService, memory: vscode.Memento): Documents {
  const open = new Map<string, { document: RecordingDocument; holders: number }>();
  const chosenKey = (recording: string) => `miniml.parameters:${recording}`;
  const parameterFileOf = (recording: string) =>
    memory.get<string>(chosenKey(recording)) ?? parameterFileBeside(recording);
  const saidKey = (recording: string) => `miniml.said:${recording}`;
  const resolved = (file: string, parameterFile = parameterFileOf(file)) =>
    resolvedFor(vscode.Uri.file(file), parameterFile, saidLayer(memory.get<Remembered>(saidKey(file), {})));
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
