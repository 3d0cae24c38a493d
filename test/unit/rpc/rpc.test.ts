import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MessageChannel } from 'node:worker_threads';
import { PortMessageReader, PortMessageWriter } from 'vscode-jsonrpc/node';
import { CancelledError, UserError } from '../../../src/common/errors';
import { defaultParameters } from '../../../src/common/parameters/parameters';
import { type EngineClient, engineClient } from '../../../src/engine/rpc/client';
import { type EngineHandlers, serveEngine } from '../../../src/engine/rpc/server';
import { breathe } from '../../../src/engine/scheduling/breathe';

/** A server of these handlers, the others missing, and a client of it, joined by a channel that clones like Node's IPC does. */
function pair(handlers: Partial<EngineHandlers>): { client: EngineClient; lines: string[]; close(): void } {
  const { port1, port2 } = new MessageChannel();
  const lines: string[] = [];
  const connection = serveEngine(new PortMessageReader(port1), new PortMessageWriter(port1), (log) => {
    log('serving');
    return handlers as EngineHandlers;
  });
  const client = engineClient(new PortMessageReader(port2), new PortMessageWriter(port2), (line) =>
    lines.push(line),
  );
  return {
    client,
    lines,
    close() {
      client.end('The test is over.');
      connection.dispose();
      port1.close();
    },
  };
}

const anyWindow = {
  recipe: { path: '/a.abf', parameters: defaultParameters() },
  as: 'recorded' as const,
  from: 0,
  to: 3,
  columns: 3,
};

test('typed arrays and numbers that JSON lacks arrive as they left', async () => {
  const { client, lines, close } = pair({
    window: ({ from }) => ({
      x: Float64Array.of(from, 1, 2),
      y: Float32Array.of(Number.NaN, Number.POSITIVE_INFINITY, -0),
      kind: 'samples',
      exact: true,
    }),
  });
  const answer = await client.request('window', anyWindow);
  assert.deepEqual(answer.x, Float64Array.of(0, 1, 2));
  assert.deepEqual(answer.y, Float32Array.of(Number.NaN, Number.POSITIVE_INFINITY, -0));
  assert.deepEqual(lines, ['serving']);
  close();
});

test('a failure rejects with its sentence and its kind; a defect keeps its stack', async () => {
  const { client, close } = pair({
    info: ({ path }) => {
      throw new UserError(`${path} is not a recording.`);
    },
    backend: async () => {
      throw new TypeError('undefined is not a function');
    },
  });
  await assert.rejects(
    client.request('info', { path: '/x.txt' }),
    (error) => error instanceof UserError && error.message === '/x.txt is not a recording.',
  );
  await assert.rejects(
    client.request('backend', { backend: 'auto' }),
    (error) =>
      error instanceof Error &&
      !(error instanceof UserError) &&
      error.message === 'undefined is not a function' &&
      /rpc\.test/.test(error.stack ?? ''),
  );
  close();
});

test('progress arrives before the answer, thinned out but with its last report', async () => {
  const { client, close } = pair({
    backend: async (_request, task) => {
      for (let done = 0; done <= 1000; done++)
        task.report({ phase: 'probing', done, total: 1000, unit: 'x' });
      return { description: 'CPU', refused: null };
    },
  });
  const seen: number[] = [];
  await client.request('backend', { backend: 'auto' }, { onProgress: ({ done }) => seen.push(done) });
  assert.equal(seen[0], 0);
  assert.equal(seen.at(-1), 1000);
  assert.ok(seen.length < 100, `${seen.length} reports`);
  close();
});

test('an aborted signal cancels the work in the engine and nothing else', async () => {
  let rounds = 0;
  const { client, close } = pair({
    backend: async (_request, task) => {
      for (;;) {
        rounds++;
        await breathe(task);
      }
    },
    info: async () => {
      await new Promise((resolve) => setTimeout(resolve, 150));
      throw new UserError('finished on its own');
    },
  });
  const controller = new AbortController();
  const cancelled = client.request('backend', { backend: 'auto' }, { signal: controller.signal });
  const other = assert.rejects(client.request('info', { path: '/x' }), /finished on its own/);
  setTimeout(() => controller.abort(), 50);
  await assert.rejects(cancelled, CancelledError);
  const after = rounds;
  await other;
  assert.ok(rounds - after <= 1, 'the loop has ended');
  await assert.rejects(
    client.request('backend', { backend: 'auto' }, { signal: controller.signal }),
    CancelledError,
  );
  close();
});

test('the end of the engine rejects what is pending and what comes later, with the reason', async () => {
  const { client, close } = pair({ backend: () => new Promise(() => {}) });
  const pending = client.request('backend', { backend: 'auto' });
  client.end('The engine ended unexpectedly (SIGKILL).');
  await assert.rejects(pending, /SIGKILL/);
  await assert.rejects(client.request('info', { path: '/x' }), /SIGKILL/);
  client.end('another reason');
  await assert.rejects(client.request('info', { path: '/x' }), /SIGKILL/);
  close();
});

test('a channel that closes rejects what is pending', async () => {
  const { port1, port2 } = new MessageChannel();
  const client = engineClient(new PortMessageReader(port2), new PortMessageWriter(port2), () => {});
  const pending = client.request('info', { path: '/x' });
  port1.close();
  await assert.rejects(pending, /closed its connection/);
});
