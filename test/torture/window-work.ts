import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { FrameLocator, Locator } from 'playwright-core';
import { readModel } from '../../src/engine/network/keras/read-model';
import { flatWeights } from '../../src/engine/network/weights';
import { openRecording } from '../../src/engine/recordings/open';
import { readResults } from '../../src/engine/results/read-h5';
import { readTrainingSet } from '../../src/engine/training/read-training-set';
import { answerFileDialog } from '../support/workbench/file-dialog';
import type { Torture } from './torture';
import type { Window } from './window';

/** Work that is interrupted. */
export interface Work {
  /** Comes to where it begins. */
  prepare(): Promise<void>;
  /** Begins it; it may wait for what follows, and is abandoned when it is killed. */
  begin(): Promise<unknown>;
  /** Comes back after a kill: lets it go on, or begins it again where it does not by itself. */
  resume(): Promise<void>;
  /** What must be there in the end, the same as without a kill. */
  result(): Promise<unknown>;
}

const LONG_MS = 120_000;

/** Scores on: each window that is known to be scored, by a snapshot of the extension, must keep its score. */
export class Scoring implements Work {
  readonly known = new Map<number, number>();
  readonly #window: Window;
  readonly #torture: Torture;
  readonly #saves: boolean;
  #view: FrameLocator | undefined;
  #pending: { window: number; score: number } | undefined;

  constructor(window: Window, torture: Torture, saves: boolean) {
    this.#window = window;
    this.#torture = torture;
    this.#saves = saves;
  }

  async prepare(): Promise<void> {
    const { session } = this.#window;
    await session.openFile('scores.h5');
    this.#view = await session.webviewWith('.scoring:not(.hidden)');
    await this.#view.locator('.stage').focus();
    await session.page.waitForTimeout(500);
  }

