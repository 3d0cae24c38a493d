import {
  type CancellationToken,
  createMessageConnection,
  type MessageConnection,
  type MessageReader,
  type MessageWriter,
} from 'vscode-jsonrpc/node';
import type { EngineMethod, RequestOf, ResponseOf } from '../../common/api/engine/engine-api';
import { ENGINE_REQUESTS } from '../../common/api/engine/requests';
import { UserError } from '../../common/errors';
import type { Progress, Task } from '../../common/task';
import { type Call, type FailureData, failureOf, logType, progressType } from './protocol';

/** Handlers of the engine's API, one function per method, so that a missing one does not compile. */
export type EngineHandlers = {
  [M in EngineMethod]: (request: RequestOf<M>, task: Task) => Promise<ResponseOf<M>> | ResponseOf<M>;
};

/** Minimum interval between progress reports of one request, so that fast loops may report freely. */
const PROGRESS_INTERVAL_MS = 50;

/** Answers requests from `reader` until the connection is disposed. */
export function serveEngine(
  reader: MessageReader,
  writer: MessageWriter,
  handlersFor: (log: (line: string) => void) => EngineHandlers,
): MessageConnection {
  const connection = createMessageConnection(reader, writer);
  const handlers = handlersFor((line) => void connection.sendNotification(logType, { line }));
  for (const method of Object.keys(handlers) as EngineMethod[]) answer(connection, method, handlers);
  connection.listen();
  return connection;
}

function answer<M extends EngineMethod>(
  connection: MessageConnection,
  method: M,
  handlers: EngineHandlers,
): void {
  // Registered by name: the typed overloads cannot express an answer that depends on a type parameter.
  connection.onRequest<unknown, FailureData>(method, (call: Call<M>, token: CancellationToken) => {
    const controller = new AbortController();
    if (token.isCancellationRequested) controller.abort();
    token.onCancellationRequested(() => controller.abort());
    const send = (progress: Progress) => {
      if (call.progressToken !== undefined)
        void connection.sendProgress(progressType, call.progressToken, progress);
    };
    const task = { signal: controller.signal, report: throttled(send) };
    return new Promise((resolve) => {
      const problem = ENGINE_REQUESTS[method](call.request, '');
      if (problem !== undefined) throw new UserError(`The engine refused a request "${method}": ${problem}`);
      resolve(handlers[method](call.request, task));
    }).catch((thrown) => {
      throw failureOf(thrown);
    });
  });
}

/**
 * Throttle: passes a phase's first and last report, every epoch of a training and row of an experiment, and between them one per {@link
 * progressInterval_ms}.
 */
function throttled(send: (progress: Progress) => void): (progress: Progress) => void {
  let phase: string | undefined;
  let last = 0;
  return (progress) => {
    const now = performance.now();
    const among =
      progress.phase === phase && progress.done < progress.total && !progress.epoch && !progress.row;
    if (among && now - last < PROGRESS_INTERVAL_MS) return;
    phase = progress.phase;
    last = now;
    send(progress);
  };
}
