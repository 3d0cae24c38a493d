import type { TrainingAction, TrainingSnapshot } from '../../common/api/views/training';
import { count, fixed } from '../../common/text/numbers';
import { bestOf } from '../shared/learning-curves';

export interface HeaderButton {
  label: string;
  icon: string;
  action: TrainingAction;
}

/** Buttons for the current state, the most likely first. */
export function buttonsFor(
  { state, kind, report }: TrainingSnapshot,
  inUse: boolean,
): readonly HeaderButton[] {
  if (state === 'running') {
    const label = kind === 'training' ? 'Stop and Keep the Best' : 'Cancel';
    return [{ label, icon: 'debug-stop', action: 'stop' }];
  }
  if (report === null)
    return [
      { label: 'Try Again', icon: 'refresh', action: 'again' },
      { label: 'Show Log', icon: 'output', action: 'log' },
    ];
  const open: HeaderButton = { label: 'Open Model', icon: 'symbol-structure', action: 'openModel' };
  if (kind === 'evaluation') return [open];
  return [
    inUse
      ? { label: 'In Use', icon: 'check', action: 'useModel' }
      : { label: 'Use This Model', icon: 'arrow-right', action: 'useModel' },
    ...('still_improving' in report && report.still_improving
      ? [{ label: 'Continue Training', icon: 'debug-continue', action: 'trainOn' } satisfies HeaderButton]
      : []),
    open,
    { label: 'Model Card', icon: 'book', action: 'openCard' },
  ];
}

/** Progress of the job, or its outcome, in a line. */
export function statusText(snapshot: TrainingSnapshot): string {
  const { state, report } = snapshot;
  if (state === 'cancelled') return 'Cancelled; nothing was written.';
  if (state === 'failed') return failedText(snapshot);
  if (state === 'running') return joined(runningParts(snapshot));
  if (report && 'stopped' in report) return joined(trainedParts(snapshot, report));
  return report
    ? `${count(report.windows, 'window')} · ${fixed(report.seconds, 1)} s on ${report.backend}`
    : '';
}

function failedText({ kind, history }: TrainingSnapshot): string {
  if (kind === 'evaluation') return 'The evaluation failed.';
  const last = history.at(-1);
  if (!last) return 'The training failed.';
  return `The training failed after epoch ${last.epoch}. Try again with the same settings to resume it.`;
}

function runningParts({ progress, history, epochs, folds, resumedAfter, patience }: TrainingSnapshot) {
  const best = bestOf(history);
  const epoch = history.at(-1);
  const fold = epoch && folds > 1 ? `fold ${epoch.fold} of ${folds}, ` : '';
  return [
    epoch ? `${fold}epoch ${epoch.epoch}${epochs === null ? '' : ` of at most ${epochs}`}` : progress.phase,
    resumedText(resumedAfter),
    best &&
      `best ${bestText(folds, best.fold, best.epoch)} (validation loss ${fixed(best.validation_loss, 4)})`,
    folds === 1 && epoch && best && patience !== null && stopText(patience - (epoch.epoch - best.epoch)),
    progress.text,
  ];
}

function trainedParts(
  { history, folds, resumedAfter }: TrainingSnapshot,
  report: Extract<TrainingSnapshot['report'], { stopped: string }>,
) {
  const why = {
    epochs: 'all epochs done',
    patience: 'stopped early: validation loss no longer fell',
    cancelled: 'stopped by you; the best epoch is kept',
  }[report.stopped];
  return [
    `${count(report.epochs, 'epoch')}, ${why}`,
    report.still_improving && 'still improving: train on',
    resumedText(resumedAfter),
    `best ${bestText(folds, bestOf(history)?.fold ?? 1, report.best_epoch)}`,
    `${fixed(report.seconds, 0)} s on ${report.backend}`,
  ];
}

function bestText(folds: number, fold: number, epoch: number): string {
  return folds > 1 ? `fold ${fold}, epoch ${epoch}` : String(epoch);
}

function stopText(left: number): string | false {
  return left > 0 && `stops in ${count(left, 'epoch')} unless better`;
}

function resumedText(after: number): string | false {
  return after > 0 && `resumed after ${count(after, 'epoch')}`;
}

function joined(parts: readonly (string | false | undefined)[]): string {
  return parts.filter(Boolean).join(' · ');
}
