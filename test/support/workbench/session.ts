import type { Browser, BrowserContext, FrameLocator, Locator, Page } from 'playwright-core';
import { launchBrowser } from './browser';
import { provisionWorkbench } from './provision';
import { type RunningServer, type ServerOptions, startServer } from './server';

export interface SessionOptions
  extends Pick<ServerOptions, 'settings' | 'extension' | 'environment' | 'asksForTrust'> {
  /** Absolute path of the folder to open. */
  folder: string;
  viewport?: { width: number; height: number };
  /** Folder of a server that was killed: its user data are used again. */
  profile?: string;
}

/** A workbench with our extension installed, driven as a person does: keys, mouse, what is on the screen. */
export class WorkbenchSession {
  #server: RunningServer;
  #page: Page;
  readonly #context: BrowserContext;
  readonly #browser: Browser;
  readonly #options: ServerOptions;

  private constructor(
    server: RunningServer,
    options: ServerOptions,
    browser: Browser,
    context: BrowserContext,
    page: Page,
  ) {
    this.#server = server;
    this.#options = options;
    this.#browser = browser;
    this.#context = context;
    this.#page = page;
  }

  get server(): RunningServer {
    return this.#server;
  }

  get page(): Page {
    return this.#page;
  }

  /** @throws Error with the reason, where no workbench can be had */
  static async start({ folder, viewport, profile, ...rest }: SessionOptions): Promise<WorkbenchSession> {
    const workbench = provisionWorkbench();
    if (typeof workbench === 'string') throw new Error(workbench);
    const options = { ...rest, installExtension: true, folder: profile };
    const server = await startServer(workbench, options);
    const browser = await launchBrowser(workbench);
    const context = await browser.newContext({ viewport: viewport ?? { width: 1400, height: 900 } });
    const session = new WorkbenchSession(server, options, browser, context, await context.newPage());
    await session.openFolder(folder);
    return session;
  }

  /** Closes the window as a person does, ends the server, and opens both again: the browser keeps what it knows. */
  async closeAndReopen(folder: string): Promise<void> {
    const workbench = provisionWorkbench();
    if (typeof workbench === 'string') throw new Error(workbench);
    await this.#page.close({ runBeforeUnload: true });
    const { port, folder: profile } = this.#server;
    await this.#server.kill();
    this.#server = await startServer(workbench, { ...this.#options, folder: profile, port });
    this.#page = await this.#context.newPage();
    await this.openFolder(folder);
  }

  /** Opens a folder, or the same one anew, and waits until extensions are loaded. */
  async openFolder(folder: string): Promise<void> {
    await this.page.goto(`http://127.0.0.1:${this.server.port}/?folder=${encodeURIComponent(folder)}`);
    await this.#extensionsLoaded();
  }

  /** Another tab of the browser, in place of one that has crashed. */
  async newWindow(): Promise<void> {
    await this.#page.close();
    this.#page = await this.#context.newPage();
  }

  /** Loads the window anew by the workbench's own command: it keeps what is open before it goes. */
  async reloadWindow(): Promise<void> {
    const loaded = this.page.waitForEvent('load');
    await this.command('Developer: Reload Window');
    await loaded;
    await this.#extensionsLoaded();
  }

