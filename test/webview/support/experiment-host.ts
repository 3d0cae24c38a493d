import type { ExperimentComparison } from '../../../src/common/api/engine/experiments';
import type {
  ExperimentHostAction,
  ExperimentNotices,
  ExperimentReady,
  ExperimentRequests,
  ExperimentSnapshot,
  ExperimentViewRow,
} from '../../../src/common/api/views/experiment';
import type { FigureFile } from '../../../src/common/api/views/parts';
import type { RowReport } from '../../../src/common/row-report';
import { silentTask } from '../../../src/common/task';
import { compareExperiment } from '../../../src/engine/experiments/compare-experiment';
import { experimentKeys } from '../../../src/extension/key-list';
import { rowEvents } from '../../support/row-events';
import type { PageStates } from './pages';
import { openView, type TestView, type ViewOptions } from './view';

export interface ExperimentBench {
  view: TestView<ExperimentNotices>;
  /** What the view asked the host to run, and for which lines. */
  ran: { action: ExperimentHostAction; lines: number[] }[];
  included: { lines: number[]; include: boolean }[];
  opened: { line: number; what: string }[];
  edited: number[][];
  /** What the view wrote into files, and onto the clipboard. */
  saved: FigureFile[];
  copied: string[];
  focus(): string;
}

/** What came out of a study of three groups, or of the same cells before and after. */
export function someComparison(
  heading: string | null,
  quick: boolean,
  paired = false,
): Promise<ExperimentComparison> {
  const experiment = { file: '/study/study.miniml.csv', rows: [] };
  const groups: Record<string, number> = paired ? { before: 20, TTX: 14 } : { ctl: 21, TTX: 16, wash: 20 };
  const results = rowEvents({ groups, cells: 6, events: 60, paired });
  return compareExperiment(experiment, results, { heading, quick }, silentTask());
}

export async function openExperiment(
  snapshot: ExperimentSnapshot,
  options: ViewOptions = {},
  compared: (measure: string | null, quick: boolean) => Promise<ExperimentComparison> = someComparison,
): Promise<ExperimentBench> {
  const bench: Omit<ExperimentBench, 'view' | 'focus'> = {
    ...{ ran: [], included: [], opened: [], edited: [], saved: [], copied: [] },
  };
  let area = 'none';
  const view = await openView<ExperimentRequests, ExperimentNotices>(
    'experiment',
    {
      snapshot: () => snapshot,
      include: (request) => void bench.included.push(request),
      editValues: ({ lines }) => void bench.edited.push(lines),
      parameters: ({ line }) => [
        {
          name: 'win_size',
          value: '600',
          source: `parameter file, row${line}.miniml.json`,
          isDefault: false,
        },
        { name: 'channel', value: '1 (channel 2 in the editor)', source: 'this table', isDefault: false },
        { name: 'model_threshold', value: '0.5', source: 'default', isDefault: true },
      ],
      compare: async ({ measure, quick }) => compared(measure, quick),
      saveFigures: ({ figures }) => void bench.saved.push(...figures),
      clipboard: ({ text }) => void bench.copied.push(text),
      open: (request) => void bench.opened.push(request),
      run: (request) => void bench.ran.push(request),
      focus: (request) => {
        area = request.area;
      },
    },
    options,
  );
  if (snapshot.kind === 'ready') await view.page.waitForSelector('.experiment');
  return { ...bench, view, focus: () => area };
}

const STATUSES: readonly RowReport['status'][] = ['done', 'done', 'done', 'stale', 'to do', 'failed'];

