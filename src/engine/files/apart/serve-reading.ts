import { parentPort, workerData } from 'node:worker_threads';
import { messageOf, UserError } from '../../../common/errors';
import { showLifeIn, signOfLife } from '../../scheduling/sign-of-life';
import {
  type Answer,
  CONTROL,
  type Failure,
  type ReadFile,
  type Request,
  type ThreadSetup,
} from './messages';

/** Answers the requests of the thread that started this one, one at a time, so that it knows the file it is stuck in. */
export function serveReading(
  handlers: {
    [W in Request['do']]: (file: ReadFile, more: never) => unknown;
  },
): void {
  const { life, control, port } = workerData as ThreadSetup;
  // Discards the library's messages; unread output would keep the process alive.
  console.log = console.warn = console.error = () => {};
  showLifeIn(life);
  async function answerOf(request: Request): Promise<Answer> {
    const { id, path, bytes, state } = request;
    try {
      const handler = handlers[request.do] as (file: ReadFile, more: unknown) => unknown;
      return { id, result: await handler({ path, bytes, state }, request.more) };
    } catch (thrown) {
      return { id, failure: failureOf(thrown) };
    }
  }

  async function handle(request: Request): Promise<void> {
    Atomics.store(control, CONTROL.current, request.id);
    signOfLife();
    const answer = await answerOf(request);
    Atomics.store(control, CONTROL.current, 0);
    if (!request.waits) {
      parentPort?.postMessage(answer);
      return;
    }
    // Most have nothing to say but that they are done.
    if ('failure' in answer || answer.result !== undefined) port.postMessage(answer);
    Atomics.store(control, CONTROL.answered, request.id);
    Atomics.notify(control, CONTROL.answered);
  }

  let queue: Promise<void> = Promise.resolve();
  parentPort?.on('message', (request: Request) => {
    queue = queue.then(() => handle(request));
  });
  Atomics.store(control, CONTROL.ready, 1);
}

function failureOf(thrown: unknown): Failure {
  const message = messageOf(thrown);
  if (thrown instanceof UserError) return { kind: 'user', message, reason: thrown.reason };
  const stack = thrown instanceof Error ? thrown.stack : undefined;
  return { kind: thrown instanceof RangeError ? 'range' : 'other', message, stack };
}
