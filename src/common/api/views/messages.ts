/**
 * Message format between the extension and its webviews. A webview sends requests, and the extension answers each once,
 * with a result or with one sentence; the extension also sends notices, which have no answer. Messages are copied as
 * JSON with typed arrays, so NaN outside a typed array arrives as null.
 */

/** Requests of a webview to its host: each method takes one object and answers with one. */
export type Requests<R> = { [M in keyof R]: (request: never) => unknown };

export type RequestOf<R extends Requests<R>, M extends keyof R> = Parameters<R[M]>[0];
export type ResponseOf<R extends Requests<R>, M extends keyof R> = Awaited<ReturnType<R[M]>>;

export type ToHost = { type: 'request'; id: number; method: string; request: unknown };

export type ToView =
  | { type: 'response'; id: number; response: unknown }
  | { type: 'failure'; id: number; message: string }
  | { type: 'notice'; name: string; notice: unknown };

/** Request handlers of the host, one function per method, so that a missing one does not compile. */
export type Handlers<R extends Requests<R>> = {
  [M in keyof R]: (request: RequestOf<R, M>) => Promise<ResponseOf<R, M>> | ResponseOf<R, M>;
};

/** Notice handlers of a webview. */
export type NoticeHandlers<N> = { [K in keyof N]: (notice: N[K]) => void };
