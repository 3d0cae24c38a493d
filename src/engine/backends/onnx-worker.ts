import { parentPort, workerData } from 'node:worker_threads';
import * as ort from 'onnxruntime-node';
import { messageOf } from '../../common/errors';
import type { Tensor } from '../network/tensor';
import type { Answer, Question, Request, WorkerSetup } from './onnx/messages';

// A worker thread that holds onnxruntime sessions, since a session's run() blocks the thread it is called on.

const port = parentPort!;
const { provider, threads } = workerData as WorkerSetup;
const sessions = new Map<number, Promise<ort.InferenceSession>>();

let ended = false;

port.on('message', async (request: Request) => {
  if (request.do === 'end') {
    // Closing the port lets the thread end, once onnxruntime's present computation has returned.
    ended = true;
    port.close();
    return;
  }
  const { id } = request;
  try {
    const outputs = await answer(request);
    if (ended) return;
    // Small results are copied, which costs less than transferring their memory between threads.
    const moved = Object.values(outputs).filter(({ data }) => data.byteLength > 65536);
    port.postMessage(
      { id, outputs } satisfies Answer,
      moved.map(({ data }) => data.buffer as ArrayBuffer),
    );
  } catch (thrown) {
    if (!ended) port.postMessage({ id, error: messageOf(thrown) } satisfies Answer);
  }
});

async function answer(request: Question): Promise<Record<string, Tensor>> {
  const known = sessions.get(request.program);
  if (request.do === 'compile') {
    const session = open(request.model);
    sessions.set(request.program, session);
    await session;
  } else if (request.do === 'run') {
    if (!known) throw new Error('this program is not compiled here');
    return run(await known, request.inputs);
  } else {
    sessions.delete(request.program);
    await (await known)?.release();
  }
  return {};
}

function open(model: Uint8Array): Promise<ort.InferenceSession> {
  return ort.InferenceSession.create(model, {
    executionProviders: provider === 'cpu' ? ['cpu'] : [provider, 'cpu'],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    graphOptimizationLevel: 'all',
    // Errors only: providers warn about every node they leave to the CPU.
    logSeverityLevel: 3,
    // Without spinning: it would take the core from another thread.
    extra: { session: { intra_op: { allow_spinning: '0' } } },
  });
}

async function run(
  session: ort.InferenceSession,
  inputs: Readonly<Record<string, Tensor>>,
): Promise<Record<string, Tensor>> {
  const feeds = Object.entries(inputs).map(([name, { type, data, shape }]) => [
    name,
    new ort.Tensor(type, data, shape),
  ]);
  const results = await session.run(Object.fromEntries(feeds));
  return Object.fromEntries(
    Object.entries(results).map(([name, { type, data, dims }]) => [
      name,
      { type, data, shape: dims } as Tensor,
    ]),
  );
}
