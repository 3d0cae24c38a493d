import { readFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { TargetPlace, Written } from '../../common/api/views/tuning';
import { lengthsAsTimes } from '../../common/parameters/lengths';
import { DECLARATIONS, type ParameterName } from '../../common/parameters/parameters';
import { existingParameterFile } from '../parameter-files/layer';
import { markDone } from '../tour/done';
import {
  ownTarget,
  type ParameterTarget,
  placesOf,
  showTarget,
  targetLabel,
  valuesAt,
  type WrittenPatch,
  writeParameters,
} from './parameter-target';

/** A recording whose parameters are written. */
export interface WriteSubject {
  recording: vscode.Uri;
  /** It need not exist. */
  parameterFile: string;
  rate_hz: number;
}

export interface ParameterWriter {
  use(subject: WriteSubject, patch: WrittenPatch, place: TargetPlace): Promise<Written>;
  undo(): Promise<void>;
  /** Whether what was written last is still there as it was written. */
  isInPlace(): boolean;
  /** Opens what was written last. */
  show(): Promise<void>;
}

/** Writes parameters to the place that the user chose; the last ones can be taken back. */
export function createParameterWriter(): ParameterWriter {
  let last:
    | {
        target: ParameterTarget;
        recording: vscode.Uri;
        patch: WrittenPatch;
        before: WrittenPatch;
        made?: string | undefined;
      }
    | undefined;
  return {
    async use(subject, patch, place) {
      const { recording, rate_hz } = subject;
      const names = Object.keys(patch) as ParameterName[];
      const target = targetFor(subject, names, place);
      const isNew = target.kind === 'file' && existingParameterFile(target.file) === undefined;
      const before = valuesAt(target, recording, names);
      // Settings apply to recordings of any sampling rate.
      const values = target.kind === 'settings' ? lengthsAsTimes(patch, rate_hz) : patch;
      const written = await writeParameters(target, recording, values);
      if ('win_size' in values) markDone('window');
      const made = isNew ? await readFile(target.file, 'utf8') : undefined;
      last = { target, recording, patch: values, before, made };
      return { ...written, overriddenBy: overriding(subject, target, names) };
    },
    async undo() {
      if (!last) return;
      const { target, recording, before, made } = last;
      last = undefined;
      const isGone =
        target.kind === 'file' && made !== undefined && (await removedIfUnchanged(target.file, made));
      if (!isGone) await writeParameters(target, recording, before);
    },
    isInPlace() {
      if (!last) return false;
      const { target, recording, patch } = last;
      const names = Object.keys(patch) as ParameterName[];
      return JSON.stringify(valuesAt(target, recording, names)) === JSON.stringify(patch);
    },
    async show() {
      if (last) await showTarget(last.target);
    },
  };
}

/** The chosen place; parameters about one recording cannot be settings, so they take the rest with them. */
function targetFor(
  { recording, parameterFile }: WriteSubject,
  names: readonly ParameterName[],
  place: TargetPlace,
): ParameterTarget {
  const own = ownTarget(parameterFile);
  if (names.some((name) => DECLARATIONS[name].group === 'recording')) return own;
  return placesOf(recording, parameterFile).find((other) => other.place === place)?.target ?? own;
}

/** Name of the narrowest place before the target that sets one of the parameters itself. */
function overriding(
  { recording, parameterFile }: WriteSubject,
  target: ParameterTarget,
  names: readonly ParameterName[],
): string | undefined {
  const places = placesOf(recording, parameterFile).map((place) => place.target);
  const narrower = places.slice(
    0,
    places.findIndex((other) => targetLabel(other) === targetLabel(target)),
  );
  const setting = narrower.find((other) =>
    Object.values(valuesAt(other, recording, names)).some((value) => value !== undefined),
  );
  return setting && targetLabel(setting);
}

/** Removes a parameter file that was made for the values, unless it was edited since. */
async function removedIfUnchanged(file: string, made: string): Promise<boolean> {
  const isDirty = vscode.workspace.textDocuments.some(({ uri, isDirty }) => uri.fsPath === file && isDirty);
  if (isDirty || (await readFile(file, 'utf8').catch(() => undefined)) !== made) return false;
  await vscode.workspace.fs.delete(vscode.Uri.file(file));
  return true;
}
