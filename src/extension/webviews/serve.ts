import { isPlainObject, type RequestShapes } from '../../common/api/shape';
import type { Handlers, Requests, ToHost, ToView } from '../../common/api/views/messages';
import { messageOf } from '../../common/errors';

/** The part of a webview used for messages. */
export interface MessagePort {
  postMessage(message: ToView): unknown;
  onDidReceiveMessage(listener: (message: ToHost) => unknown): { dispose(): void };
}

/** Sends a notice. Hidden views may miss it, since they request everything when they are shown again. */
export type Notify<N> = <K extends keyof N & string>(name: K, notice: N[K]) => void;

/**
 * Answers every request of a webview, with a result or with an error sentence. A handler gets only what has the shape of
 * its request; what exists in a document is up to the handler.
 */
export function serveWebview<R extends Requests<R>, N>(
  port: MessagePort,
  shapes: RequestShapes<R>,
  handlers: Handlers<R>,
  onFailed: (thrown: unknown) => void,
): { notify: Notify<N>; dispose(): void } {
  const subscription = port.onDidReceiveMessage(async (message) => {
    // Without an id there is nobody to answer.
    if (!isRequest(message)) return;
    const { id, method, request } = message;
    try {
      if (!Object.hasOwn(handlers, method)) throw new Error(`Unknown request of a view: "${method}".`);
      const problem = shapes[method as keyof R](request, '');
      if (problem !== undefined) throw new Error(`Request "${method}" of a view: ${problem}`);
      const handler = handlers[method as keyof R] as (request: unknown) => unknown;
      port.postMessage({ type: 'response', id, response: await handler(request) });
    } catch (thrown) {
      onFailed(thrown);
      port.postMessage({ type: 'failure', id, message: messageOf(thrown) });
    }
  });
  return {
    notify: (name, notice) => void port.postMessage({ type: 'notice', name, notice }),
    dispose: () => subscription.dispose(),
  };
}

/** Whether a message has the shape of those that our views send. */
function isRequest(message: unknown): message is ToHost {
  return (
    isPlainObject(message) &&
    message['type'] === 'request' &&
    Number.isSafeInteger(message['id']) &&
    typeof message['method'] === 'string'
  );
}