  async begin(): Promise<void> {
    const { page } = this.#window.session;
    for (let i = 0; ; i++) {
      const before = await this.#unscored();
      const window = Number.parseInt(await this.#view!.locator('.window-number').innerText(), 10) - 1;
      const score = Math.floor(this.#torture.random.uniform(0, 3));
      this.#pending = { window, score };
      await page.keyboard.press(String(score));
      // The number of windows without a score comes with the extension's snapshot.
      await this.#window.until(async () => (await this.#unscored()) === before - 1);
      this.known.set(window, score);
      this.#pending = undefined;
      this.#torture.count('scores');
      if (this.#saves && i % 3 === 2) await page.keyboard.press('Control+s');
    }
  }

  async resume(): Promise<void> {
    const { page } = this.#window.session;
    const pending = this.#pending;
    await this.prepare();
    await page.keyboard.press('Control+s');
    await page.locator('.tab.active.dirty').waitFor({ state: 'detached' });
    // A score on its way may be there or not.
    if (pending) {
      const { scores } = await readTrainingSet(this.#window.file('scores.h5'));
      const now = scores[pending.window];
      if (now !== -1 && now !== pending.score)
        this.#torture.lost(`window ${pending.window} has score ${now}`);
      if (now !== -1) this.known.set(pending.window, now);
    }
    this.#pending = undefined;
  }

  async result(): Promise<unknown> {
    const { scores } = await readTrainingSet(this.#window.file('scores.h5'));
    this.#torture.count('scores checked', this.known.size);
    return [...this.known].filter(([window, score]) => scores[window] !== score);
  }

  async #unscored(): Promise<number> {
    const text = await this.#view!.locator('.count', { hasText: 'not scored' })
      .locator('.count-number')
      .innerText({ timeout: 5000 });
    return Number(text.replaceAll(/\D/g, ''));
  }
}

export function detecting(window: Window): Work {
  const storage = () =>
    path.join(window.session.server.folder, 'data/User/globalStorage/miniml.miniml/detections');
  const stored = (ending: string) =>
    readdirSync(storage()).filter((name) => name.endsWith(ending) && !name.startsWith('.'));
  const view = async () => {
    await window.session.openFile('cell.abf');
    return window.session.webviewWith('.plot');
  };
  const ended = async () => {
    const plot = await view();
    await plot.locator('.counts', { hasText: /^\d+ events/ }).waitFor({ timeout: LONG_MS });
    await window.until(() => stored('.blocks').length === 0);
    await plot.locator('.detection-progress').waitFor({ state: 'detached', timeout: LONG_MS });
  };
  return {
    async prepare() {
      await view();
      // An engine that has predicted these windows would not do it again.
      await window.session.command('miniML: Restart Engine');
      await view();
    },
    async begin() {
      await window.session.command('miniML: Detect Events');
      await ended();
    },
    resume: ended,
    async result() {
      const files = stored('.h5').map((name) => path.join(storage(), name));
      const found = await Promise.all(files.map(async (file) => (await readResults(file)).detection));
      return found.map(({ events }) => events.map(({ location, amplitude }) => [location, amplitude]));
    },
  };
}

export function training(window: Window): Work {
  const model = () => window.file('model.h5');
  const trained = () => window.until(() => existsSync(model()) && !existsSync(`${model()}.checkpoint`));
  const begin = async () => {
    const { session } = window;
    await session.command('miniML: Train Model');
    await session.page.locator('.quick-input-list .monaco-list-row', { hasText: 'train.h5' }).waitFor();
    const input = session.page.locator('.quick-input-widget input');
    await input.fill(model());
    await input.press('Enter');
    await trained();
  };
  const open = async () => {
    await window.session.openFile('train.h5');
    await (await window.session.webviewWith('.window-number')).locator('.window-number').waitFor();
  };
  return {
    async prepare() {
      for (const name of ['model.h5', 'model.md']) rmSync(window.file(name), { force: true });
      await open();
    },
    begin,
    async resume() {
      const { session } = window;
      await open();
      if (existsSync(`${model()}.checkpoint`)) {
        const offered = await listed(window, 'The training of model.h5 was interrupted');
        // An engine that is killed alone leaves the training's tab, which offers the same.
        if ((await offered.count()) > 0) await offered.getByRole('button', { name: 'Resume' }).click();
        else {
          const again = (await session.webviewWith('h1')).locator('vscode-button', { hasText: 'Try Again' });
          await again.click({ timeout: 10_000 });
        }
        await trained();
      } else if (!existsSync(model())) await begin();
    },
    async result() {
      const { network } = await readModel(model());
      const { parameter, statistic } = flatWeights(network);
      return [[...parameter], [...statistic], existsSync(window.file('model.md'))];
    },
  };
}

export function exporting(window: Window): Work {
  const file = () => window.file('exported.abf');
  const begin = async () => {
    const { session } = window;
    const choice = session.page.locator('.quick-input-list .monaco-list-row', { hasText: 'Cleaned Trace' });
    // A window that has just opened may not have taken the tab for the active one yet.
    for (let left = 3; left > 0 && !(await choice.isVisible()); left--) {
      await session.command('miniML: Export Recording…');
      await choice.waitFor({ timeout: 8000 }).catch(() => {});
    }
    await choice.click();
    await answerFileDialog(session, file());
    await window.until(() => existsSync(file()));
  };
  const open = async () => {
    await window.session.openFile('cell.abf');
    const plot = await window.session.webviewWith('.plot');
    await plot.locator('.plot[aria-label*="pA"]').waitFor({ timeout: LONG_MS });
    await plot.locator('.plot').focus();
    await window.session.page.waitForTimeout(300);
  };
  return {
    async prepare() {
      rmSync(file(), { force: true });
      await open();
    },
    begin,
    async resume() {
      await open();
      // What is there is whole.
      if (existsSync(file())) return;
      await begin();
    },
    result: async () => samplesOf(file()),
  };
}

export function batch(window: Window): Work {
  const out = () => window.file('study results');
  const view = async () => {
    await window.session.openFile('study.miniml.csv');
    return window.session.webviewWith('.experiment');
  };
  const begun = async () => {
    const button = (await view()).getByRole('button', { name: /^Detect \d/ });
    await button.click({ timeout: 20_000 });
    await done();
  };
  const done = async () => {
    const rows = (await view()).locator('.table-body .table-row .status', { hasText: 'done' });
    await window.until(async () => (await rows.count()) === 2);
  };
  return {
    async prepare() {
      // Totals are written after the last row is done.
      rmSync(out(), { recursive: true, force: true, maxRetries: 10, retryDelay: 300 });
      await (await view()).locator('.status', { hasText: 'to do' }).first().waitFor({ timeout: LONG_MS });
    },
    begin: begun,
    async resume() {
      // It goes on by itself where it had begun, in a window that is opened again.
      const shown = await view();
      const running = shown.locator('.table-body .status', { hasText: /done|running|waiting|%/ });
      await running
        .first()
        .waitFor({ timeout: 10_000 })
        .catch(() => {});
      await done().catch(begun);
    },
    async result() {
      const names = readdirSync(out(), { recursive: true }).map(String);
      return names
        .filter((name) => name.endsWith('.csv'))
        .sort()
        .map((name) => [name, readFileSync(path.join(out(), name), 'utf8')]);
    },
  };
}

async function samplesOf(file: string): Promise<number[]> {
  const recording = await openRecording(file, {});
  try {
    const { samples } = recording.sweeps[0];
    return [samples, ...(await recording.read(0, 0, samples - 2000, samples))];
  } finally {
    recording.close();
  }
}

/** A notification in the centre, which opens with a command: toasts come and go. */
async function listed({ session }: Window, text: string): Promise<Locator> {
  const found = session.page.locator('.notifications-center .notification-list-item', { hasText: text });
  for (let attempt = 0; attempt < 4 && (await found.count()) === 0; attempt++) {
    await session.command('Notifications: Show Notifications');
    await found
      .first()
      .waitFor({ timeout: 3000 })
      .catch(() => {});
  }
  return found;
}
