import { existsSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import type { FileExtraction } from '../../common/api/engine/extraction';
import { UserError } from '../../common/errors';
import { DECLARATIONS, PARAMETER_NAMES, type WrittenParameters } from '../../common/parameters/parameters';
import { criterionText } from '../../common/text/extraction-criterion';
import { count } from '../../common/text/numbers';
import type { Engine } from '../engine/engine';
import { showInformation, showWarning } from '../messages/messages';
import { progressText } from '../progress/progress-text';
import { withNotification } from '../progress/with-notification';
import { computing } from '../settings';
import { columnForFile } from '../tour/column';
import { markDone } from '../tour/done';
import { chooseTarget } from './choose';

/** Parameters that decide which windows are extracted. */
const ADJUSTABLE = PARAMETER_NAMES.filter((name) => DECLARATIONS[name].group === 'extraction').map(
  (name) => `miniml.${name}`,
);

/**
 * Extracts windows from recordings, each with its own parameters, and opens the training set to be scored.
 *
 * @throws UserError when there are none
 * @throws CancelledError
 */
export async function extractTrainingData(
  files: readonly string[],
  engine: Engine,
  parametersOf: (recording: string) => WrittenParameters,
): Promise<void> {
  const out = await chooseTarget(
    'trainingSets',
    'Save Training Data',
    path.join(path.dirname(files[0]), 'training_data.h5'),
  );
  const recordings = files.map((file) => ({ path: file, parameters: parametersOf(file) }));
  const request = { recordings, out, overwrite: existsSync(out), ...computing() };
  const answer = await withNotification('Extracting training windows', ({ signal, show }) => {
    const toText = progressText();
    return engine.request('extract', request, { signal, onProgress: (progress) => show(toText(progress)) });
  });
  markDone('extract');
  await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(answer.out), columnForFile());
  void tell(extractionText(answer.files));
  for (const text of doubtsOf(answer.files)) void showWarning(text);
}

async function tell(text: string): Promise<void> {
  const change = 'Change Thresholds and Template';
  const chosen = await showInformation(text, change);
  if (chosen === change)
    await vscode.commands.executeCommand('workbench.action.openSettings', `@id:${ADJUSTABLE.join()}`);
}

/** Maximum number of messages shown at once. */
const MOST_WARNINGS = 3;

/** Warnings of an extraction, one per code, each with the recordings it applies to. */
function doubtsOf(files: readonly FileExtraction[]): string[] {
  const byCode = new Map<string, { message: string; files: string[] }>();
  for (const { file, extraction } of files)
    for (const { code, message } of extraction?.warnings ?? []) {
      const known = byCode.get(code) ?? { message, files: [] };
      known.files.push(path.basename(file));
      byCode.set(code, known);
    }
  return Array.from(byCode.values(), ({ message, files: [first, ...others] }) =>
    others.length === 0 ? `${first}: ${message}` : `${first} (and ${others.length} more): ${message}`,
  ).slice(0, MOST_WARNINGS);
}

/** Number of windows of each kind, and the criterion. @throws UserError when there are none */
function extractionText(files: readonly FileExtraction[]): string {
  const total = { clear: 0, doubtful: 0, noise: 0 };
  for (const { extraction } of files)
    for (const kind of ['clear', 'doubtful', 'noise'] as const) total[kind] += extraction?.[kind] ?? 0;
  const failures = files.filter(({ failure }) => failure !== null);
  const failed =
    failures.length > 0
      ? ` ${count(failures.length, 'recording')} failed. First error: ${failures[0].failure}`
      : '';
  if (total.clear + total.doubtful + total.noise === 0)
    throw new UserError(`No windows were found.${failed}`);
  const criteria = new Set(
    files.flatMap(({ extraction }) => (extraction ? [criterionText(extraction)] : [])),
  );
  // Recordings with other rates or units have another criterion.
  const by = criteria.size === 1 ? ` Found with ${[...criteria][0]}.` : '';
  return `Extracted ${count(total.clear, 'clear event')}, ${count(total.doubtful, 'window')} to score, ${count(total.noise, 'noise window')}.${by}${failed}`;
}
