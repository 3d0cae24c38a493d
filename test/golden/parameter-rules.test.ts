import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseParameterDocument } from '../../src/common/parameters/document';
import { allRules, analyse } from '../../src/engine/parameter-files/diagnostics/analyse';
import { factsOfFiles } from '../../src/engine/parameter-files/diagnostics/facts';
import { shared, withoutShared } from '../support/shared';

const rules = allRules(factsOfFiles());

/** The codes of what is said about these parameters, as a file in the folder of the test data. */
async function codes(parameters: Record<string, unknown>): Promise<string[]> {
  const document = parseParameterDocument(JSON.stringify(parameters), shared('test.miniml.json'));
  return (await analyse(document, rules)).map(({ code }) => code).sort();
}

const sim = {
  recording: 'sim-mepsc/Sim1/Simulation.abf',
  model_path: 'models/GC_lstm_model.h5',
  win_size: 1600,
};

describe('rules over real files', { skip: withoutShared }, () => {
  test('parameters that fit their recording and model are right', async () => {
    assert.deepEqual(await codes(sim), []);
    assert.deepEqual(
      await codes({
        recording: 'rated-sepsc/GroupA.abf',
        win_size: 600,
        scaling: 1e9,
        unit: 'pA',
        model_path: 'models/GC_lstm_model.h5',
      }),
      [],
    );
  });

  for (const [name, change, code] of [
    ['the wrong direction', { event_direction: 'positive' }, 'direction'],
    ['a window that holds half an event', { win_size: 400 }, 'window-too-short'],
    ['a window of milliseconds', { win_size: 60 }, 'window-odd'],
    ['a channel that is not there', { channel: 3 }, 'no-such-channel'],
    ['a sweep that is not there', { sweep: 99 }, 'no-such-sweep'],
    ['a cut-off beyond half the rate', { lowpass: 20000 }, 'beyond-nyquist'],
    ['a stretch to leave out beyond the end', { exclude: '1000-1001' }, 'excluded-beyond'],
    ['all of the recording left out', { exclude: '0-1000' }, 'excluded-all'],
    ['a window longer than the recording', { win_size: 900_000 }, 'window-too-long'],
    ['a window a third of the recording', { win_size: 150_000 }, 'window-borders'],
    ['a recording that is not there', { recording: 'sim-mepsc/Sim9/Simulation.abf' }, 'recording-missing'],
    ['a recording that is none', { recording: 'sim-mepsc/Sim1/EventTimes.txt' }, 'recording-unusable'],
    ['a model that is not there', { model_path: 'models/GC_lstm_modle.h5' }, 'model-missing'],
    ['a model that is none', { model_path: 'training/noise_complete.h5' }, 'model-unusable'],
    ['a model of another length', { resample_to_600: false }, 'model-length'],
  ] as const)
    test(`${name} is found`, async () => {
      const found = await codes({ ...sim, ...change });
      assert.ok(found.includes(code), `${code} in [${found}]`);
    });
});
