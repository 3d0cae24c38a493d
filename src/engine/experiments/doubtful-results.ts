import { existsSync } from 'node:fs';
import path from 'node:path';
import { count } from '../../common/text/numbers';
import type { Experiment, ExperimentRow } from './experiment';
import { readOutcome, recordingKey } from './row-outcome';
import { resultsFileOf, stateFile, stemsOfRows } from './run-experiment';

/**
 * Sentences about included rows whose results are missing, are of an earlier run than the last one, or are of a recording
 * that has changed since: a comparison is of the others, or of numbers that may not come out again.
 *
 * @param out results folder of the experiment
 */
export async function doubtfulResults({ rows }: Experiment, out: string): Promise<string[]> {
  const stems = stemsOfRows(rows);
  const missing: ExperimentRow[] = [];
  const failed: ExperimentRow[] = [];
  const changed: ExperimentRow[] = [];
  for (const [i, row] of rows.entries()) {
    if (!row.include) continue;
    if (!existsSync(resultsFileOf(out, stems[i]))) {
      missing.push(row);
      continue;
    }
    const outcome = await readOutcome(stateFile(out, stems[i]));
    if (outcome?.status === 'failed') failed.push(row);
    else if (outcome?.inputs) {
      // A recording that is elsewhere now has not changed.
      const now = await recordingKey(row.recording).catch(() => undefined);
      if (now !== undefined && now !== outcome.inputs.recording) changed.push(row);
    }
  }
  return [
    missing.length > 0 &&
      `${said(missing)} no results and ${missing.length === 1 ? 'is' : 'are'} not compared.`,
    failed.length > 0 &&
      `${said(failed)} results of an earlier run, as the last one failed. Run miniml batch to see why.`,
    changed.length > 0 && `${said(changed)} changed since the events were detected. Run miniml batch again.`,
  ].filter((sentence) => sentence !== false);
}

const MOST_NAMES = 3;

/** "2 recordings (a.abf, b.abf) have". */
function said(rows: readonly ExperimentRow[]): string {
  const names = rows.slice(0, MOST_NAMES).map(({ recording }) => path.basename(recording));
  const more = rows.length > names.length ? ', …' : '';
  return `${count(rows.length, 'recording')} (${names.join(', ')}${more}) ${rows.length === 1 ? 'has' : 'have'}`;
}
