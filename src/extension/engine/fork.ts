import { type ChildProcess, fork } from 'node:child_process';
import { connectEngine, type EngineClient } from '../../engine/rpc/client';

/** A running engine process and its client. */
export interface ForkedEngine {
  child: ChildProcess;
  client: EngineClient;
}

/**
 * Starts an engine with our own Node, which in VS Code is Electron.
 *
 * @param script absolute path of the engine's bundle
 * @param environment variables besides ours
 */
export function forkEngine(
  script: string,
  environment: NodeJS.ProcessEnv,
  log: (line: string) => void,
): ForkedEngine {
  const child = fork(script, ['--serve'], {
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    // The debugger's port of the extension host must not be passed to the engine.
    execArgv: inspectArguments('MINIML_ENGINE_INSPECT'),
    env: { ...process.env, ...environment, ELECTRON_RUN_AS_NODE: '1' },
  });
  for (const stream of [child.stdout, child.stderr]) onLines(stream, log);
  return { child, client: connectEngine(child, log) };
}

/** Calls back for each complete line of a stream. */
export function onLines(stream: NodeJS.ReadableStream | null, tell: (line: string) => void): void {
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

/**
 * Arguments that open a process of ours to a debugger, on the port that a variable names. `.vscode/launch.json` sets the
 * variables for the window it starts; otherwise no process listens, whatever the extension host does.
 */
export function inspectArguments(
  variable: 'MINIML_ENGINE_INSPECT' | 'MINIML_LANGUAGE_SERVER_INSPECT',
): string[] {
  const port = process.env[variable];
  return port !== undefined && /^\d{1,5}$/.test(port) ? [`--inspect=127.0.0.1:${port}`] : [];
}
