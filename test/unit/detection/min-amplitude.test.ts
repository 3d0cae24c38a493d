import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { defaultParameters } from '../../../src/common/parameters/parameters';
import { silentTask } from '../../../src/common/task';
import { detect } from '../../../src/engine/detection/detect';
import { explain } from '../../../src/engine/detection/explain';
import { readResults } from '../../../src/engine/results/read-h5';
import { writeResults } from '../../../src/engine/results/write';
import { temporaryFolder } from '../../support/folder';
import { syntheticTrace } from '../../support/synthetic-trace';
import { toyModel } from '../../support/toy-model';

/** Four events of one direction, the second of them a third as large as the others. */
function found(min_amplitude: number, direction: 1 | -1 = -1) {
  const trace = syntheticTrace({
    samples: 20_000,
    events: [3000, 7000, 12_000, 16_000].map((onset) => ({
      onset,
      amplitude: direction * (onset === 7000 ? 10 : 30),
    })),
    noise: 0.2,
  });
  const event_direction = direction === 1 ? 'positive' : 'negative';
  const parameters = { convolve_win: 5, gradient_convolve_win: 10, min_amplitude, event_direction } as const;
  return detect(trace, toyModel(), { ...defaultParameters(), ...parameters }, silentTask());
}

for (const direction of [-1, 1] as const)
  test(`events below min_amplitude are dropped, and why says so: direction ${direction}`, async () => {
    const all = await found(0, direction);
    const large = await found(20, direction);
    assert.equal(all.events.length, 4);
    assert.deepEqual(
      large.events.map(({ location }) => location),
      [0, 2, 3].map((i) => all.events[i].location),
    );
    assert.equal(large.statistics.events, 3);
    const why = explain(large, all.events[1].location);
    assert.equal(why.verdict, 'amplitude');
    assert.match(why.text, /lower than 20 \(min_amplitude\)/);
    assert.equal((await found(200, direction)).events.length, 0);
  });

test('the others are measured as if a small event had not been found: intervals reach over it', async () => {
  const [all, large] = [await found(0), await found(20)];
  const { rate_hz } = all;
  assert.equal(large.events[1].interval_s, (all.events[2].peak - all.events[0].peak) / rate_hz);
});

test('why an event was dropped survives a file', async () => {
  const large = await found(20);
  const folder = temporaryFolder();
  await writeResults(large, { folder, stem: 'large', overwrite: true, formats: ['h5'], prediction: true });
  const { detection } = await readResults(path.join(folder, 'large_results.h5'));
  assert.equal(detection.parameters.min_amplitude, 20);
  assert.deepEqual(
    detection.candidates.flatMap(({ rises }) => rises.filter(({ outcome }) => outcome === 'small')).length,
    1,
  );
});
