import path from 'node:path';
import * as vscode from 'vscode';
import { UserError } from '../../common/errors';
import type { Parameters } from '../../common/parameters/parameters';
import type { EngineService } from '../engine/service';
import { traceKeys } from '../key-list';
import { existingParameterFile, parameterFileBeside } from '../parameter-files/layer';
import { computing, resolvedFor } from '../settings';
import { RecordingDocument, type Remembered } from './recording-document';

/** Files that are open in an editor, or that were worked on without one: a document a file, however many views. */
export interface Documents {
  /** The document of a file, opened if it is not; it stays until it is released as often as it was acquired. */
  acquire(file: vscode.Uri): Promise<RecordingDocument>;
  release(document: RecordingDocument): void;
  /**
   * The parameters of a recording: those of its settings and parameter file, and what the user said about the file.
   *
   * @throws UserError for a value that its declaration does not allow
   */
  parametersOf(recording: string): Parameters;
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
  return {
    parameterFileOf,
    parametersOf(recording) {
      const { values } = resolvedFor(vscode.Uri.file(recording), parameterFileOf(recording));
      const { description, series } = memory.get<Remembered>(saidKey(recording), {});
      return {
        ...values,
        ...(series !== undefined && { series }),
        ...(description && {
          sampling: description.rate_hz,
          unit: description.unit,
          scaling: description.scaling,
        }),
      };
    },
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
        throw new UserError(
          `${path.basename(uri.path)} is not on a disk of this computer: save a copy of it and open that.`,
        );
      const file = uri.fsPath;
      let entry = open.get(file);
      if (!entry) {
        const key = saidKey(file);
        const document = new RecordingDocument(file, {
          engine: service.engine,
          parameters: () => resolvedFor(uri, parameterFileOf(file)).values,
          parameterFile: () => existingParameterFile(parameterFileOf(file)),
          computing,
          remembered: () => memory.get<Remembered>(key, {}),
          remember: (said) => void memory.update(key, said),
          keys: traceKeys,
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
