import path from 'node:path';
import * as vscode from 'vscode';
import type { ShownProgress } from '../../common/api/views/document';
import { CancelledError, messageOf, UserError } from '../../common/errors';
import { createListeners } from '../../common/listeners';
import type { RowReport } from '../../common/row-report';
import type { Progress } from '../../common/task';
import { timeLeft } from '../../common/text/duration';
import { count, fixed } from '../../common/text/numbers';
import type { Engine } from '../engine/engine';
import { showError, showInformation } from '../messages/messages';
import { withNotification } from '../progress/with-notification';
import type { InterruptedDetections } from '../recordings/interrupted-detections';
import { computing, settingsLayers } from '../settings';

/** A run of an experiment in this window. */
export interface RunningExperiment {
  readonly progress: ShownProgress;
  /** Rows whose status this run has changed, by line. */
  readonly reports: ReadonlyMap<number, RowReport>;
  /** Lines that the run works on; null for all that are not done. */
  readonly lines: ReadonlySet<number> | null;
  cancel(): void;
}

/** The experiments that run in this window, whether their tables are shown or not. */
export interface ExperimentRuns {
  of(file: string): RunningExperiment | undefined;
  /**
   * Saves the table and detects events in rows of it. Resolves at the end of the run, also when it is cancelled.
   *
   * @param lines null for all that are not done
   */
  start(file: string, lines: number[] | null): Promise<void>;
  onChange(listener: (file: string) => void): vscode.Disposable;
}

interface RunServices {
  engine: Engine;
  interrupted: InterruptedDetections;
  /** Whether a view shows the table, and with it how the run ended. */
  isShown(file: string): boolean;
}

export function experimentRuns({ engine, interrupted, isShown }: RunServices): ExperimentRuns {
  const running = new Map<string, RunningExperiment & { progress: ShownProgress }>();
  const changes = createListeners<string>();

  async function run(
    file: string,
    lines: number[] | null,
    signal: AbortSignal,
    show: Show,
  ): Promise<RowReport[]> {
    const document = await vscode.workspace.openTextDocument(vscode.Uri.file(file));
    if (document.isDirty) await document.save();
    const text = document.getText();
    const settings = settingsLayers(document.uri);
    const request = { file, text, settings, lines, ...computing() };
    const toText = experimentProgress();
    const reports = running.get(file)!.reports as Map<number, RowReport>;
    const { rows } = await engine.request('runExperiment', request, {
      signal,
      onProgress(progress) {
        if (progress.row) reports.set(progress.row.line, progress.row);
        const shown = toText(progress);
        running.get(file)!.progress = shown;
        show(shown);
        changes.notify(file);
      },
    });
    return rows;
  }

  return {
    of: (file) => running.get(file),
    onChange: (listener) => changes.add(listener),
    async start(file, lines) {
      const name = path.basename(file);
      if (running.has(file)) throw new UserError(`${name} is being run already. Wait, or cancel the run.`);
      const cancel = new AbortController();
      running.set(file, {
        progress: { phase: '', fraction: 0, text: 'starting' },
        reports: new Map(),
        lines: lines && new Set(lines),
        cancel: () => cancel.abort(),
      });
      changes.notify(file);
      let ended: RowReport[] | undefined;
      let failure: string | undefined;
      try {
        await withNotification(`Detecting events of ${name}`, async ({ signal, show }) => {
          signal.addEventListener('abort', () => cancel.abort());
          await interrupted.during({ kind: 'experiment', file, lines }, async () => {
            ended = await run(file, lines, cancel.signal, show);
          });
        });
      } catch (thrown) {
        if (!(thrown instanceof CancelledError)) failure = messageOf(thrown);
      } finally {
        running.delete(file);
        changes.notify(file);
      }
      void tellEnd(file, ended, failure, isShown(file));
    },
  };
}

type Show = (progress: ShownProgress) => void;

/** Says how a run ended, unless its table is in sight and says so. */
async function tellEnd(
  file: string,
  rows: readonly RowReport[] | undefined,
  failure: string | undefined,
  shown: boolean,
): Promise<void> {
  const open = 'Open Experiment';
  let answer: string | undefined;
  if (failure !== undefined) answer = await showError(`miniML: ${failure}`, ...(shown ? [] : [open]));
  else if (rows && !shown) {
    const of = (status: RowReport['status']) => rows.filter((row) => row.status === status).length;
    const failed = of('failed');
    const more = failed > 0 ? `, ${failed} failed` : '';
    const text = `${of('done')} of ${count(rows.length, 'recording')} of ${path.basename(file)} done${more}.`;
    answer = await showInformation(text, open);
  }
  if (answer === open) await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(file));
}

/** The phase of the engine that counts recordings. */
const PHASE = 'detecting events';

/**
 * "3 of 24", "12 %, 4.5 recordings/min, 5 min left; cell_04.abf: predicting 34 %". The rate is that of the whole run,
 * since a recording may take minutes.
 */
export function experimentProgress(now = () => performance.now()): (progress: Progress) => ShownProgress {
  const began = now();
  let all: ShownProgress = { phase: '', fraction: 0, text: 'starting' };
  let inside = '';
  return (progress) => {
    const { phase, done, total, unit } = progress;
    if (unit === 'recordings' && phase === PHASE) {
      const perMinute = done / ((now() - began) / 60_000);
      const parts = [
        `${Math.floor((100 * done) / Math.max(1, total))}\u00a0%`,
        done > 0 && `${fixed(perMinute, perMinute < 10 ? 1 : 0)} recordings/min`,
        done > 0 && done < total && `${timeLeft((60 * (total - done)) / perMinute)} left`,
      ];
      all = {
        phase: `${done} of ${total}`,
        fraction: total > 0 ? done / total : null,
        text: parts.filter(Boolean).join(', '),
      };
    } else if (total > 0) inside = `${phase} ${Math.floor((100 * done) / total)}\u00a0%`;
    return { ...all, text: [all.text, inside].filter(Boolean).join('; ') };
  };
}
