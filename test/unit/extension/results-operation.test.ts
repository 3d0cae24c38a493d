import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ResultsEdits } from '../../../src/common/api/engine/results';
import {
  applied,
  effective,
  inverse,
  operationsBetween,
  type ResultsOperation,
  readOperation,
  writtenOperation,
} from '../../../src/extension/results/results-editing';
import { eventAt } from '../../support/detection';

const none: ResultsEdits = { deleted: [], excluded: [], added: [] };
const added = {
  event: eventAt(4000, { added: true, score: Number.NaN }),
  snippet: Float64Array.of(0.1, Number.NaN, -3),
};

const all: ResultsOperation[] = [
  { kind: 'delete', locations: [10, 20] },
  { kind: 'exclude', locations: [20, 30] },
  { kind: 'add', events: [added] },
  { kind: 'restore', locations: [10] },
  { kind: 'include', locations: [30] },
];

test('every operation is taken back by its inverse', () => {
  let edits = none;
  const states = [edits];
  for (const operation of all) {
    edits = applied(edits, operation);
    states.push(edits);
  }
  assert.deepEqual(edits, { deleted: [20], excluded: [20], added: [added] });
  for (const operation of all.toReversed()) {
    states.pop();
    edits = applied(edits, inverse(operation));
    assert.deepEqual(edits, states.at(-1));
  }
});

test('only what changes something is done, so that undo restores no more than that', () => {
  const edits = applied(none, { kind: 'delete', locations: [10] });
  assert.deepEqual(effective(edits, { kind: 'delete', locations: [10, 20] }), {
    kind: 'delete',
    locations: [20],
  });
  assert.equal(effective(edits, { kind: 'restore', locations: [20] }), undefined);
  assert.equal(effective(edits, { kind: 'withdraw', events: [added] }), undefined);
});

test('the difference of two states leads from one to the other', () => {
  const [before, after] = [
    { deleted: [1, 2], excluded: [5], added: [] },
    { deleted: [2, 3], excluded: [], added: [added] },
  ];
  const there = operationsBetween(before, after).reduce(applied, before);
  assert.deepEqual(there, after);
  assert.deepEqual(operationsBetween(after, before).reduce(applied, there), before);
  assert.deepEqual(operationsBetween(after, after), []);
});

test('operations survive JSON; anything else is none', () => {
  for (const operation of all)
    assert.deepEqual(readOperation(JSON.parse(JSON.stringify(writtenOperation(operation)))), operation);
  for (const wrong of [
    null,
    3,
    {},
    { kind: 'delete' },
    { kind: 'delete', locations: ['1'] },
    { kind: 'add', events: [4] },
  ])
    assert.equal(readOperation(wrong), undefined);
});
