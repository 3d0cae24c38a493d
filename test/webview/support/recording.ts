import type { RecordingInfo } from '../../../src/common/api/engine/file-info';
import type { RangeDetection } from '../../../src/common/api/engine/range-detection';
import type { DetectionView } from '../../../src/common/api/views/events';
import type { ReadySnapshot } from '../../../src/common/api/views/trace';
import type { DetectedEvent } from '../../../src/common/events/detection';
import { columnsOf } from '../../../src/common/events/event-columns';
import type { SampleRange } from '../../../src/common/traces/sample-ranges';
import type { TraceWindow } from '../../../src/common/traces/trace-window';

/** A recording to look at: noise with events of known places and sizes. Rate in Hz, values in pA. */
export interface SyntheticRecording {
  rate_hz: number;
  values: Float32Array;
  events: DetectedEvent[];
}

/** `count` events of the shape of a fast EPSC at even distances, on noise of sd 2 pA. */
export function syntheticRecording(seconds: number, count: number): SyntheticRecording {
  const rate_hz = 20_000;
  const samples = Math.round(seconds * rate_hz);
  const values = new Float32Array(samples);
  // A fixed sequence: the same picture in every run.
  let state = 1;
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  let drift = 0;
  for (let i = 0; i < samples; i++) {
    drift = 0.98 * drift + 0.4 * (random() + random() + random() - 1.5);
    values[i] = drift + 1.2 * (random() + random() - 1) + Math.sin(i / 90_000) * 3;
  }
  const events: DetectedEvent[] = [];
  for (let e = 0; e < count; e++) {
    const location = Math.round(((e + 0.5 + 0.3 * Math.sin(e)) / count) * samples);
    const amplitude = -(8 + 14 * random());
    const [rise, decay] = [0.0006 * rate_hz, 0.005 * rate_hz];
    const norm = 1 / ((rise / decay) ** (rise / (decay - rise)) - (rise / decay) ** (decay / (decay - rise)));
    for (let t = 0; t < decay * 8 && location + t < samples; t++)
      values[location + t] += amplitude * norm * (Math.exp(-t / decay) - Math.exp(-t / rise));
    const peak = location + Math.round((Math.log(decay / rise) * rise * decay) / (decay - rise));
    events.push({
      location,
      time_s: location / rate_hz,
      origin: { sweep: 0, sample: location },
      score: 0.5 + 0.5 * random(),
      amplitude,
      baseline: 0,
      baseline_from: location - 120,
      baseline_to: location - 20,
      onset: location,
      peak,
      peak_value: amplitude,
      risetime_s: 0.0008 + 0.0004 * random(),
      halfdecay_s: e % 17 === 3 ? Number.NaN : 0.004 + 0.001 * random(),
      halfdecay: peak + 80,
      halfwidth_s: 0.005,
      charge: amplitude * 0.006,
      slope: 1,
      direction: -1,
      interval_s: 0.1,
      isolated: true,
      border: false,
      reason: { region_from: location - 60, region_to: location + 120, gradient: 3, gradient_threshold: 1 },
    });
  }
  return { rate_hz, values, events };
}

/** Minimum and maximum of each column, in the way the engine answers. */
export function windowOf(
  values: Float32Array,
  { from, to, columns }: { from: number; to: number; columns: number },
): TraceWindow {
  const n = to - from;
  if (n <= columns * 2)
    return {
      x: Float64Array.from({ length: n }, (_, i) => from + i),
      y: values.slice(from, to),
      kind: 'samples',
      exact: true,
    };
  const x = new Float64Array(columns * 2);
  const y = new Float32Array(columns * 2);
  for (let c = 0; c < columns; c++) {
    const [a, b] = [from + Math.floor((c * n) / columns), from + Math.floor(((c + 1) * n) / columns)];
    let [min, max] = [Infinity, -Infinity];
    for (let i = a; i < b; i++) {
      min = Math.min(min, values[i]);
      max = Math.max(max, values[i]);
    }
    x.fill((a + b) / 2, c * 2, c * 2 + 2);
    y[c * 2] = min;
    y[c * 2 + 1] = max;
  }
  return { x, y, kind: 'extremes', exact: true };
}

