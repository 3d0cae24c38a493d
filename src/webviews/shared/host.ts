import type {
  NoticeHandlers,
  RequestOf,
  Requests,
  ResponseOf,
  ToHost,
  ToView,
} from '../../common/api/views/messages';

declare function acquireVsCodeApi(): {
  postMessage(message: ToHost): void;
  getState(): unknown;
  setState(state: unknown): void;
};

const vscode = acquireVsCodeApi();

interface Pending {
  resolve(response: unknown): void;
  reject(error: Error): void;
}

const pending = new Map<number, Pending>();
let lastId = 0;

/** Sends a request to the extension; the answer is a result, or an error with one sentence for the user. */
export type Ask<R extends Requests<R>> = <M extends keyof R & string>(
  method: M,
  request: RequestOf<R, M>,
) => Promise<ResponseOf<R, M>>;

/** Connects the view to its host: returns the request function, and dispatches notices to their handlers. */
export function connectHost<R extends Requests<R>, N>(notices: NoticeHandlers<N>): Ask<R> {
  window.addEventListener('message', (event: MessageEvent<ToView>) => {
    const message = event.data;
    if (message.type === 'notice') {
      const handle = notices[message.name as keyof N];
      handle?.(message.notice as N[keyof N]);
      return;
    }
    const waiting = pending.get(message.id);
    pending.delete(message.id);
    if (message.type === 'response') waiting?.resolve(message.response);
    else waiting?.reject(new Error(message.message));
  });
  return (method, request) =>
    new Promise((resolve, reject) => {
      const id = ++lastId;
      pending.set(id, { resolve: resolve as Pending['resolve'], reject });
      vscode.postMessage({ type: 'request', id, method, request });
    });
}

/** Message of a page to itself once it is loaded. */
const LOADED = 'loaded';

/**
 * Resolves once all messages that the host sent before page load are delivered. VS Code queues these until the page is
 * loaded; the page's own message is delivered after them.
 */
export function queuedMessagesDelivered(): Promise<void> {
  return new Promise((resolve) => {
    window.addEventListener('message', function own({ source, data }) {
      if (source !== window || data !== LOADED) return;
      window.removeEventListener('message', own);
      resolve();
    });
    // After all other listeners of the load event.
    const tell = () => setTimeout(() => window.postMessage(LOADED, '*'));
    if (document.readyState === 'complete') tell();
    else window.addEventListener('load', tell, { once: true });
  });
}

/** Requests the snapshot of a view that is still opening, unless the host sent one before the page had loaded. */
export async function askUnlessTold<S>(view: {
  isOpening(): boolean;
  ask(): Promise<S>;
  show(snapshot: S): void;
  fail(thrown: unknown): void;
}): Promise<void> {
  await queuedMessagesDelivered();
  if (!view.isOpening()) return;
  try {
    view.show(await view.ask());
  } catch (thrown) {
    view.fail(thrown);
  }
}

/** Stored view state, which outlives a hidden or reloaded view. */
export function storedState<S>(): S | undefined {
  return vscode.getState() as S | undefined;
}

export function storeState(state: unknown): void {
  vscode.setState(state);
}
