import type { RangeDetection } from '../../../src/common/api/engine/range-detection';
import type { DetectionView } from '../../../src/common/api/views/events';
import type { Handlers } from '../../../src/common/api/views/messages';
import type {
  TraceNotices,
  TraceQuery,
  TraceRequests,
  TraceSnapshot,
} from '../../../src/common/api/views/trace';
import type { Advice } from '../../../src/common/parameters/advice';
import type { SampleRange } from '../../../src/common/traces/sample-ranges';
import type { TraceWindow } from '../../../src/common/traces/trace-window';
import { type SyntheticRecording, windowOf } from './recording';
import { openView, type TestView, type ViewOptions } from './view';
import { type Watched, watched } from './watched';

export interface TraceTest extends TestView<TraceNotices>, Pick<Watched<TraceRequests>, 'asked' | 'of'> {
  /** "I_mon from 0 s to 90.0 s, −29 to 10 pA" */
  label(): Promise<string>;
}

/** A trace view before a host that has one recording in memory. */
export async function openTrace(
  recording: SyntheticRecording,
  snapshot: TraceSnapshot,
  options: ViewOptions & {
    delay_ms?: number;
    window?: (query: TraceQuery) => TraceWindow;
    advice?: Advice[];
    preview?: (range: SampleRange & { exact: boolean }) => RangeDetection;
    tryThreshold?: (threshold: number) => DetectionView | null;
  } = {},
): Promise<TraceTest> {
  const flat = new Float32Array(recording.values.length).fill(0.25);
  const answers: Handlers<TraceRequests> = {
    snapshot: () => snapshot,
    window: async (query) => {
      if (options.delay_ms) await new Promise((resolve) => setTimeout(resolve, options.delay_ms));
      return options.window ? options.window(query) : windowOf(recording.values, query);
    },
    prediction: (query) => windowOf(flat, query),
    choose: () => {},
    look: () => {},
    chooseSeries: () => {},
    describe: () => {},
    confirmFacts: () => {},
    detect: () => {},
    preview: ({ from, to, exact }) =>
      options.preview?.({ from, to, exact }) ?? Promise.reject(new Error('no preview')),
    tryThreshold: (query) => options.tryThreshold?.(query.threshold) ?? null,
    advice: () => ({ advice: options.advice ?? [], target: 'cell7.miniml.json' }),
    adopt: () => {},
    cancelDetection: () => {},
    run: () => {},
    focus: () => {},
    clipboard: () => {},
  };
  const { handlers, asked, of } = watched<TraceRequests>(answers);
  const view = await openView<TraceRequests, TraceNotices>('trace', handlers, options);
  const test: TraceTest = {
    ...view,
    asked,
    of,
    label: async () =>
      ((await view.page.locator('.plot').getAttribute('aria-label')) ?? '').replaceAll('\u00a0', ' '),
  };
  await test.settled();
  return test;
}
