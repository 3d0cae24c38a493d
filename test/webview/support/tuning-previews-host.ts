import type { Handlers } from '../../../src/common/api/views/messages';
import type { ParameterPatch } from '../../../src/common/api/views/parameter-patch';
import type { ReadyTuning, TuningNotices, TuningRequests } from '../../../src/common/api/views/tuning';
import { defaultParameters, type Parameters } from '../../../src/common/parameters/parameters';
import { parseTimeRanges } from '../../../src/common/parameters/times';
import { silentTask } from '../../../src/common/task';
import { bridged } from '../../../src/engine/detection/gaps';
import { prepareTrace } from '../../../src/engine/detection/prepare';
import { traceWindow } from '../../../src/engine/recordings/window-extremes';
import { type Trace, traceOf } from '../../../src/engine/signal/trace';
import { filterPreview, predictRange, proposeInRange } from '../../../src/engine/tuning/filter-preview';
import {
  pictureBefore,
  preprocessingPreview,
  shownOf,
} from '../../../src/engine/tuning/preprocessing-preview';
import { tuningKeys } from '../../../src/extension/key-list';
import { eventually } from '../../support/eventually';
import { noise } from '../../support/numbers';
import { toyModel } from '../../support/toy-model';
import { infoOf } from './recording';
import { openView, type TestView, type ViewOptions } from './view';

export interface PreviewsTest extends TestView<TuningNotices> {
  /** What was written, in order. */
  used: ParameterPatch[];
  /** How often the engine was asked for each kind of preview. */
  asked: { filters: number; preprocessing: number };
  tab(name: 'Smoothing' | 'Filters'): Promise<void>;
  settled(): Promise<void>;
  /** Tries a check until it holds, for as long as a busy machine may take. */
  eventually(check: () => Promise<void>): Promise<void>;
}

/** 3 s of noise with hum and events, some of which overlap, and an artefact at 1.5 s; pA at 20 kHz. */
function hummingTrace(): Trace {
  const rate_hz = 20_000;
  const values = noise(3 * rate_hz, 3).map(
    (v, i) => -60 + 1.2 * v + 3 * Math.sin((2 * Math.PI * 50 * i) / rate_hz),
  );
  for (const [onset, amplitude] of [
    [4000, -22],
    [11_000, -18],
    [11_350, -16],
    [20_000, -30],
    [41_000, -14],
    [41_260, -20],
    [50_000, -25],
  ] as const)
    for (let t = 0; t < 2000; t++)
      values[onset + t] += amplitude * (t < 20 ? t / 20 : Math.exp(-(t - 20) / 130));
  values.fill(150, 30_000, 30_600);
  return traceOf(values, rate_hz, 'pA');
}

/** The tuning panel before a host that asks the engine's own functions, with a model that needs no network. */
export async function openPreviews(options: ViewOptions = {}): Promise<PreviewsTest> {
  const trace = hummingTrace();
  let written: Parameters = defaultParameters();
  const used: ParameterPatch[] = [];
  const asked = { filters: 0, preprocessing: 0 };
  const { rateHz: rate_hz, samples, unit } = trace;
  const snapshot = (): ReadyTuning => ({
    kind: 'ready',
    name: 'cell7.abf',
    file: '/data/cell7.abf',
    info: infoOf({ rate_hz, values: new Float32Array(samples), events: [] }),
    choice: { channel: 0, sweep: null },
    rate_hz,
    unit,
    samples,
    excluded: parseTimeRanges(written.exclude ?? '') ?? [],
    parameters: written,
    targets: [
      { place: 'recording', label: 'cell7.miniml.json' },
      { place: 'folder', label: 'the workspace settings' },
      { place: 'user', label: 'user settings' },
    ],
    asked: { from: 0, to: samples, times: 1 },
    keys: tuningKeys,
  });
  const task = silentTask();
  const ready = (patch: ParameterPatch) => prepareTrace(trace, { ...written, ...patch }, task);
  const answers: Partial<Handlers<TuningRequests>> = {
    snapshot,
    window: (stretch) => traceWindow(trace, stretch),
    clearEvents: () => {
      throw new Error('not asked for here');
    },
    async preprocessingPreview({ patch, columns, ...wanted }) {
      asked.preprocessing++;
      const { clean, masked } = await ready(patch);
      const shown = shownOf(wanted, samples);
      const traces = { raw: trace, bridged: bridged(trace, masked.excluded) };
      const before = pictureBefore(traces, shown, columns);
      return preprocessingPreview({ before, clean, excluded: masked.excluded }, shown, columns, task);
    },
    async filterPreview({ patch, from, to, ...what }) {
      asked.filters++;
      const parameters = { ...written, ...patch };
      const prepared = await ready(patch);
      const predict = (searched: { from: number; to: number }) =>
        predictRange('', prepared, searched, toyModel(), parameters, task);
      const stretch = await proposeInRange(prepared, { from, to }, predict, parameters, task);
      return filterPreview(stretch, parameters, what, task);
    },
    use({ patch }) {
      used.push(patch);
      written = { ...written, ...patch };
      void view.notify('snapshot', snapshot());
      return { target: 'cell7.miniml.json', unsaved: false };
    },
    cancel: () => {},
    focus: () => {},
  };
  const view = await openView<TuningRequests, TuningNotices>(
    'tuning',
    answers as Handlers<TuningRequests>,
    options,
  );
  return {
    ...view,
    used,
    asked,
    eventually,
    async tab(name) {
      await view.page.getByRole('tab', { name }).click();
      await view.settled();
    },
  };
}
