import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { fillExtraction } from '../../src/common/parameters/fill';
import { defaultParameters } from '../../src/common/parameters/parameters';
import { silentTask } from '../../src/common/task';
import { criterionTrace, findByTemplate } from '../../src/engine/extraction/find-by-template';
import { recordedTrace } from '../../src/engine/recordings/joined-trace';
import { openRecording } from '../../src/engine/recordings/open';
import { hannSmoothedTrace } from '../../src/engine/signal/local-filters';
import type { Trace } from '../../src/engine/signal/trace';
import { assertClose } from '../support/numbers';
import { shared, sharedJson, withoutReference } from '../support/shared';

/** One run of miniML 1.1.0's template matching. */
interface Run {
  recording: string;
  channel: number;
  scaling?: number;
  rate_hz: number;
  win_size: number;
  template: {
    baseline_s: number;
    duration_s: number;
    t_rise_s: number;
    t_decay_s: number;
    n: number;
    values_every_10: number[];
  };
  indices: Record<string, number[]>;
  criterion_every_500: number[];
}

const skip = withoutReference('golden', 'golden.json');
const runs = skip ? [] : sharedJson<{ extract: Run[] }>('golden', 'golden.json').extract;

describe("miniML 1.1.0's template matching", { skip }, () => {
  for (const run of runs)
    test(`${run.recording}, windows of ${run.win_size}`, async () => {
      const recording = await openRecording(shared(run.recording), { scaling: run.scaling });
      try {
        await agrees(recordedTrace(recording, run.channel), run);
      } finally {
        recording.close();
      }
    });
});

async function agrees(trace: Trace, run: Run): Promise<void> {
  assert.equal(trace.rateHz, run.rate_hz);
  const parameters = fillExtraction({ ...defaultParameters(), win_size: run.win_size }, trace.rateHz);
  const found = await findByTemplate(trace, parameters, silentTask());

  const template = found.template!;
  for (const name of ['baseline_s', 'duration_s', 't_rise_s', 't_decay_s'] as const)
    assertClose([template[name] / run.template[name]], [1], 1e-12, name);
  assert.equal(template.values.length, run.template.n);
  assertClose(
    template.values.filter((_, i) => i % 10 === 0),
    run.template.values_every_10,
    1e-9,
    'template',
  );

  const criterion = criterionTrace(hannSmoothedTrace(trace, 20), template.values).read(0, trace.samples);
  const every500 = criterion.filter((_, i) => i % 500 === 0);
  assertClose(every500, run.criterion_every_500, 1e-8, 'criterion');
  assert.deepEqual(found.clear, run.indices['-4.5'], 'clear events');
  assert.deepEqual(found.doubtful, run.indices['-3'], 'doubtful stretches');
  assert.deepEqual(found.suspects, run.indices['-1.6'], 'suspects');
}
