import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ENGINE_REQUESTS } from '../../../src/common/api/engine/requests';
import { RESULTS_REQUESTS } from '../../../src/common/api/views/results';
import { SCORING_REQUESTS } from '../../../src/common/api/views/scoring';
import { TRACE_REQUESTS } from '../../../src/common/api/views/trace';
import { TRAINING_REQUESTS } from '../../../src/common/api/views/training';
import { TUNING_REQUESTS } from '../../../src/common/api/views/tuning';
import { defaultParameters } from '../../../src/common/parameters/parameters';

const parameters = defaultParameters();
const recipe = { path: '/a.abf', parameters };
const picture = { from: 0, to: 10, columns: 5 };
const edits = { deleted: [], excluded: [], added: [] };

const { window, detect, fileChanged, saveTrainingScores, exportEditedResults, resultPicture, filterPreview } =
  ENGINE_REQUESTS;

test('the engine takes requests with values in their ranges', () => {
  for (const [shape, request] of [
    [window, { recipe, as: 'recorded', ...picture }],
    [
      window,
      {
        recipe,
        as: 'recorded',
        ...picture,
        visible: { from: 2, to: 3 },
        keep: { folder: '/k', limit_bytes: 1 },
      },
    ],
    [detect, { recipe, backend: 'auto' }],
    [
      detect,
      {
        recipe: { path: '/a', parameters: { ...parameters, win_size: '12 ms' } },
        backend: 'cpu',
        threads: 2,
      },
    ],
    [fileChanged, { path: null, sha256: '0'.repeat(64) }],
    [saveTrainingScores, { path: '/t.h5', target: '/t.h5', scores: Int8Array.of(-1, 0, 1, 2) }],
    [resultPicture, { path: '/r.h5', edits, location: 7 }],
  ] as const)
    assert.equal(shape(request, ''), undefined);
});

test('the engine takes no request out of range, and says which value it is', () => {
  const refused: [(value: unknown, at: string) => string | undefined, unknown, RegExp][] = [
    [window, undefined, /must be an object/],
    [window, { ...picture, recipe: 'a', as: 'recorded' }, /^recipe must be an object/],
    [
      window,
      { recipe, as: 'recorded', ...picture, columns: 1e9 },
      /^columns must be a whole number from 1 to 100000/,
    ],
    [window, { recipe, as: 'recorded', ...picture, from: -1 }, /^from must be/],
    [window, { recipe, as: 'recorded', ...picture, from: 11 }, /^from must be at most to/],
    [window, { recipe, as: 'raw', ...picture }, /^as must be one of recorded/],
    [
      window,
      { recipe, as: 'recorded', ...picture, visible: { from: 3, to: 2 } },
      /^visible.from must be at most to/,
    ],
    [detect, { recipe, backend: 'abacus' }, /^backend must be one of/],
    [detect, { recipe, backend: 'cpu', threads: 0 }, /^threads must be/],
    [
      detect,
      { recipe: { path: '/a', parameters: { ...parameters, win_size: 5 } }, backend: 'cpu' },
      /^win_size is 5/,
    ],
    [detect, { recipe: { path: '/a', parameters: {} }, backend: 'cpu' }, /must be/],
    [fileChanged, { path: null, sha256: '../../x' }, /^sha256/],
    [saveTrainingScores, { path: '/t', target: '/t', scores: Int8Array.of(3) }, /^scores\[0\] must be/],
    [saveTrainingScores, { path: '/t', target: '/t', scores: [1] }, /^scores must be a Int8Array/],
    [
      exportEditedResults,
      { path: '/r', edits, folder: '/f', stem: '../x', formats: ['h5'], overwrite: true },
      /^stem is not one/,
    ],
    [resultPicture, { path: '/r', edits: { ...edits, deleted: [0.5] }, location: 7 }, /^edits.deleted\[0\]/],
    [resultPicture, { path: '/r', edits: { ...edits, added: [{}] }, location: 7 }, /^edits.added\[0\]/],
    [filterPreview, { recipe, backend: 'cpu', ...picture, strengths: [{}], around: null }, /^strengths\[0\]/],
  ];
  for (const [shape, request, sentence] of refused) assert.match(shape(request, '') ?? 'nothing', sentence);
});

test('a message of a view that is out of range has a problem', () => {
  const figure = { name: 'average.svg', bytes: new Uint8Array(3) };
  assert.equal(RESULTS_REQUESTS.saveFigures({ figures: [figure] }, ''), undefined);
  assert.equal(TRACE_REQUESTS.window({ channel: 0, sweep: null, filtered: true, ...picture }, ''), undefined);
  for (const problem of [
    TRACE_REQUESTS.window({ channel: -1, sweep: null, filtered: true, ...picture }, ''),
    TRACE_REQUESTS.window({ channel: 0, sweep: 0.5, filtered: true, ...picture }, ''),
    TRACE_REQUESTS.tryThreshold({ channel: 0, sweep: null, threshold: 2 }, ''),
    TRACE_REQUESTS.adopt({ channel: 0, sweep: null, change: { name: '__proto__', value: 1 } }, ''),
    TRACE_REQUESTS.run({ action: 'workbench.action.quit' }, ''),
    TRACE_REQUESTS.run({ action: 'constructor' }, ''),
    RESULTS_REQUESTS.saveFigures({ figures: [{ ...figure, name: '../../.bashrc' }] }, ''),
    RESULTS_REQUESTS.saveFigures({ figures: [{ ...figure, bytes: 'x' }] }, ''),
    RESULTS_REQUESTS.edit({ kind: 'delete', locations: Float64Array.of(Number.NaN) }, ''),
    SCORING_REQUESTS.score({ windows: Int32Array.of(-1), score: 1 }, ''),
    SCORING_REQUESTS.score({ windows: Int32Array.of(1), score: 7 }, ''),
    SCORING_REQUESTS.surroundings({ window: 0, columns: 10, widths: 1e9 }, ''),
    TRAINING_REQUESTS.mistakeSamples({ most: 1e9 }, ''),
    TUNING_REQUESTS.use({ patch: { win_size: -3 }, place: 'user', detect: false }, ''),
    TUNING_REQUESTS.use({ patch: { nonsense: 1 }, place: 'user', detect: false }, ''),
    TUNING_REQUESTS.use({ patch: {}, place: 'everywhere', detect: false }, ''),
  ])
    assert.notEqual(problem, undefined);
});
