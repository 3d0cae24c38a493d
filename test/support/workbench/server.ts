import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { projectRoot } from '../project';
import type { Workbench } from './provision';

export interface RunningServer {
  port: number;
  /** Leader of the group of all processes it has started. */
  pid: number;
  /** Folder of its log, user data and extensions; removed by stop(). */
  folder: string;
  /** Ends everything it has started at once, as a power cut would; the folder stays. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

/** Settings that keep the workbench from saying anything a test did not ask for. */
const quietSettings = {
  'security.workspace.trust.startupPrompt': 'never',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.enableExperiments': false,
  'workbench.editor.useModal': 'off',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'chat.disableAIFeatures': true,
  'git.enabled': false,
  'window.commandCenter': false,
  'files.simpleDialog.enable': true,
  'terminal.integrated.initialHint': false,
};

export interface ServerOptions {
  /** Put our extension among the installed ones; host tests load it as the one under development instead. */
  installExtension: boolean;
  settings?: Record<string, unknown>;
  /** Absolute path of the extension to install; this project where it is left out. */
  extension?: string;
  /** Folders are trusted only when somebody says so; otherwise all are. */
  asksForTrust?: boolean;
  /** Variables of its environment besides those of the tests. */
  environment?: NodeJS.ProcessEnv;
  /** Of a server that was killed: its user data are used again. */
  folder?: string;
  /** Of such a server, too: what a browser keeps belongs to it. */
  port?: number;
}

/** Starts code-server on a free port of this machine, with a profile of its own. */
export async function startServer(workbench: Workbench, options: ServerOptions): Promise<RunningServer> {
  const port = options.port ?? (await freePort());
  // A unix socket lies in the user data folder, and its path must be short.
  const folder = options.folder ?? mkdtempSync(path.join(os.tmpdir(), 'mw-'));
  const user = path.join(folder, 'data/User');
  const extensions = path.join(folder, 'ext');
  mkdirSync(user, { recursive: true });
  mkdirSync(extensions, { recursive: true });
  writeFileSync(
    path.join(user, 'settings.json'),
    JSON.stringify({
      ...quietSettings,
      'security.workspace.trust.enabled': options.asksForTrust === true,
      ...options.settings,
    }),
  );
  writeFileSync(path.join(folder, 'config.yaml'), '');
  const source = options.extension ?? projectRoot;
  const { version } = JSON.parse(readFileSync(path.join(source, 'package.json'), 'utf8')) as {
    version: string;
  };
  const link = path.join(extensions, `miniml.miniml-${version}`);
  if (options.installExtension && !existsSync(link)) symlinkSync(source, link);
  const log = openSync(path.join(folder, 'server.log'), 'w');
  const server = spawn(
    workbench.node,
    [
      workbench.codeServer,
      ...['--bind-addr', `127.0.0.1:${port}`, '--auth', 'none'],
      ...['--user-data-dir', path.join(folder, 'data'), '--extensions-dir', extensions],
      ...['--config', path.join(folder, 'config.yaml')],
      ...['--disable-telemetry', '--disable-update-check'],
      ...(options.asksForTrust ? [] : ['--disable-workspace-trust']),
      ...['--disable-getting-started-override', '--ignore-last-opened'],
      ...['--reconnection-grace-time', '5'],
      // VS Code takes an extension under development from the address with this alone; it also hides every toast.
      ...(options.installExtension ? [] : ['--vscode-option', 'enable-smoke-test-driver']),
    ],
    // A group of its own, so that everything it starts ends with it.
    {
      detached: true,
      stdio: ['ignore', log, log],
      env: { ...process.env, ...options.environment, EXTENSIONS_GALLERY: '{"serviceUrl":""}' },
    },
  );
  const ended = new Promise<void>((resolve) => server.on('close', () => resolve()));
  const kill = async () => {
    try {
      process.kill(-server.pid!, 'SIGKILL');
    } catch {
      // It has ended already.
    }
    await ended;
  };
  const stop = async () => {
    await kill();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  };
  if (!(await answers(port, 60_000))) {
    await stop();
    throw new Error('code-server did not start within a minute');
  }
  return { port, pid: server.pid!, folder, kill, stop };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}

async function answers(port: number, withinMs: number): Promise<boolean> {
  for (const end = Date.now() + withinMs; Date.now() < end; ) {
    const ok = await fetch(`http://127.0.0.1:${port}/healthz`).then(
      (response) => response.ok,
      () => false,
    );
    if (ok) return true;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  return false;
}
