import type { SizeScores } from '../../../src/common/api/engine/window-sizes';
import type { Handlers } from '../../../src/common/api/views/messages';
import type { ParameterPatch } from '../../../src/common/api/views/parameter-patch';
import type { TraceChoice } from '../../../src/common/api/views/trace';
import type {
  ReadyTuning,
  TuningAction,
  TuningNotices,
  TuningRequests,
} from '../../../src/common/api/views/tuning';
import { defaultParameters, type Parameters } from '../../../src/common/parameters/parameters';
import { silentTask } from '../../../src/common/task';
import { traceOf } from '../../../src/engine/signal/trace';
import { clearEvents } from '../../../src/engine/tuning/clear-events';
import { windowShapes } from '../../../src/engine/tuning/window-shape';
import { tuningKeys } from '../../../src/extension/key-list';
import { eventually } from '../../support/eventually';
import { toyModel } from '../../support/toy-model';
import { infoOf, syntheticRecording, windowOf } from './recording';
import { openView, type TestView, type ViewOptions } from './view';
import { type Watched, watched } from './watched';

/** What trying sizes came to, on a recording somewhere. */
export const someScores: SizeScores = {
  sizes: [
    { win_size: 210, found: 9, clear_score: 0.41, events: 14, agreement: 0.31 },
    { win_size: 270, found: 12, clear_score: 0.58, events: 18, agreement: 0.45 },
    { win_size: 350, found: 15, clear_score: 0.79, events: 22, agreement: 0.62 },
    { win_size: 460, found: 17, clear_score: 0.93, events: 25, agreement: 0.81 },
    { win_size: 600, found: 18, clear_score: 0.97, events: 26, agreement: 0.9 },
    { win_size: 780, found: 18, clear_score: 0.98, events: 25, agreement: 0.92 },
    { win_size: 1010, found: 18, clear_score: 0.98, events: 22, agreement: 0.85 },
    { win_size: 1300, found: 17, clear_score: 0.92, events: 19, agreement: 0.7 },
    { win_size: 1700, found: 15, clear_score: 0.8, events: 16, agreement: 0.52 },
  ],
  best: 780,
  clear: 18,
  seconds: 6.4,
};

export interface TuningTest extends TestView<TuningNotices>, Pick<Watched<TuningRequests>, 'asked' | 'of'> {
  /** As if the parameters had been changed elsewhere. */
  changeElsewhere(patch: ParameterPatch): Promise<void>;
  /** Tries a check until it holds, for as long as a busy machine may take. */
  eventually(check: () => Promise<void>): Promise<void>;
  /** Where the keyboard is, as contributed keys were told. */
  focus(): string;
  /** As if the key of a command had been pressed. */
  act(action: TuningAction): Promise<void>;
  /** As if the trace editor had turned to another channel or sweep. */
  turnTo(choice: TraceChoice): Promise<void>;
}

/** The tuning panel before a host that has one recording in memory. */
export async function openTuning(
  options: ViewOptions & { score?: () => Promise<SizeScores | null>; overriddenBy?: string } = {},
): Promise<TuningTest> {
  const recording = syntheticRecording(12, 18);
  const { rate_hz, values } = recording;
  const trace = traceOf(Float64Array.from(values), rate_hz, 'pA');
  let written: Parameters = defaultParameters();
  let before: ParameterPatch = {};
  let focus = 'none';
  let choice: TraceChoice = { channel: 0, sweep: null };
  const snapshot = (): ReadyTuning => ({
    kind: 'ready',
    name: 'cell7.abf',
    file: '/data/cell7.abf',
    info: infoOf(recording),
    choice,
    rate_hz,
    unit: 'pA',
    samples: values.length,
    excluded: [],
    parameters: written,
    targets: [
      { place: 'recording', label: 'cell7.miniml.json' },
      { place: 'folder', label: 'the workspace settings' },
      { place: 'user', label: 'user settings' },
    ],
    asked: { from: 0, to: values.length, times: 1 },
    keys: tuningKeys,
  });
  const tell = () => void view.notify('snapshot', snapshot());
  const answers: Partial<Handlers<TuningRequests>> = {
    snapshot,
    window: (stretch) => windowOf(values, stretch),
    clearEvents: ({ patch }) => clearEvents(trace, { ...written, ...patch }),
    windowShapes: ({ windows, patch }) =>
      windowShapes(trace, toyModel(), { ...written, ...patch }, windows, silentTask()),
    scoreWindowSizes: options.score ?? (async () => someScores),
    use({ patch }) {
      const { overriddenBy } = options;
      if (overriddenBy !== undefined)
        return { target: 'the workspace settings', unsaved: false, overriddenBy };
      before = Object.fromEntries(
        Object.keys(patch).map((name) => [name, written[name as keyof Parameters]]),
      );
      written = { ...written, ...patch };
      tell();
      return { target: 'cell7.miniml.json', unsaved: false };
    },
    undo() {
      written = { ...written, ...before };
      tell();
    },
    showWritten: () => {},
    showTrace: () => {},
    cancel: () => {},
    focus({ area }) {
      focus = area;
    },
  };
  const { handlers, asked, of } = watched<TuningRequests>(answers);
  const view = await openView<TuningRequests, TuningNotices>('tuning', handlers, options);
  const { settled } = view;
  await settled();
  return {
    ...view,
    asked,
    eventually,
    focus: () => focus,
    act: (action) => view.notify('action', action),
    async turnTo(next) {
      choice = next;
      await view.notify('snapshot', snapshot());
      await settled();
    },
    of,
    async changeElsewhere(patch) {
      written = { ...written, ...patch };
      await view.notify('snapshot', snapshot());
      await settled();
    },
  };
}
