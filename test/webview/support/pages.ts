import { existsSync, mkdtempSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { TrainingReport } from '../../../src/common/api/engine/training';
import type { FactsNotices, FactsRequests } from '../../../src/common/api/views/facts';
import type { ModelNotices, ModelRequests } from '../../../src/common/api/views/model';
import type { TraceQuery } from '../../../src/common/api/views/trace';
import type {
  TrainingNotices,
  TrainingRequests,
  TrainingSnapshot,
} from '../../../src/common/api/views/training';
import type { EpochRecord } from '../../../src/common/epoch-record';
import type { TraceWindow } from '../../../src/common/traces/trace-window';
import { classificationMetrics } from '../../../src/engine/training/metrics';
import { traceKeys } from '../../../src/extension/key-list';
import { inProcessEngine } from '../../support/in-process-engine';
import { writeLargeTrainingSet } from '../../support/large-training-set';
import { projectRoot } from '../../support/project';
import { experimentStates } from './experiment-host';
import { busyRecording, recordedResults } from './recorded-results';
import {
  detectionOf,
  infoOf,
  readySnapshot,
  type SyntheticRecording,
  syntheticRecording,
  windowOf,
} from './recording';
import { openResults } from './results-host';
import { openScoring } from './scoring-host';
import { someResults } from './some-results';
import { openTrace } from './trace-host';
import { someSamples } from './training-host';
import { openTuning } from './tuning-host';
import { openPreviews } from './tuning-previews-host';
import { openView, type TestView, type ViewOptions } from './view';

/** A page with something on it, as a person sees it. */
export type Opened = Pick<TestView<never>, 'page' | 'complaints' | 'setTheme' | 'settled' | 'close'>;

/** States that a page can be in, by what is to be seen; `folder` is for the files they need. */
export type PageStates = Record<string, (folder: string, options: ViewOptions) => Promise<Opened>>;

const recording = syntheticRecording(20, 60);
const keys = traceKeys;

/** Two test pulses that are far larger than the events. */
function withArtefact({ values, ...more }: SyntheticRecording): SyntheticRecording {
  const pulsed = values.slice();
  pulsed.fill(400, 100_000, 100_300).fill(-900, 300_000, 300_200);
  return { ...more, values: pulsed };
}

/** Each channel and sweep of {@link sweepsAndComments} as a trace of its own; other channels are a slow potential. */
function byTrace(query: TraceQuery): TraceWindow {
  const { channel, sweep, averaged } = query;
  const start = (sweep ?? 0) * 100_000;
  if (averaged) {
    const mean = recording.values.slice(0, 100_000);
    for (let i = 0; i < mean.length; i++)
      mean[i] = [0, 1, 2, 3].reduce((sum, s) => sum + recording.values[i + s * 100_000], 0) / 4;
    return windowOf(mean, query);
  }
  if (channel === 0) return windowOf(recording.values.subarray(start), query);
  const potential = recording.values.map((value, i) => -65 + value / 50 + 3 * Math.sin(i / 30_000));
  return windowOf(potential.subarray(start), query);
}

const sweepsAndComments = readySnapshot(recording, {
  info: infoOf(recording, {
    sweeps: 4,
    samples: [100_000, 100_000, 100_000, 100_000],
    sweep_starts_s: [0, 10, 20, 30],
    tags: [
      { time_s: 2, comment: 'TTX 1 µM' },
      { time_s: 2.3, comment: 'a second comment, right behind' },
      { time_s: 17, comment: 'between two sweeps' },
      { time_s: 32, comment: 'wash' },
    ],
  }),
  detections: [
    {
      ...detectionOf(recording),
      used: [
        ['Window', '1400 samples (70 ms)'],
        ['Direction', 'negative'],
        ['Threshold', '0.5'],
      ],
      warnings: [{ code: 'window-too-short', message: 'Events decay beyond the window of 30 ms.' }],
      exported: 'cell7_results.h5',
      stale: ['the excluded intervals have changed', 'window 1400 → 600'],
    },
  ],
  keys,
});

const trace: PageStates = {
  'a recording with events': (_, options) =>
    openTrace(recording, readySnapshot(recording, { detections: [detectionOf(recording)] }), options),
  'a recording without events': (_, options) => openTrace(recording, readySnapshot(recording), options),
  'sweeps, comments, an artefact and a stale detection': (_, options) =>
    openTrace(withArtefact(recording), sweepsAndComments, options),
  'all channels, one above the other': (_, options) =>
    openTrace(recording, readySnapshot(recording, { detections: [detectionOf(recording)], keys }), {
      ...options,
      window: byTrace,
      state: { choice: { channel: 0, sweep: null }, view: { from: 0, to: 400_000 }, stacked: true },
    }),
  'a sweep over the others and their mean': (_, options) =>
    openTrace(recording, sweepsAndComments, {
      ...options,
      window: byTrace,
      state: { choice: { channel: 0, sweep: 1 }, view: { from: 0, to: 40_000 }, overlaid: true },
    }),
  'a detection that found nothing': (_, options) =>
    openTrace(
      recording,
      readySnapshot(recording, {
        detections: [
          {
            ...detectionOf({ ...recording, events: [] }),
            average: null,
            warnings: [
              {
                code: 'no-events',
                message:
                  'No events were found in 20 s. The highest probability is 0.25, below model_threshold (0.5). Check win_size (600) and event_direction (negative).',
              },
            ],
          },
        ],
      }),
      options,
    ),
  'a file that cannot be opened': (_, options) =>
    openTrace(
      recording,
      { kind: 'failed', name: 'cell7.abf', message: 'cell7.abf is damaged.', remedies: ['retry', 'log'] },
      options,
    ),
  'the list of keys': async (_, options) => {
    const view = await openTrace(recording, readySnapshot(recording, { keys }), options);
    await view.notify('action', 'showKeys');
    await view.page.locator('dialog[open]').waitFor();
    return view;
  },
};

async function scoringOf(folder: string, options: ViewOptions) {
  const own = mkdtempSync(path.join(folder, 's-'));
  const [file, other] = [path.join(own, 'windows.h5'), path.join(own, 'other.h5')];
  await writeLargeTrainingSet(file, 60);
  await writeLargeTrainingSet(other, 60);
  const bench = await openScoring(file, path.join(own, 'journals'), options);
  await bench.view.page.locator('.mix', { hasText: 'clear' }).waitFor();
  return { bench, other };
}

const scoring: PageStates = {
  'one window': async (folder, options) => {
    const { bench } = await scoringOf(folder, options);
    for (const action of ['score1', 'score0', 'score2', 'bookmark', 'toggleSurroundings'] as const)
      await bench.view.notify('action', action);
    return bench.view;
  },
  'grid, filter and notes': async (folder, options) => {
    const { bench, other } = await scoringOf(folder, options);
    await bench.view.notify('action', 'score1');
    await bench.document.compare(other);
    for (const action of ['toggleOverview', 'extendDown', 'focusFilter'] as const)
      await bench.view.notify('action', action);
    await bench.view.page.locator('.note-agreement').waitFor();
    return bench.view;
  },
  'nothing listed': async (folder, options) => {
    const { bench } = await scoringOf(folder, options);
    await bench.view.page.locator('.count.score2').click();
    await bench.view.page.locator('.empty-list').waitFor();
    return bench.view;
  },
  'a file that cannot be opened': async (folder, options) =>
    (await openScoring(path.join(folder, 'gone.h5'), path.join(folder, 'journals'), options)).view,
  'the list of keys': async (folder, options) => {
    const { bench } = await scoringOf(folder, options);
    await bench.view.notify('action', 'showKeys');
    await bench.view.page.locator('dialog[open]').waitFor();
    return bench.view;
  },
};

async function resultsOf(folder: string, options: ViewOptions) {
  const bench = await openResults(await someResults(folder), path.join(folder, 'journals'), options);
  await bench.view.settled();
  return bench;
}

const results: PageStates = {
  events: async (folder, options) => {
    const { view } = await resultsOf(folder, options);
    for (const action of ['next', 'toggleExcluded', 'next', 'deleteEvents', 'focusFilter'] as const) {
      await view.notify('action', action);
      await view.settled();
    }
    return view;
  },
  'events of a recording, and why': async (folder, options) => {
    const file = await recordedResults(folder, busyRecording);
    const { view } = await openResults(file, path.join(folder, 'journals'), options);
    for (const action of ['next', 'next', 'focusTrace', 'why'] as const) await view.notify('action', action);
    await view.page.locator('.why').waitFor();
    return view;
  },
  'a comparison': async (folder, options) => {
    const { view, document } = await resultsOf(folder, options);
    await document.compare(await someResults(folder, [1000, 2010, 5000, 7000]));
    await view.settled();
    return view;
  },
  'a comparison on its recording': async (folder, options) => {
    const own = await recordedResults(folder, busyRecording, { exclude: '1-1.6' });
    const { view, document } = await openResults(own, path.join(folder, 'journals'), options);
    await view.page.locator('.event-table .table-row').first().waitFor();
    await document.compare(await recordedResults(folder, busyRecording));
    await view.page.locator('.difference').first().click();
    await view.settled();
    return view;
  },
  'the list of keys': async (folder, options) => {
    const { view } = await resultsOf(folder, options);
    await view.notify('action', 'showKeys');
    await view.page.locator('dialog[open]').waitFor();
    return view;
  },
};

const facts: PageStates = {
  'facts of a file': (_, options) =>
    openView<FactsRequests, FactsNotices>(
      'facts',
      {
        page: () => ({
          title: 'cell7.abf',
          summary: 'A recording of 20 s.',
          sections: [
            {
              title: 'Recording',
              rows: [
                ['Rate', '20 kHz'],
                ['Length', '20 s'],
              ],
            },
            {
              title: 'Channels',
              headings: ['Name', 'Unit'],
              rows: [
                ['I_mon', 'pA'],
                ['V_mon', 'mV'],
              ],
            },
          ],
        }),
      },
      options,
    ),
};

const model: PageStates = {
  'the base model': async (_, options) => {
    const view = await openView<ModelRequests, ModelNotices>(
      'model',
      {
        async page() {
          const file = path.join(projectRoot, 'models/base.h5');
          const { card, ...report } = await inProcessEngine().request('model', { path: file });
          return { ...report, name: 'base.h5', hasCard: card !== null, inUse: true };
        },
        run: () => {},
      },
      options,
    );
    await view.page.locator('h1').waitFor();
    return view;
  },
};

const history: EpochRecord[] = Array.from({ length: 12 }, (_, i) => ({
  epoch: i + 1,
  fold: 1,
  loss: 0.6 * 0.8 ** i,
  accuracy: 1 - 0.4 * 0.8 ** i,
  validation_loss: 0.65 * 0.85 ** i,
  validation_accuracy: 1 - 0.45 * 0.85 ** i,
  seconds: 0.3,
}));
const labels = Array.from({ length: 40 }, (_, i) => i % 2);
const probabilities = labels.map((label, i) => (label + ((i * 7) % 10) / 6) / 2.6);
const report: TrainingReport = {
  ...classificationMetrics(probabilities, labels, 0.5),
  windows: 40,
  positive: 20,
  negative: 20,
  balance: 1,
  left_out: 3,
  mistakes: [{ file: '/data/scored.h5', row: 11, score: 1, probability: 0.12 }],
  warnings: ['40 windows are few: a few hundred are better.'],
  seconds: 4,
  backend: 'CPU, 2 threads',
  model: '/data/mine.h5',
  card: '/data/mine.md',
  epochs: 12,
  best_epoch: 12,
  stopped: 'epochs',
  still_improving: true,
  resumed_after: 0,
  history,
  training_windows: 160,
  validation_windows: 40,
  split: 'recording',
  shared_stretches: [],
  ms_per_epoch: 300,
};
const running: TrainingSnapshot = {
  kind: 'training',
  model: 'mine.h5',
  setup: [
    ['Windows', '200'],
    ['Base model', 'base.h5'],
  ],
  state: 'running',
  progress: { phase: 'training', fraction: 0.3, text: '0.3 s per epoch, 21 s left' },
  history,
  epochs: 40,
  folds: 1,
  patience: 8,
  resumedAfter: 0,
  report: null,
  failure: null,
};
const trainingIn = (snapshot: TrainingSnapshot) => (_: string, options: ViewOptions) =>
  openView<TrainingRequests, TrainingNotices>(
    'training',
    {
      snapshot: () => snapshot,
      run: () => {},
      inUse: () => false,
      openMistake: () => {},
      mistakeSamples: () => someSamples(snapshot.report?.mistakes.length ?? 0),
    },
    options,
  );

const training: PageStates = {
  'a training under way': trainingIn(running),
  'a training that is done': trainingIn({ ...running, state: 'done', report }),
  'a training that failed': trainingIn({ ...running, state: 'failed', failure: 'No window has score 1.' }),
};

const tuning: PageStates = {
  'window sizes that were tried': async (_, options) => {
    const view = await openTuning(options);
    await view.page.getByRole('button', { name: 'Suggest a Size' }).click();
    await view.page.locator('.sizes .is-best button').click();
    await view.page.getByRole('button', { name: 'Use These Parameters' }).click();
    await view.page.locator('.written:not(.hidden)').waitFor();
    await view.page.locator('.sizes tbody button').last().click();
    return view;
  },
  'the smoothing': async (_, options) => {
    const view = await openPreviews(options);
    await view.tab('Smoothing');
    await view.page.locator('.strength-cell').first().waitFor();
    return view;
  },
  'filters and an excluded interval': async (_, options) => {
    const view = await openPreviews(options);
    await view.tab('Filters');
    await view.page.getByRole('button', { name: 'Exclude Interval' }).waitFor();
    await view.page.getByLabel('Start of the interval in seconds').fill('1');
    await view.page.getByLabel('End of the interval in seconds').fill('2');
    await view.page.getByRole('button', { name: 'Exclude Interval' }).click();
    await view.page.getByRole('button', { name: 'Remove 1–2 s' }).waitFor();
    await view.page.getByLabel(/ lowpass$/).fill('-1');
    return view;
  },
};

/** Every page of ours, by the name of its folder in src/webviews. */
const pages: Readonly<Record<string, PageStates>> = {
  experiment: experimentStates,
  facts,
  model,
  results,
  scoring,
  trace,
  training,
  tuning,
};

/** Names of all our pages: the folders that are built into one. */
export const pageNames = readdirSync(path.join(projectRoot, 'src/webviews')).filter((name) =>
  ['main.ts', 'main.tsx'].some((main) => existsSync(path.join(projectRoot, 'src/webviews', name, main))),
);

/** The states of a page; of one that is not listed above, what it shows when nothing can be had. */
export function statesOf(name: string): PageStates {
  return pages[name] ?? { 'its host has failed': (_, options) => openView(name, {}, options) };
}
