import assert from 'node:assert/strict';
import { test } from 'node:test';
import { endThreads, OnnxThread } from '../../../src/engine/backends/onnx/onnx-thread';

// A file of its own: what ends is the process.
test('while the process ends no thread is started that it would cut off', async () => {
  const thread = new OnnxThread({ provider: 'cpu', threads: 1 });
  const ended = endThreads();
  await assert.rejects(thread.request({ do: 'release', program: 0 }), /^Error: the process ends$/);
  await ended;
});
