import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { DetectedEvent, Detection } from '../../src/common/events/detection';
import { defaultParameters, type Parameters } from '../../src/common/parameters/parameters';
import { silentTask } from '../../src/common/task';
import type { Backend } from '../../src/engine/backends/backend';
import { openBackend } from '../../src/engine/backends/open';
import { detect } from '../../src/engine/detection/detect';
import type { DetectionModel } from '../../src/engine/detection/prediction';
import { readModel } from '../../src/engine/network/keras/read-model';
import { openPredictor } from '../../src/engine/prediction/predict';
import { recordedTrace } from '../../src/engine/recordings/joined-trace';
import { openRecording } from '../../src/engine/recordings/open';
import { assertClose } from '../support/numbers';
import { shared, sharedJson, withoutReference } from '../support/shared';

/** One run of miniML 1.1.0 on a recording of the test data. */
interface Run {
  recording: string;
  channel: number;
  scaling?: number;
  unit: string;
  model: string;
  parameters: Partial<Parameters>;
  reference: {
    grad_threshold: number;
    regions: [number, number][];
    event_locations: number[];
    event_scores: number[];
    event_peak_locations: number[];
    onsets: number[];
    baselines: number[];
    amplitudes: number[];
    charges: number[];
    risetimes: number[];
    halfdecays: number[];
    halfwidths_reference_defect: (number | null)[];
    slopes: number[];
    intervals: (number | null)[];
    singular: number[];
    tau: number;
    frequency: number;
    mean_amplitude: number;
    median_amplitude: number;
    std_amplitude: number;
    average_event: number[];
  };
}

const skip = withoutReference('golden', 'golden.json');
const runs = skip ? [] : sharedJson<{ detect: Run[] }>('golden', 'golden.json').detect;

describe('what miniML 1.1.0 finds', { skip }, () => {
  let backend: Backend;
  const models = new Map<string, DetectionModel>();
  before(async () => {
    backend = await openBackend({ choice: 'cpu', log: () => {} });
  });
  after(async () => {
    for (const { predictor } of models.values()) await predictor.dispose();
    await backend.dispose();
  });

  async function modelOf(name: string): Promise<DetectionModel> {
    const known = models.get(name);
    if (known) return known;
    const path = shared('models', name);
    const { network } = await readModel(path);
    const predictor = await openPredictor(network, backend);
    const model = { facts: { path, name, sha256: '', input_length: predictor.inputLength }, predictor };
    models.set(name, model);
    return model;
  }

  async function found(run: Run): Promise<Detection> {
    const recording = await openRecording(shared(run.recording), { scaling: run.scaling, unit: run.unit });
    try {
      const trace = recordedTrace(recording, run.channel);
      const parameters = { ...defaultParameters(), ...run.parameters };
      return await detect(trace, await modelOf(run.model), parameters, silentTask());
    } finally {
      recording.close();
    }
  }

  for (const [i, run] of runs.entries())
    test(`run ${i}: ${run.recording}, window ${run.parameters.win_size}`, async () => {
      const detection = await found(run);
      const { reference } = run;
      const events = detection.events.filter(({ border }) => !border);
      const of = (measure: keyof DetectedEvent) => events.map((event) => event[measure] as number);

      assert.equal(detection.gradient_threshold, reference.grad_threshold);
      const searched = detection.candidates.filter(({ outcome }) => outcome === 'searched');
      assert.deepEqual(
        searched.map(({ from, to }) => [from, to]),
        reference.regions,
      );
      assert.deepEqual(of('location'), reference.event_locations);
      assert.deepEqual(of('peak'), reference.event_peak_locations);
      assert.deepEqual(of('onset'), reference.onsets);
      assert.deepEqual(
        events.flatMap(({ isolated }, row) => (isolated ? [row] : [])),
        reference.singular,
      );
      assertClose(of('score'), reference.event_scores, 1e-5, 'score');
      assertRelative(of('baseline'), reference.baselines, 'baseline');
      assertRelative(of('amplitude'), reference.amplitudes, 'amplitude');
      assertRelative(of('charge'), reference.charges, 'charge');
      assertRelative(of('risetime_s'), reference.risetimes, 'rise time');
      assertRelative(of('halfdecay_s'), reference.halfdecays, 'half decay');
      assertRelative(of('slope'), reference.slopes, 'slope');
      assertRelative(of('interval_s'), reference.intervals.map(orNaN), 'interval');

      const { average, statistics } = detection;
      assert.ok(average);
      assertClose(average.values, reference.average_event, 1e-6 * extent(reference.average_event), 'average');
      assertRelative([average.decay_tau_s], [reference.tau], 'tau');
      assertRelative(
        [
          statistics.frequency_hz,
          statistics.amplitude.mean,
          statistics.amplitude.median,
          statistics.amplitude.sd,
        ],
        [reference.frequency, reference.mean_amplitude, reference.median_amplitude, reference.std_amplitude],
        'statistics',
      );

      // The reference's second crossing is the last one of the snippet: ours, the first, is never later.
      for (const [k, theirs] of reference.halfwidths_reference_defect.entries())
        if (theirs !== null) assert.ok(events[k].halfwidth_s <= theirs * (1 + 1e-6), `half-width ${k}`);
      // What is listed beyond the reference lies where it does not look.
      for (const { location, reason } of detection.events.filter(({ border }) => border))
        assert.ok(
          reason.region_from <= detection.parameters.win_size ||
            location >= detection.samples - detection.points_after - detection.parameters.win_size,
          `border event at ${location}`,
        );
    });
});

function orNaN(value: number | null): number {
  return value ?? Number.NaN;
}

function extent(values: readonly number[]): number {
  return Math.max(...values) - Math.min(...values);
}

/** Fails unless each value differs by less than a millionth of its size; NaN equals NaN. */
function assertRelative(actual: readonly number[], expected: readonly number[], what: string): void {
  assert.equal(actual.length, expected.length, `${what}: count`);
  for (const [i, value] of actual.entries())
    if (!Object.is(value, expected[i]))
      assert.ok(
        Math.abs(value - expected[i]) <= 1e-6 * Math.abs(expected[i]),
        `${what} ${i} is ${value}, expected ${expected[i]}`,
      );
}
