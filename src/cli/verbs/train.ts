import path from 'node:path';
import type { TrainingReport } from '../../common/api/engine/training';
import type { EpochRecord } from '../../common/epoch-record';
import { amountOfTime } from '../../common/text/duration';
import { amount } from '../../common/text/numbers';
import { threadsOfTask } from '../../engine/cluster/task';
import { requireTrainingUnqueued } from '../../engine/cluster/training-job';
import { readTrainingSubmission } from '../../engine/cluster/training-submission';
import { runTrainingTask } from '../../engine/cluster/training-task';
import { openedBackends } from '../../engine/service/backends';
import { screenTrained, trainAndScreen } from '../../engine/service/train-and-screen';
import { checkClusterFlags, trainingClusterFlags } from '../cluster-flags';
import { backendFlags, forceFlag, seedFlag, wantedBackend } from '../flags';
import { isOnCluster, trainingStatusText, trainOnCluster } from '../train-on-cluster';
import { verb } from '../verb';
import { metricsText } from './evaluate';

export const train = verb({
  name: 'train',
  summary:
    'Train a model on scored windows: from scratch, or by transfer learning from a base. Cancelled after an epoch, it keeps the best model so far. After a crash, run the same command to resume.',
  operands: { usage: 'T.h5…', minimum: 1, maximum: Number.POSITIVE_INFINITY },
  flags: {
    out: {
      kind: 'text',
      value: 'M.h5',
      doc: 'The model to write, with its card (.md) beside it.',
      required: true,
    },
    'train-on': {
      kind: 'switch',
      doc: 'Continue the training of M.h5 on the same windows, for as many epochs again, if it was still improving.',
    },
    base: { kind: 'text', value: 'M0.h5', reads: true, doc: 'Model to start from: transfer learning.' },
    ...seedFlag,
    ...backendFlags,
    ...forceFlag,
    ...trainingClusterFlags,
  },
  parameters: ['training', 'model', 'detection', 'recording'],
  async run({ operands, flags, parameters, task, say, tell }) {
    checkClusterFlags(flags);
    const onHistory = (epoch: EpochRecord) => tell(epochLine(epoch));
    const backends = openedBackends(tell);
    if (flags.task !== undefined) {
      const folder = path.resolve(operands[0]);
      const { backend } = await readTrainingSubmission(folder);
      const threads = flags.threads ?? threadsOfTask(process.env);
      const wanted = wantedBackend({ backend: backend as typeof flags.backend, threads });
      const report = await runTrainingTask(
        folder,
        {
          train: (request, within, onEpoch) =>
            backends.use(wanted, (opened) => trainAndScreen(request, opened, within, onEpoch)),
          screen: (request, within) =>
            backends.use(wanted, (opened) => screenTrained(request, opened, within)),
        },
        task,
      );
      for (const warning of report?.warnings ?? []) say(warning);
      return { json: report, text: report ? textOf(report) : 'The model was written by an earlier turn.' };
    }
    const request = {
      files: [...new Set(operands)],
      base: flags.base,
      out: flags.out,
      overwrite: flags.force,
      trainOn: flags['train-on'],
      parameters,
    };
    if (isOnCluster(flags)) {
      const status = await trainOnCluster(request, flags, { task, say });
      const { report } = status;
      return {
        json: status,
        text: [trainingStatusText(status), ...(report ? [textOf(report)] : [])].join('\n'),
        failed: status.status === 'failed' || status.status === 'interrupted',
      };
    }
    await requireTrainingUnqueued(path.resolve(flags.out));
    const report = await backends.use(wantedBackend(flags), (backend) =>
      trainAndScreen(request, backend, task, onHistory),
    );
    for (const warning of report.warnings) say(warning);
    return { json: report, text: textOf(report) };
  },
});

function epochLine(record: EpochRecord): string {
  const { epoch, fold, loss, accuracy, validation_loss, validation_accuracy, seconds } = record;
  return `fold ${fold}, epoch ${epoch}: loss ${amount(loss)}, accuracy ${amount(accuracy)}; validation ${amount(validation_loss)}, ${amount(validation_accuracy)}; ${amountOfTime(seconds)}`;
}

function textOf(report: TrainingReport): string {
  const {
    epochs,
    best_epoch,
    stopped,
    still_improving,
    ms_per_epoch,
    training_windows,
    validation_windows,
    resumed_after,
  } = report;
  const resumed = resumed_after > 0 ? `, resumed after epoch ${resumed_after}` : '';
  const ended = {
    epochs: '',
    patience: ', stopped early: validation loss no longer fell',
    cancelled: ', cancelled',
  }[stopped];
  return [
    `${epochs} epochs on ${training_windows} windows, ${validation_windows} to validate${resumed}${ended}; best epoch ${best_epoch}`,
    ...(still_improving ? ['still improving: the same command with --train-on trains as long again'] : []),
    ...metricsText(report),
    `${amountOfTime(report.seconds)} in all, ${amountOfTime(ms_per_epoch / 1000)} per epoch, on ${report.backend}`,
    `  → ${report.model}`,
    `  → ${report.card}`,
    ...(report.screening_network === undefined ? [] : [`  → ${report.screening_network}`]),
  ].join('\n');
}
