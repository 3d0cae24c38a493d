import type { ChildProcess } from 'node:child_process';
import {
  type CancellationToken,
  CancellationTokenSource,
  createMessageConnection,
  IPCMessageReader,
  IPCMessageWriter,
  type MessageReader,
  type MessageWriter,
} from 'vscode-jsonrpc/node';
import type { EngineMethod, RequestOf, ResponseOf } from '../../common/api/engine/engine-api';
import { CancelledError, UserError } from '../../common/errors';
import type { Progress } from '../../common/task';
import { type Call, errorOf, logType, progressType, requestType } from './protocol';

export interface RequestOptions {
  /** Cancels the request; it then rejects with CancelledError as soon as the engine has stopped working. */
  signal?: AbortSignal;
  onProgress?: (progress: Progress) => void;
}

/** Client of the engine's API. Every request either answers or rejects with one sentence. */
export interface EngineClient {
  /**
   * @throws UserError failures that the user can solve, and the end of the engine
   * @throws CancelledError
   * @throws Error a bug, with the engine's stack
   */
  request<M extends EngineMethod>(
    method: M,
    request: RequestOf<M>,
    options?: RequestOptions,
  ): Promise<ResponseOf<M>>;
  /** Rejects pending and later requests with `reason`. The first reason is kept. */
  end(reason: string): void;
}

/** Client of an engine over any pair of message streams. */
export function engineClient(
  reader: MessageReader,
  writer: MessageWriter,
  log: (line: string) => void,
): EngineClient {
  const connection = createMessageConnection(reader, writer);
  const pending = new Set<(error: Error) => void>();
  let ended: UserError | undefined;
  let tokens = 0;

  function end(reason: string): void {
    if (ended) return;
    ended = new UserError(reason, 'engineEnded');
    for (const reject of pending) reject(ended);
    pending.clear();
    connection.dispose();
  }

  connection.onNotification(logType, ({ line }) => log(line));
  connection.onClose(() => end('The engine closed its connection.'));
  connection.onError(([error]) => end(`The connection to the engine failed: ${error.message}`));
  connection.listen();

  async function send<M extends EngineMethod>(
    method: M,
    request: RequestOf<M>,
    onProgress: RequestOptions['onProgress'],
    token: CancellationToken,
  ): Promise<ResponseOf<M>> {
    const call: Call<M> = { request };
    if (!onProgress) return connection.sendRequest(requestType(method), call, token);
    call.progressToken = ++tokens;
    const listening = connection.onProgress(progressType, call.progressToken, onProgress);
    try {
      return await connection.sendRequest(requestType(method), call, token);
    } finally {
      listening.dispose();
    }
  }

  return {
    end,
    request(method, request, { signal, onProgress } = {}) {
      if (ended) return Promise.reject(ended);
      if (signal?.aborted) return Promise.reject(new CancelledError());
      const cancellation = new CancellationTokenSource();
      const cancel = () => cancellation.cancel();
      signal?.addEventListener('abort', cancel);
      let rejectPending!: (error: Error) => void;
      return new Promise<ResponseOf<typeof method>>((resolve, reject) => {
        rejectPending = reject;
        pending.add(reject);
        send(method, request, onProgress, cancellation.token).then(resolve, (thrown) =>
          reject(ended ?? errorOf(thrown)),
        );
      }).finally(() => {
        pending.delete(rejectPending);
        signal?.removeEventListener('abort', cancel);
        cancellation.dispose();
      });
    },
  };
}

/**
 * An engine in a child process, forked from `dist/miniml.js` with `serialization: 'advanced'` and the argument
 * `--serve`. When the process ends, pending requests reject with the reason.
 */
export function connectEngine(child: ChildProcess, log: (line: string) => void): EngineClient {
  const client = engineClient(new IPCMessageReader(child), new IPCMessageWriter(child), log);
  onEnd(child, (reason) => client.end(reason));
  return client;
}

/** Calls `ended` with the reason when an engine's process could not be started, or has ended. */
export function onEnd(child: ChildProcess, ended: (reason: string) => void): void {
  child.once('error', (error) => ended(`The engine could not be started: ${error.message}`));
  child.once('exit', (code, signal) =>
    ended(`The engine ended unexpectedly (${signal ?? `exit code ${code}`}).`),
  );
}
