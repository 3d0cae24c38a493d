import type { Backend, Program } from '../src/engine/backends/backend';

/** A backend that also says for how long it has been computing. */
export interface WatchedBackend extends Backend {
  /** Seconds in which at least one run was under way, and the runs, since the last reset. */
  busy(): { seconds: number; runs: number };
  reset(): void;
}

export function watched(backend: Backend, now: () => number = () => performance.now()): WatchedBackend {
  let under_way = 0;
  let since = 0;
  let busy_ms = 0;
  let runs = 0;

  function start(): void {
    if (under_way++ === 0) since = now();
    runs++;
  }
  function end(): void {
    if (--under_way === 0) busy_ms += now() - since;
  }

  return {
    kind: backend.kind,
    device: backend.device,
    description: backend.description,
    concurrency: backend.concurrency,
    dispose: () => backend.dispose(),
    busy: () => ({ seconds: (busy_ms + (under_way > 0 ? now() - since : 0)) / 1000, runs }),
    reset() {
      busy_ms = 0;
      runs = 0;
      since = now();
    },
    async compile(graph) {
      const program: Program = await backend.compile(graph);
      return {
        dispose: () => program.dispose(),
        run(inputs) {
          start();
          return program.run(inputs).finally(end);
        },
      };
    },
  };
}
