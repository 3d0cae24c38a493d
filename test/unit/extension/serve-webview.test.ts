import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fields, whole } from '../../../src/common/api/shape';
import type { ToHost, ToView } from '../../../src/common/api/views/messages';
import { serveWebview } from '../../../src/extension/webviews/serve';

type Double = { double(request: { n: number }): number };

test('messages of a view that are malformed or out of range reach no handler; those with an id get a failure', async () => {
  const sent: ToView[] = [];
  let listener: (message: ToHost) => unknown = () => {};
  let calls = 0;
  const port = {
    postMessage: (message: ToView) => sent.push(message),
    onDidReceiveMessage(given: typeof listener) {
      listener = given;
      return { dispose: () => {} };
    },
  };
  const double = ({ n }: { n: number }) => {
    calls++;
    return 2 * n;
  };
  const shapes = { double: fields<{ n: number }>({ n: whole(0, 10) }) };
  serveWebview<Double, Record<string, never>>(port, shapes, { double }, () => {});
  const receive = (message: unknown) => listener(message as ToHost);
  for (const message of [
    null,
    undefined,
    7,
    'double',
    [],
    {},
    { type: 'response', id: 1, method: 'double', request: {} },
    { type: 'request', id: 'a', method: 'double', request: {} },
    { type: 'request', id: 0.5, method: 'double', request: {} },
    { type: 'request', id: 1, method: 3, request: {} },
  ])
    await receive(message);
  assert.deepEqual([sent, calls], [[], 0]);
  for (const request of [
    null,
    undefined,
    3,
    'n',
    [1],
    new Float64Array(2),
    {},
    { n: '4' },
    { n: -1 },
    { n: 11 },
    { n: Number.NaN },
  ])
    await receive({ type: 'request', id: 2, method: 'double', request });
  for (const method of ['constructor', '__proto__', 'toString', 'other'])
    await receive({ type: 'request', id: 3, method, request: {} });
  assert.equal(calls, 0);
  assert.equal(sent.length, 15);
  assert.ok(sent.every(({ type }) => type === 'failure'));
  await receive({ type: 'request', id: 4, method: 'double', request: { n: 4 } });
  assert.deepEqual(sent.at(-1), { type: 'response', id: 4, response: 8 });
});
