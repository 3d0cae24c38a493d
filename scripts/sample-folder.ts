import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { projectRoot } from '../test/support/project';

/**
 * A fresh folder with `cell7.h5`, a simulated recording, and `windows.h5`, the windows extracted from it.
 *
 * @param extraction parameters of the extraction, as `name=value`
 */
export function sampleFolder(...extraction: string[]): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'cells-'));
  miniml('simulate', '--out', path.join(folder, 'cell7.h5'), '--duration', '60', '--seed', '7');
  const set = extraction.flatMap((parameter) => ['--set', parameter]);
  miniml('extract', path.join(folder, 'cell7.h5'), '--out', path.join(folder, 'windows.h5'), ...set);
  return folder;
}

/** How probably each window of a training set holds an event, by the base model. */
export function probabilitiesOf(windows: string): number[] {
  const model = path.join(projectRoot, 'models/base.h5');
  return (JSON.parse(miniml('predict', model, windows, '--json')) as { values: number[] }).values;
}

function miniml(...args: string[]): string {
  const script = path.join(projectRoot, 'dist/miniml.js');
  return execFileSync(process.execPath, [script, ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}
