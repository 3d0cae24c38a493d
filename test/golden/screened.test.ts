import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { realEvidence } from '../../bench/evidence-recordings';
import { silentTask } from '../../src/common/task';
import { OnnxBackend } from '../../src/engine/backends/onnx/onnx-backend';
import { detect } from '../../src/engine/detection/detect';
import { baseModelPath } from '../../src/engine/files/model-path';
import { openDetectionModel } from '../../src/engine/service/backends';
import { shared, withoutShared } from '../support/shared';

const backend = new OnnxBackend({ provider: 'cpu', threads: 1, workers: 2, description: 'CPU, 2 threads' });
after(() => backend.dispose());

/** The others are in npm run evidence: they take longer. */
const TRIED = 1;

describe('a screened detection finds the exact events in real recordings', { skip: withoutShared }, () => {
  test('with the base model', async () => {
    const model = await openDetectionModel(baseModelPath()!, backend, silentTask());
    let tried = 0;
    for await (const { name, trace, parameters } of realEvidence(shared())) {
      if (tried++ === TRIED) break;
      const exact = await detect(trace, model, parameters, silentTask());
      const asked = { ...parameters, prediction_method: 'screened' as const };
      const screened = await detect(trace, model, asked, silentTask());
      assert.ok(exact.events.length > 20, name);
      assert.deepEqual(
        screened.events.map(({ location, time_s, amplitude, peak, score }) => [
          location,
          time_s,
          amplitude,
          peak,
          score.toFixed(5),
        ]),
        exact.events.map(({ location, time_s, amplitude, peak, score }) => [
          location,
          time_s,
          amplitude,
          peak,
          score.toFixed(5),
        ]),
        name,
      );
      const { computed, windows } = screened.screening!;
      assert.ok(computed < 0.4 * windows, `${name}: ${computed} of ${windows} windows computed`);
    }
    await model.predictor.dispose();
  });
});