  async #extensionsLoaded(): Promise<void> {
    await this.page.locator('.monaco-workbench').waitFor({ timeout: 60_000 });
    // A file opened earlier opens in the text editor.
    await this.page.waitForFunction(
      () => performance.getEntriesByName('code/didLoadExtensions').length > 0,
      undefined,
      { timeout: 60_000 },
    );
  }

  /** Double-clicks a file in the Explorer. */
  async openFile(name: string): Promise<void> {
    const row = this.page.locator('.explorer-folders-view .monaco-list-row', { hasText: name }).first();
    // A workbench that has just started may not know our editors yet: it calls the file binary, or shows it as text.
    const text = '.editor-group-container.active .editor-instance .monaco-editor';
    const foreign = this.page
      .locator(`.monaco-editor-pane-placeholder${name.endsWith('.miniml.csv') ? `, ${text}` : ''}`)
      .filter({ visible: true });
    const shown = this.page.locator(
      '.monaco-editor-pane-placeholder, iframe.webview.ready, .editor-instance .monaco-editor',
    );
    for (let attempt = 0; attempt < 10; attempt++) {
      await row.dblclick();
      await this.page.locator('.tab.active', { hasText: name }).waitFor();
      await shown.filter({ visible: true }).first().waitFor({ timeout: 60_000 });
      if ((await foreign.count()) === 0) return;
      await this.command('View: Close Editor');
      await this.page.waitForTimeout(500);
    }
    throw new Error(`${name} does not open in an editor of miniML.`);
  }

  /** Runs an entry of the menu of a file or folder in the Explorer. */
  async explorerMenu(name: string, title: string): Promise<void> {
    const row = this.page.locator('.explorer-folders-view .monaco-list-row', { hasText: name }).first();
    const entry = this.page.locator('.monaco-menu .action-item', { hasText: title }).first();
    for (let left = 3; ; left--)
      try {
        await row.click({ button: 'right', timeout: 5000 });
        await entry.hover({ timeout: 5000 });
        // A menu that has just opened takes no click: it may be the one that opened it.
        await this.page.waitForTimeout(500);
        await entry.click({ timeout: 5000 });
        return;
      } catch (thrown) {
        // An editor that opens just then takes the menu with it.
        await this.page.keyboard.press('Escape');
        if (left === 0) throw thrown;
      }
  }

  /** Runs a command by its title in the palette. */
  async command(title: string): Promise<void> {
    const row = this.page.locator('.quick-input-list .monaco-list-row', { hasText: title }).first();
    for (let left = 3; ; left--)
      try {
        await this.page.keyboard.press('F1');
        await this.page.locator('.quick-input-widget input').fill(`>${title}`);
        await row.click({ timeout: 10_000 });
        return;
      } catch (thrown) {
        // A dialog that closes just then takes the palette with it.
        if (left === 0) throw thrown;
      }
  }

  /** Titles of the commands the palette shows for what is typed. */
  async paletteEntries(text: string): Promise<string[]> {
    await this.page.keyboard.press('F1');
    await this.page.locator('.quick-input-widget input').fill(`>${text}`);
    const rows = this.page.locator('.quick-input-list .monaco-list-row');
    await rows.first().waitFor();
    await this.page.waitForTimeout(500);
    const names = await rows.allInnerTexts();
    await this.page.keyboard.press('Escape');
    return names.map((name) => name.split('\n')[0]);
  }

  /** The inside of the webview that is shown. */
  webview(): FrameLocator {
    return this.page
      .locator('iframe.webview.ready')
      .filter({ visible: true })
      .contentFrame()
      .locator('iframe#active-frame')
      .contentFrame();
  }

  /** The inside of the webview, of several that are shown, that holds such an element. */
  async webviewWith(selector: string): Promise<FrameLocator> {
    const shown = this.page.locator('iframe.webview.ready').filter({ visible: true });
    for (let attempt = 0; attempt < 300; attempt++) {
      for (let i = 0; i < (await shown.count()); i++) {
        const inside = shown.nth(i).contentFrame().locator('iframe#active-frame').contentFrame();
        if ((await inside.locator(selector).count()) > 0) return inside;
      }
      await this.page.waitForTimeout(200);
    }
    throw new Error(`No webview shows ${selector}.`);
  }

  notification(text: string | RegExp): Locator {
    return this.page.locator('.notification-toast', { hasText: text });
  }

  /** "Dark Modern", "Light Modern", "Dark High Contrast", as the theme picker calls them. */
  async theme(name: string): Promise<void> {
    await this.command('Preferences: Color Theme');
    const input = this.page.locator('.quick-input-widget input');
    await input.fill(name);
    await this.page.locator('.quick-input-list .monaco-list-row', { hasText: name }).first().click();
  }

  /** Ends the workbench as a power cut would; its profile stays, to start another with. */
  async kill(): Promise<string> {
    await this.server.kill();
    await this.#browser.close();
    return this.server.folder;
  }

  async stop(): Promise<void> {
    await this.#browser.close();
    await this.server.stop();
  }
}
