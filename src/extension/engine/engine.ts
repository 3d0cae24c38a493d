import type { EngineMethod, RequestOf, ResponseOf } from '../../common/api/engine/engine-api';
import { UserError } from '../../common/errors';
import { onEnd, type RequestOptions } from '../../engine/rpc/client';
import { type ForkedEngine, forkEngine } from './fork';

/** The engine process: started by the first request, and again by the next one after a crash. */
export interface Engine {
  request<M extends EngineMethod>(
    method: M,
    request: RequestOf<M>,
    options?: RequestOptions,
  ): Promise<ResponseOf<M>>;
  readonly running: boolean;
  /** Resolves when no request is pending: a restart then interrupts nothing. */
  whenIdle(): Promise<void>;
  /** Ends the process; pending requests reject. The next request starts another. */
  restart(): void;
  dispose(): void;
}

export interface EngineOptions {
  /** Absolute path of the engine's bundle. */
  script: string;
  /** Environment variables, evaluated at every start. */
  environment?(): NodeJS.ProcessEnv;
  log(line: string): void;
  onStarted(): void;
  /** Not called when the process was ended on request. */
  onCrashed(reason: string): void;
}

/** An engine that ends this often within {@link CRASH_WINDOW_MS} is not started again by itself. */
const MOST_CRASHES = 3;
const CRASH_WINDOW_MS = 60_000;

const DEACTIVATED = 'The extension was deactivated.';

export function createEngine({ script, environment, log, onStarted, onCrashed }: EngineOptions): Engine {
  let running: ForkedEngine | undefined;
  let crashes: number[] = [];
  let disposed = false;
  const asked = new Set<Promise<unknown>>();

  function start(): ForkedEngine {
    const started = forkEngine(script, environment?.() ?? {}, log);
    const { child } = started;
    log(`Engine started, process ${child.pid ?? 'unknown'}.`);
    onEnd(child, (reason) => {
      if (running !== started) return;
      running = undefined;
      crashes.push(performance.now());
      log(reason);
      onCrashed(reason);
    });
    return started;
  }

  function end(reason: string): void {
    const ending = running;
    running = undefined;
    if (!ending) return;
    ending.client.end(reason);
    ending.child.kill();
  }

  return {
    get running() {
      return running !== undefined;
    },
    request(method, request, options) {
      if (disposed) return Promise.reject(new UserError(DEACTIVATED, 'engineEnded'));
      if (!running) {
        crashes = crashes.filter((at) => performance.now() - at < CRASH_WINDOW_MS);
        if (crashes.length >= MOST_CRASHES)
          return Promise.reject(
            new UserError(
              `The engine ended unexpectedly ${crashes.length} times within a minute. See the log for the reason, then restart the engine.`,
            ),
          );
        running = start();
        onStarted();
      }
      const answer = running.client.request(method, request, options);
      asked.add(answer);
      const forget = () => void asked.delete(answer);
      answer.then(forget, forget);
      return answer;
    },
    async whenIdle() {
      while (asked.size > 0) await Promise.allSettled(asked);
    },
    restart() {
      crashes = [];
      log('Engine restarted on request.');
      end('The engine was restarted.');
    },
    dispose() {
      disposed = true;
      end(DEACTIVATED);
    },
  };
}