/** A row of a study of two groups; the sixth and every sixth after it fails. */
export function someRow(i: number, change: Partial<ExperimentViewRow> = {}): ExperimentViewRow {
  const group = i % 2 === 0 ? 'ctl' : 'TTX';
  const named = `cell_${String(i + 1).padStart(2, '0')}`;
  const status = STATUSES[i % STATUSES.length];
  const found = status === 'done' || status === 'stale';
  const report: RowReport = {
    line: i + 2,
    recording: `/data/${group}/${named}.abf`,
    cell: named,
    animal: `m${(i >> 2) + 1}`,
    group,
    status,
    changed: status === 'stale' ? ['parameters', 'model'] : [],
    events: found ? 1400 - 4 * i : null,
    frequency_hz: found ? 2.3 - 0.01 * i : null,
    measures: found
      ? {
          unit: 'pA',
          amplitude: -21.3 - (i % 9),
          risetime_s: 0.0007,
          halfdecay_s: 0.0041 + 0.0001 * (i % 5),
          noise_sd: 4.1 + (i % 3) / 10,
          holding: -62.5 - i / 10,
        }
      : null,
    flags: i % 6 === 1 ? ['drift', 'saturation'] : [],
    error: status === 'failed' ? `/data/${group}/${named}.abf is damaged: it ends in its header.` : null,
    results: found ? `/data/study results/${named}_results.h5` : null,
  };
  return {
    line: i + 2,
    recording: `${group}/${named}.abf`,
    cell: named,
    animal: `m${(i >> 2) + 1}`,
    group,
    condition: '',
    note: '',
    include: true,
    report,
    ...change,
  };
}

export function someExperiment(rows: number, change: Partial<ExperimentReady> = {}): ExperimentReady {
  return {
    kind: 'ready',
    name: 'study.miniml.csv',
    rows: Array.from({ length: rows }, (_, i) => someRow(i)),
    problem: null,
    reading: false,
    progress: null,
    found: 0,
    keys: experimentKeys,
    ...change,
  };
}

/** The states of the experiment editor. */
export const experimentStates: PageStates = {
  'rows of all kinds, two new recordings': async (_, options) =>
    (await openExperiment(someExperiment(24, { found: 2 }), options)).view,
  'a run under way, with the details of a row': async (_, options) => {
    const progress = {
      phase: '3 of 14',
      fraction: 3 / 14,
      text: '21 %, 4.5 recordings/min, 2.4 min left; cell_05.abf: predicting 34 %',
    };
    const rows = Array.from({ length: 14 }, (_, i) => {
      const row = someRow(i);
      const status = i < 3 ? 'done' : i === 3 ? 'running' : 'waiting';
      return { ...row, report: { ...row.report!, status, error: null } as RowReport };
    });
    const { view } = await openExperiment(someExperiment(14, { progress, rows }), options);
    await view.notify('action', 'toggleDetails');
    await view.page.getByText('parameter file, row2').waitFor();
    return view;
  },
  'three groups compared': async (_, options) => {
    const { view } = await openExperiment(someExperiment(18), options);
    await view.notify('action', 'toggleComparison');
    await view.page.locator('.paper-figure').first().waitFor();
    return view;
  },
  'the figures of three groups': (_, options) => scrolledTo('.figures', options),
  'cells before and after': (_, options) => scrolledTo('.figures', options, true),
  'methods of a comparison': (_, options) => scrolledTo('.prose', options),
  'a filter that lets nothing through': async (_, options) => {
    const { view } = await openExperiment(someExperiment(12), options);
    await view.notify('action', 'focusFilter');
    await view.page.getByLabel('Filter rows').fill('nothing of the kind');
    return view;
  },
  'a table that is no experiment': async (_, options) =>
    (
      await openExperiment(
        someExperiment(0, {
          name: 'events.csv',
          problem: '/data/events.csv has no column "recording". Add one with the paths of the recordings.',
        }),
        options,
      )
    ).view,
};

async function scrolledTo(part: string, options: ViewOptions, paired = false) {
  const compared = (measure: string | null, quick: boolean) => someComparison(measure, quick, paired);
  const { view } = await openExperiment(someExperiment(18), options, compared);
  await view.notify('action', 'toggleComparison');
  await view.page.locator(part).evaluate((element) => element.scrollIntoView());
  return view;
}