export function infoOf(
  { rate_hz, values }: SyntheticRecording,
  more: Partial<RecordingInfo> = {},
): RecordingInfo {
  return {
    kind: 'recording',
    format: 'ABF',
    version: '2.6',
    series: '',
    all_series: [''],
    rate_hz,
    channels: [
      { name: 'I_mon', unit: 'pA' },
      { name: 'V_mon', unit: 'mV' },
    ],
    sweeps: 1,
    samples: [values.length],
    sweep_starts_s: [0],
    duration_s: values.length / rate_hz,
    tags: [{ time_s: 4, comment: 'TTX 1 µM' }],
    protocol: 'gap-free',
    start: '2020-06-09T14:03:21',
    facts: [['Amplifier', 'MultiClamp 700B']],
    axes: null,
    warnings: [],
    ...more,
  };
}

const parametersUsed: DetectionView['used'] = [
  ['Window', '600 samples (30 ms)'],
  ['Direction', 'negative'],
  ['Threshold', '0.5'],
  ['Model', 'the base model that comes with miniML'],
];

export function detectionOf({ events, rate_hz, values }: SyntheticRecording): DetectionView {
  const average = Float64Array.from({ length: 800 }, (_, i) => {
    const t = (i - 200) / rate_hz;
    return t < 0 ? 0 : -18 * (Math.exp(-t / 0.005) - Math.exp(-t / 0.0006));
  });
  return {
    id: 'a',
    channel: 0,
    sweep: null,
    events: columnsOf(events),
    average: {
      values: average,
      pointsBefore: 200,
      count: events.length,
      decayTau_s: 0.005,
      fit: { amplitude: -15, tau_s: 0.005, offset: 0, from: 230 },
    },
    frequency_hz: (events.length * rate_hz) / values.length,
    threshold: 0.5,
    used: parametersUsed,
    direction: 'negative',
    seconds: 2.1,
    windows_per_s: 8400,
    backend: 'CPU, 8 threads',
    warnings: [],
    made_ms: Date.UTC(2026, 4, 3, 10, 41),
    exported: null,
    stale: [],
  };
}

export function readySnapshot(
  recording: SyntheticRecording,
  more: Partial<ReadySnapshot> = {},
): ReadySnapshot {
  return {
    kind: 'ready',
    name: 'cell7.abf',
    info: infoOf(recording),
    description: null,
    guesses: [],
    doubtful: false,
    unitDoubt: null,
    excluded: [],
    filter: null,
    detection: {
      window: 600,
      summary: parametersUsed,
    },
    preview: null,
    chosen: [],
    initial: { channel: 0, sweep: null },
    detections: [],
    progress: null,
    failure: null,
    keys: [],
    ...more,
  };
}

/** What a detection of a range alone would find: the events there, and a probability that is high before them. */
export function rangeDetectionOf({ events }: SyntheticRecording, range: SampleRange): RangeDetection {
  const within = events.filter(({ location }) => location >= range.from && location < range.to);
  const column = (name: 'location' | 'peak' | 'peak_value' | 'direction') =>
    Float64Array.from(within, (event) => event[name]);
  const x = Float64Array.from(
    { length: Math.floor((range.to - range.from) / 20) },
    (_, i) => range.from + 20 * i,
  );
  const near = (sample: number) =>
    within.some(({ location }) => sample < location && sample > location - 300);
  return {
    range,
    events: {
      location: column('location'),
      peak: column('peak'),
      peak_value: column('peak_value'),
      direction: column('direction'),
    },
    prediction: { x, y: Float32Array.from(x, (sample) => (near(sample) ? 0.98 : 0.01)) },
  };
}
