import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import type { Handlers, Requests, ToHost, ToView } from '../../../src/common/api/views/messages';
import { messageOf } from '../../../src/common/errors';
import { pageHtml } from '../../../src/extension/webviews/html';
import { pageSource } from '../../../src/extension/webviews/page-source';
import { serveWebview } from '../../../src/extension/webviews/serve';
import { projectRoot } from '../../support/project';
import { launchBrowser } from '../../support/workbench/browser';
import { browser as findBrowser } from '../../support/workbench/provision';
import { decodeSource, encode } from './encoding';
import { shapesOf } from './request-shapes';
import { settled, watchWorkSource } from './settled';
import { themes } from './themes';

const executable = findBrowser();

/** Why these tests are skipped, or false where there is a browser. */
export const withoutBrowser: string | false = executable ? false : 'there is no Chromium on this machine';

export interface TestView<N> {
  page: Page;
  notify: <K extends keyof N & string>(name: K, notice: N[K]) => Promise<void>;
  /** What the page said went wrong: exceptions, and whatever its security policy refused. */
  complaints: string[];
  setTheme(theme: keyof typeof themes): Promise<void>;
  /** Waits until the view has done what it was told. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

export interface ViewOptions {
  width?: number;
  height?: number;
  theme?: keyof typeof themes;
  pixelRatio?: number;
  /** As if the view had been hidden: what it stored then. */
  state?: unknown;
  /** What the host sent before the page was there: VS Code sends it on when the page is loaded. */
  sent?: ToView;
}

let browser: Promise<Browser> | undefined;

export function closeBrowser(): Promise<void> | undefined {
  return browser?.then((b) => b.close());
}

/** Opens a built webview in a browser, with its own page and security policy, before a host made of functions. */
export async function openView<R extends Requests<R>, N>(
  name: string,
  handlers: Handlers<R>,
  { width = 1400, height = 900, theme = 'dark', pixelRatio = 1, state, sent }: ViewOptions = {},
): Promise<TestView<N>> {
  browser ??= launchBrowser({ chromium: executable! });
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url!, 'http://localhost');
    if (pathname === '/') {
      response.setHeader('content-type', 'text/html');
      response.end(htmlOf(name, `http://${request.headers.host}`));
      return;
    }
    const types: Record<string, string> = {
      '.js': 'text/javascript',
      '.css': 'text/css',
      '.ttf': 'font/ttf',
    };
    try {
      response.setHeader('content-type', types[path.extname(pathname)] ?? 'application/octet-stream');
      response.end(readFileSync(path.join(projectRoot, 'dist', pathname)));
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A test that fails leaves its view open; its server must not keep the process.
  server.unref();
  const { port } = server.address() as AddressInfo;

  const context = await (await browser).newContext({
    viewport: { width, height },
    deviceScaleFactor: pixelRatio,
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    // An empty style attribute in a template of the toolkit's: nothing is lost with it.
    const harmless = /favicon|sha256-47DEQpj8HBSa/.test(message.text());
    if (message.type() === 'error' && !harmless) complaints.push(message.text());
  });

  let receive: ((message: ToHost) => unknown) | undefined;
  await page.exposeFunction('askHost', (message: ToHost) => void receive?.(message));
  const post = async (message: unknown) => {
    if (page.isClosed()) return;
    const text = encode(message);
    await page
      .evaluate((encoded) => (globalThis as unknown as FakeWindow).receive(encoded), text)
      .catch((error) => {
        if (!page.isClosed()) throw error;
      });
  };
  serveWebview<R, N>(
    {
      postMessage: (message) => void post(message),
      onDidReceiveMessage(listener) {
        receive = listener;
        return { dispose: () => {} };
      },
    },
    shapesOf<R>(name),
    handlers,
    (thrown) => {
      if (messageOf(thrown).startsWith('Request "')) complaints.push(messageOf(thrown));
    },
  );
  await page.addInitScript(watchWorkSource());
  await page.addInitScript(fakeHostSource(state));
  if (sent)
    await page.addInitScript(
      `window.addEventListener('load', () => globalThis.receive(${JSON.stringify(encode(sent))}))`,
    );
  const setTheme = (wanted: keyof typeof themes) => page.evaluate(applyTheme, themes[wanted]);
  await page.addInitScript(
    `document.addEventListener('readystatechange', () => (${applyTheme})(${JSON.stringify(themes[theme])}), { once: true })`,
  );
  await page.goto(`http://127.0.0.1:${port}/`);
  await setTheme(theme);
  return {
    page,
    complaints,
    setTheme,
    settled: () => settled(page),
    notify: async (notice, content) => {
      await post({ type: 'notice', name: notice, notice: content });
    },
    async close() {
      await context.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

interface FakeWindow {
  receive(encoded: string): void;
}

function htmlOf(name: string, origin: string): string {
  return pageHtml({
    title: name,
    ...pageSource(path.join(projectRoot, 'dist'), name, (file) => `${origin}/${file}`),
    cspSource: origin,
    nonce: 'test',
  });
}

/** What VS Code puts into a webview before its own scripts. */
function fakeHostSource(state: unknown): string {
  return `(() => {
    let state = ${JSON.stringify(state ?? null)} ?? undefined;
    const decode = ${decodeSource()};
    globalThis.acquireVsCodeApi = () => ({
      postMessage(message) {
        globalThis.work.add('request ' + message.id);
        globalThis.askHost(message);
      },
      getState: () => state,
      setState: (next) => { state = JSON.parse(JSON.stringify(next)); globalThis.stored = state; },
    });
    globalThis.receive = (encoded) => window.postMessage(decode(encoded), '*');
  })()`;
}

/** Runs in the page. */
function applyTheme({ bodyClass, variables }: (typeof themes)['dark']): void {
  if (document.body) {
    const others = [...document.body.classList].filter((name) => !name.startsWith('vscode-'));
    document.body.className = [...others, bodyClass].join(' ');
  }
  document.documentElement.removeAttribute('style');
  for (const [name, value] of Object.entries(variables))
    document.documentElement.style.setProperty(`--vscode-${name}`, value);
}
