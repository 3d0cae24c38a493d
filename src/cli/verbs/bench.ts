import { createRequire } from 'node:module';
import path from 'node:path';
import type { BenchReport } from '../../../bench/run';
import type { EpochSpeed } from '../../../bench/training';
import { UserError } from '../../common/errors';
import { amountOfTime } from '../../common/text/duration';
import { amount } from '../../common/text/numbers';
import { openBackend } from '../../engine/backends/open';
import { findDistFile } from '../../engine/files/dist-file';
import { modelPathOf } from '../../engine/files/model-path';
import { backendFlags, modelFlag, wantedBackend } from '../flags';
import { verb } from '../verb';

const BENCHMARKS = ['detection', 'opening', 'training'] as const;

export const bench = verb({
  name: 'bench',
  summary:
    "Run the project's benchmarks on this machine: detection compared with the arithmetic peak and Keras, opening eight hours of recording, training compared with Keras.",
  operands: { usage: '', minimum: 0, maximum: 0 },
  flags: {
    only: { kind: 'choice', choices: BENCHMARKS, doc: 'One benchmark; all by default.' },
    python: { kind: 'text', value: 'PATH', doc: 'Python interpreter with Keras, for comparison.' },
    ...modelFlag,
    ...backendFlags,
  },
  parameters: ['model'],
  async run({ flags, parameters, task, say }) {
    const which = flags.only === undefined ? BENCHMARKS : [flags.only];
    const { backend: choice, threads } = wantedBackend(flags);
    const report = await loadBenchmarks()(
      which,
      {
        model: () => path.resolve(modelPathOf(parameters)),
        backend: () => openBackend({ choice, threads, log: say }),
        python: flags.python,
      },
      task,
    );
    return { json: report, text: textOf(report) };
  },
});

/** @throws UserError in the package, which ships without benchmarks */
function loadBenchmarks(): typeof import('../../../bench/run').runBenchmarks {
  const file = findDistFile('bench.js');
  if (file === undefined)
    throw new UserError(
      'Benchmarks are not part of the installed package. Run them from the source: npm run bench.',
    );
  return createRequire(file)(file).runBenchmarks;
}

function textOf(report: BenchReport): string {
  const { machine, detection, keras, ratio_to_keras, opening } = report;
  const lines = [`${machine.processor}, ${machine.cores} cores, Node ${machine.node}`];
  if (detection)
    lines.push(
      `detection of ${amountOfTime(detection.recording_s)} at ${amount(detection.rate_hz / 1000)} kHz on ${detection.backend}`,
      `  ${amountOfTime(detection.seconds)} in all, ${amount(detection.windows_per_s)} windows/s`,
      `  ${percent(detection.share_outside_network)} of the time outside the network`,
      `  ${amount(detection.gflop_per_s)} GFLOP/s, ${percent(detection.share_of_peak)} of the ${amount(detection.peak_gflop_per_s)} that matrix products reach here`,
    );
  if (detection) lines.push(...screenedLines(detection));
  if (keras)
    lines.push(
      'skipped' in keras
        ? `against Keras: skipped. ${keras.skipped}`
        : `against Keras ${keras.version}: ${amount(ratio_to_keras ?? Number.NaN)} × its ${amount(keras.windows_per_s)} windows/s`,
    );
  if (opening)
    lines.push(
      `opening ${amount(opening.samples / opening.rate_hz / 3600)} h at ${amount(opening.rate_hz / 1000)} kHz (${amount(opening.megabytes)} MB)`,
      `  first picture after ${amountOfTime(opening.first_picture_s)}, ${amountOfTime(opening.with_start_s)} with the start of the engine`,
      `  every sample in the overview after ${amountOfTime(opening.overview_s)}, at the second opening after ${amountOfTime(opening.second_overview_s)}; reading the file alone takes ${amountOfTime(opening.read_s)}`,
      `  a picture of any segment in ${amount(opening.window_median_ms)} ms (median), ${amount(opening.window_p95_ms)} ms (p95)`,
      `  ${opening.peak_memory_mb === null ? 'memory use is not available on this system' : `${amount(opening.peak_memory_mb)} MB at most`}`,
    );
  lines.push(...trainingLines(report));
  return lines.join('\n');
}

function screenedLines({ screened, seconds, events }: NonNullable<BenchReport['detection']>): string[] {
  if (!screened) return ['screened: skipped. The model has no screening network.'];
  const { events_lost, events_added, certificate_passed } = screened;
  return [
    `the same, screened: ${amountOfTime(screened.seconds)} in all, ${amount(seconds / screened.seconds)} × as fast, ${amount(screened.windows_per_s)} windows/s`,
    `  ${percent(screened.share_computed)} of the windows computed${certificate_passed ? '' : ', because the certificate failed'}, ${percent(screened.share_outside_network)} of the time outside the network`,
    `  ${events_lost} of ${events} events differ from the exact ones or are missing, ${events_added} are new or differ`,
  ];
}

function trainingLines({ training, keras_training, training_ratios }: BenchReport): string[] {
  if (!training || !keras_training) return [];
  const { backend, windows, full, transfer, whole_transfer } = training;
  const against = (ratio: number | undefined) =>
    ratio === undefined ? '' : `, ${amount(ratio)} × as fast as Keras`;
  const epoch = ({ ms, ms_per_epoch, cpu_ms_per_epoch, batch_size }: EpochSpeed) =>
    `${amount(ms_per_epoch)} ms per epoch (${amount(Math.min(...ms))} to ${amount(Math.max(...ms))}), ${amount(cpu_ms_per_epoch)} ms of all threads together, batches of ${batch_size}`;
  const fastest = (ratio: number | undefined) =>
    ratio === undefined ? '' : ` (${amount(ratio)} × by the fastest epochs)`;
  return [
    `training on ${windows} windows on ${backend}`,
    `  from scratch: ${epoch(full)}${against(training_ratios?.full)}${fastest(training_ratios?.full_fastest)}`,
    `  transfer: ${epoch(transfer)}${against(training_ratios?.transfer)}${fastest(training_ratios?.transfer_fastest)}`,
    `  a whole transfer training: ${amountOfTime(whole_transfer.seconds)} for ${whole_transfer.epochs} epochs${against(training_ratios?.whole_transfer)}`,
    'skipped' in keras_training
      ? `against Keras: skipped. ${keras_training.skipped}`
      : `Keras ${keras_training.version}: ${epoch(keras_training.full)}; transfer ${epoch(keras_training.transfer)}; a whole one ${amountOfTime(keras_training.whole_transfer.seconds)}`,
  ];
}

function percent(share: number): string {
  return `${amount(100 * share)} %`;
}
