import { engineHandlers } from '../../src/engine/service/handlers';
import type { Engine } from '../../src/extension/engine/engine';

/** The engine's own functions in this process, behind the face that the extension sees. */
export function inProcessEngine(): Engine {
  const handlers = engineHandlers(() => {});
  return {
    async request(method, request, options) {
      const task = {
        signal: options?.signal ?? new AbortController().signal,
        report: options?.onProgress ?? (() => {}),
      };
      return handlers[method](request, task);
    },
    running: true,
    whenIdle: async () => {},
    restart() {},
    dispose() {},
  };
}
