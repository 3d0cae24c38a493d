import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { processesOf } from '../support/workbench/processes';
import { WorkbenchSession } from '../support/workbench/session';
import { kill } from './host';

/** What is killed. */
export const TARGETS = ['extension host', 'window', 'engine', 'workbench'] as const;
export type Target = (typeof TARGETS)[number];

/** A training goes on for some seconds; the network has one thread, so that a detection does, too. */
const SETTINGS = {
  'files.autoSave': 'off',
  'miniml.backend': 'cpu',
  'miniml.threads': 1,
  'miniml.resample_to_600': false,
  'miniml.epochs': 25,
  'miniml.patience': 100,
  'miniml.seed': 1,
};

const LONGEST_MS = 120_000;

/** A window of VS Code that is killed, in parts or as a whole, and opened again. */
export class Window {
  #session: WorkbenchSession | undefined;
  #abandoned = 0;
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  get session(): WorkbenchSession {
    if (!this.#session) throw new Error('the workbench is not open');
    return this.#session;
  }

  /** Waits until a check passes; what waits when the window is abandoned fails at once. */
  async until(check: () => Promise<boolean> | boolean): Promise<void> {
    const abandoned = this.#abandoned;
    for (const end = performance.now() + LONGEST_MS; !(await check()); await setTimeout(100)) {
      if (abandoned !== this.#abandoned) throw new Error('the window was abandoned');
      if (performance.now() > end) throw new Error('it does not end');
    }
  }

  file(name: string): string {
    return path.join(this.folder, name);
  }

  async open(profile?: string): Promise<void> {
    this.#session = await WorkbenchSession.start({ folder: this.folder, settings: SETTINGS, profile });
  }

  /** Kills it without a warning: SIGKILL for processes, and for the window as much as a browser has. */
  async kill(target: Target): Promise<void> {
    const { session } = this;
    const { pid } = session.server;
    if (target === 'window') {
      // The page ends at once; what is waited for never comes.
      const devtools = await session.page.context().newCDPSession(session.page);
      void devtools.send('Page.crash').catch(() => {});
      await setTimeout(300);
    } else if (target === 'extension host')
      for (const host of processesOf(pid, '--type=extensionHost')) kill(host);
    else if (target === 'engine') for (const engine of processesOf(pid, 'miniml.js --serve')) kill(engine);
    else {
      const profile = await session.kill();
      this.#session = undefined;
      await this.open(profile);
    }
  }

  /** Opens the window anew, as a person does who sees that it is dead. */
  async recover(target: Target): Promise<void> {
    this.#abandoned++;
    if (target === 'window' || target === 'extension host') await this.session.newWindow();
    if (target === 'window' || target === 'extension host') await this.session.openFolder(this.folder);
  }

  async stop(): Promise<void> {
    await this.#session?.stop();
    this.#session = undefined;
  }
}
