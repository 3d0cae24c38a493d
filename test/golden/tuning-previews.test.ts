import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FilterPreview } from '../../src/common/api/engine/previews';
import { defaultParameters } from '../../src/common/parameters/parameters';
import type { Progress } from '../../src/common/task';
import { baseModelPath } from '../../src/engine/files/model-path';
import { engineHandlers } from '../../src/engine/service/handlers';
import { shared, withoutShared } from '../support/shared';

const skip = withoutShared || (baseModelPath() ? false : 'the base model is not here');
const path = shared('sim-mepsc', 'Sim1', 'Simulation.abf');
const usual = { ...defaultParameters(), win_size: 1400 };
const computing = { backend: 'cpu', threads: 2 } as const;

/** One process of the engine, and a stopwatch for what it is asked. */
function engine() {
  const handlers = engineHandlers(() => {});
  const timed = async <T>(ask: (task: { signal: AbortSignal; report(p: Progress): void }) => T) => {
    const phases = new Set<string>();
    const begun = performance.now();
    const signal = new AbortController().signal;
    const answer = await ask({ signal, report: ({ phase }) => void phases.add(phase) });
    return { answer, ms: performance.now() - begun, network: phases.has('predicting') };
  };
  return {
    detect: (parameters = usual) =>
      timed((task) => handlers.detect({ recipe: { path, parameters }, ...computing }, task)),
    filters: (convolve_win: number, parameters = usual, from = 40_000, to = 200_000) =>
      timed((task): Promise<FilterPreview> | FilterPreview => {
        const { filter_factor, gradient_convolve_win } = parameters;
        const strengths = [convolve_win, convolve_win / 2, convolve_win * 2].map((strength) => ({
          convolve_win: strength,
          filter_factor,
          gradient_convolve_win,
        }));
        const stretch = { from, to, strengths, around: null, columns: 400 };
        return handlers.filterPreview({ recipe: { path, parameters }, ...stretch, ...computing }, task);
      }),
    preprocessing: (changes: Partial<typeof usual>) =>
      timed((task) =>
        handlers.preprocessingPreview(
          { recipe: { path, parameters: { ...usual, ...changes } }, from: 0, to: 396_000, columns: 1200 },
          task,
        ),
      ),
  };
}

test('other smoothing never runs the network again; nor does another stretch of what was detected', {
  skip,
}, async (t) => {
  const fresh = engine();
  const first = await fresh.filters(20);
  assert.ok(first.network, 'nothing was predicted before');
  const more = await fresh.filters(30, { ...usual, convolve_win: 30 });
  assert.equal(more.network, false);
  const nearer = await fresh.filters(20, usual, 60_000, 150_000);
  assert.equal(nearer.network, false, 'a part of what was predicted');
  const gradient = await fresh.filters(20, { ...usual, gradient_convolve_win: 60, peak_w: 3 });
  assert.equal(gradient.network, false);
  t.diagnostic(`4 s: ${first.ms.toFixed(0)} ms with the network, ${more.ms.toFixed(0)} ms without`);

  const detected = engine();
  const { answer: report } = await detected.detect();
  const beside = await detected.filters(20);
  assert.equal(beside.network, false, 'the detection has predicted it');
  assert.deepEqual(
    beside.answer.strengths[0].events.map(({ location }) => location),
    report.events
      .filter(({ border, location }) => !border && location >= 40_000 && location < 200_000)
      .map(({ location }) => location),
  );
  assert.ok((await detected.filters(20, { ...usual, win_size: 1000 })).network, 'other windows');
  assert.ok((await detected.filters(20, { ...usual, lowpass: 2000 })).network, 'another trace');
  t.diagnostic(`after a detection ${beside.ms.toFixed(0)} ms`);
});

test('how long a change of a filter takes until its picture can be drawn', { skip }, async (t) => {
  const { preprocessing } = engine();
  const times: Record<string, number> = {};
  for (const [name, changes] of Object.entries({
    first: {},
    lowpass: { lowpass: 2000 },
    highpass: { highpass: 5 },
    'line noise': { line_freq: 50, line_width: 2 },
    detrend: { detrend: 'linear' as const },
    zone: { exclude: '2–2.5' },
    'low-pass on a zone': { exclude: '2–2.5', lowpass: 1000 },
  })) {
    const { answer, ms } = await preprocessing(changes);
    assert.ok(answer.after.y.every(Number.isFinite) && answer.after.x.length > 1000, name);
    times[name] = ms;
  }
  const said = Object.entries(times).map(([name, ms]) => `${name} ${ms.toFixed(0)}`);
  t.diagnostic(`10 s at 40 kHz, ms: ${said.join(', ')}`);
});
