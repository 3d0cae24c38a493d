import * as vscode from 'vscode';
import { UserError } from '../../common/errors';
import { createListeners } from '../../common/listeners';
import type { RecordingDocument } from '../recordings/recording-document';
import { ownTarget, targetLabel, type WrittenPatch } from '../tuning/parameter-target';
import { createParameterWriter, type ParameterWriter } from '../tuning/parameter-writer';

/**
 * Values that buttons, keys and the threshold line of the trace editor have written to parameter files in this window,
 * so that one key takes the last ones back.
 */
export interface WrittenValues {
  /** Name of the parameter file of a recording, or of the one that it would have. */
  targetOf(document: RecordingDocument): string;
  /** Writes to the parameter file of a recording. @returns its name */
  write(document: RecordingDocument, patch: WrittenPatch): Promise<string>;
  canUndo(recording: string): boolean;
  /** Puts back the values from before the last write. @throws UserError when there are none, or the file was edited since */
  undo(document: RecordingDocument): Promise<void>;
  /** Called when {@link canUndo} may have changed. */
  onChange(listener: () => void): { dispose(): void };
}

/** @param parameterFileOf the parameter file of a recording, or the one it would have */
export function createWrittenValues(parameterFileOf: (recording: string) => string): WrittenValues {
  /** By recording, the last write last. */
  const written = new Map<string, ParameterWriter[]>();
  const listeners = createListeners<undefined>();
  const of = (recording: string) => written.get(recording) ?? [];

  return {
    targetOf: ({ file }) => targetLabel(ownTarget(parameterFileOf(file))),
    async write(document, patch) {
      const writer = createParameterWriter();
      const subject = {
        recording: vscode.Uri.file(document.file),
        parameterFile: parameterFileOf(document.file),
        rate_hz: document.recordingInfo!.rate_hz!,
      };
      const { target } = await writer.use(subject, patch, 'recording');
      written.set(document.file, [...of(document.file), writer]);
      listeners.notify(undefined);
      return target;
    },
    canUndo: (recording) => of(recording).length > 0,
    async undo(document) {
      const before = of(document.file);
      const last = before.at(-1);
      if (!last)
        throw new UserError(
          `No parameters of ${document.name} were written in this window, so none are undone.`,
        );
      const isInPlace = last.isInPlace();
      // What was written before is out of date too.
      written.set(document.file, isInPlace ? before.slice(0, -1) : []);
      listeners.notify(undefined);
      if (!isInPlace)
        throw new UserError(
          `The parameters of ${document.name} were changed since they were written. Undo the change in their own editor.`,
        );
      await last.undo();
    },
    onChange: (listener) => listeners.add(listener),
  };
}
