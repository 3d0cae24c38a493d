import type { DetectedEvent, Detection } from '../../src/common/events/detection';
import { defaultParameters } from '../../src/common/parameters/parameters';
import { statisticsOf } from '../../src/engine/measuring/statistics';

/** An event with a value in every field, different from its neighbours'. */
export function eventAt(location: number, changes: Partial<DetectedEvent> = {}): DetectedEvent {
  return {
    location,
    time_s: location / 50_000,
    origin: { sweep: location < 5000 ? 0 : 1, sample: location % 5000 },
    score: 0.9 + location / 1e6,
    amplitude: -10.5 - location / 1000,
    baseline: -3.25,
    baseline_from: location - 100,
    baseline_to: location - 10,
    onset: location - 5.5,
    peak: location + 12,
    peak_value: -13.75,
    risetime_s: 0.00026,
    halfdecay_s: 0.00042,
    halfdecay: location + 33,
    halfwidth_s: 0.0005,
    charge: -0.0123,
    slope: 12_345.6,
    direction: -1,
    interval_s: 0.25,
    isolated: true,
    border: false,
    reason: {
      region_from: location - 50,
      region_to: location + 80,
      gradient: 5000.5,
      gradient_threshold: 12,
    },
    ...changes,
  };
}

/** A detection with four events, the last of them at the border, and every other field filled. */
export function someDetection(): Detection {
  const events = [
    eventAt(1000, { interval_s: Number.NaN }),
    eventAt(2000, { isolated: false, halfdecay_s: Number.NaN, halfdecay: Number.NaN }),
    eventAt(7000),
    eventAt(9990, { border: true, amplitude: Number.NaN }),
  ];
  const width = 8;
  return {
    source: {
      path: '/data/cells, µ/cell "1".abf',
      sha256: 'ab'.repeat(32),
      series: '',
      channel: 1,
      channel_name: 'IN 1',
      sweep: null,
    },
    model: { path: 'models/base.h5', name: 'base', sha256: 'cd'.repeat(32), input_length: 600 },
    parameters: { ...defaultParameters(), win_size: 750, model_threshold: 0.625 },
    recipe: { ...defaultParameters(), win_size: '15 ms', model_threshold: 0.625 },
    rate_hz: 50_000,
    unit: 'pA',
    samples: 10_000,
    stride: 25,
    points_before: 3,
    points_after: 5,
    events,
    snippets: Float64Array.from({ length: events.length * width }, (_, i) => (i === 31 ? Number.NaN : i / 7)),
    average: {
      values: Float64Array.from({ length: width }, (_, i) => i),
      count: 2,
      amplitude: -11,
      risetime_s: 0.0003,
      halfdecay_s: 0.0005,
      halfwidth_s: 0.0006,
      charge: -0.01,
      decay_tau_s: 0.0011,
      fit: { amplitude: -9, tau_s: 0.0011, offset: 0.5, from: 4 },
    },
    statistics: statisticsOf(events, 0.198, 0.0011),
    prediction: Float32Array.of(0.125, 0.5, 0.875),
    screening: { windows: 3, computed: 2, sampled: 1, missed: 0, passed: true },
    gradient_threshold: 12,
    candidates: [
      {
        left: 900.5,
        right: 1100,
        cut: false,
        score: 0.9,
        prominence: 0.8,
        from: 950,
        to: 1200,
        outcome: 'searched',
        rises: [
          { sample: 1000, gradient: 5000.5, outcome: 'event' },
          { sample: 1040, gradient: 700, outcome: 'minor' },
        ],
      },
      {
        left: 0,
        right: 20,
        cut: true,
        score: 0.6,
        prominence: 0.6,
        from: 0,
        to: 60,
        outcome: 'border',
        rises: [],
      },
    ],
    missing: [{ from: 3000, to: 3100 }],
    excluded: [{ from: 500, to: 600 }],
    seconds: 1.5,
    windows_per_s: 8000,
    backend: 'CPU, 2 threads',
    warnings: [{ code: 'missing-values', message: '60 samples have no value.' }],
  };
}
