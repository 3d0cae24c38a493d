import { type ChildProcess, fork } from 'node:child_process';
import type { EngineMethod, RequestOf, ResponseOf } from '../../engine/api';
import { UserError } from '../../engine/errors';
import { connectEngine, type EngineClient, type RequestOptions } from '../../engine/rpc/client';

/** The engine's process, kept running: started when first asked, started again after it crashed. */
export interface Engine {
  request<M extends EngineMethod>(
    method: M,
    request: RequestOf<M>,
    options?: RequestOptions,
  ): Promise<ResponseOf<M>>;
  /** Ends the process; what was asked rejects. The next request starts another. */
  restart(): void;
  dispose(): void;
}

export interface EngineOptions {
  /** Absolute path of the engine's bundle. */
  script: string;
  log(line: string): void;
  onStarted(): void;
  /** Not called for an end that was asked for. */
  onCrashed(reason: string): void;
}

/** An engine that ends this often within {@link crashWindow_ms} is not started again by itself. */
const mostCrashes = 3;
const crashWindow_ms = 60_000;

interface Running {
  child: ChildProcess;
  client: EngineClient;
}

export function createEngine({ script, log, onStarted, onCrashed }: EngineOptions): Engine {
  let running: Running | undefined;
  let crashes: number[] = [];

  function start(): Running {
    const child = fork(script, ['--serve'], {
      serialization: 'advanced',
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      // The extension host may be under a debugger; its port is not the engine's.
      execArgv: [],
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    });
    for (const stream of [child.stdout, child.stderr]) onLines(stream, log);
    const started: Running = { child, client: connectEngine(child, log) };
    log(`Engine started, process ${child.pid ?? 'unknown'}.`);
    const ended = (reason: string) => {
      if (running !== started) return;
      running = undefined;
      crashes.push(performance.now());
      log(reason);
      onCrashed(reason);
    };
    child.once('error', (error) => ended(`The engine could not be started: ${error.message}`));
    child.once('exit', (code, signal) =>
      ended(`The engine ended unexpectedly (${signal ?? `exit code ${code}`}).`),
    );
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
    request(method, request, options) {
      if (!running) {
        crashes = crashes.filter((at) => performance.now() - at < crashWindow_ms);
        if (crashes.length >= mostCrashes)
          return Promise.reject(
            new UserError(
              `The engine ended unexpectedly ${crashes.length} times within a minute: see the log for the reason, then restart the engine.`,
            ),
          );
        running = start();
        onStarted();
      }
      return running.client.request(method, request, options);
    },
    restart() {
      crashes = [];
      log('Engine restarted on request.');
      end('The engine was restarted.');
    },
    dispose: () => end('The extension was deactivated.'),
  };
}

/** Tells each whole line of a stream. */
function onLines(stream: NodeJS.ReadableStream | null, tell: (line: string) => void): void {
  let rest = '';
  stream?.setEncoding('utf8');
  stream?.on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    lines.forEach(tell);
  });
  stream?.on('end', () => {
    if (rest) tell(rest);
  });
}
