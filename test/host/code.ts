/**
 * Stands in for the `code` executable in @vscode/test-electron: takes the flags it is started with, runs the
 * tests in the extension host of a code-server that a browser opens, and exits with their exit code.
 */
import { format } from 'node:util';
import { launchBrowser } from '../support/workbench/browser';
import { provisionWorkbench } from '../support/workbench/provision';
import { startServer } from '../support/workbench/server';

async function main(): Promise<number> {
  const flag = (name: string) =>
    process.argv.find((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3);
  const extension = flag('extensionDevelopmentPath');
  const tests = flag('extensionTestsPath');
  const workspace = process.argv.slice(2).find((arg) => !arg.startsWith('--'));
  if (!extension || !tests || !workspace)
    throw new Error('usage: code WORKSPACE --extensionDevelopmentPath=… --extensionTestsPath=…');
  const workbench = provisionWorkbench();
  if (typeof workbench === 'string') throw new Error(workbench);

  const server = await startServer(workbench, { installExtension: false });
  const browser = await launchBrowser(workbench);
  try {
    const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
    const exit = new Promise<number>((resolve) => {
      page.exposeFunction('codeAutomationExit', (code: number) => resolve(code));
      page.on('crash', () => resolve(70));
      setTimeout(() => resolve(71), 10 * 60_000).unref();
    });
    await page.exposeFunction('codeAutomationLog', (_type: string, args: unknown[]) =>
      console.log(format(...args)),
    );
    const remote = (file: string) => `vscode-remote://127.0.0.1:${server.port}${file}`;
    const payload = JSON.stringify([
      ['extensionDevelopmentPath', remote(extension)],
      ['extensionTestsPath', remote(tests)],
    ]);
    const address = new URL(`http://127.0.0.1:${server.port}/`);
    address.searchParams.set(workspace.endsWith('.code-workspace') ? 'workspace' : 'folder', workspace);
    address.searchParams.set('payload', payload);
    await page.goto(address.href);
    return await exit;
  } finally {
    await browser.close();
    await server.stop();
  }
}

main().then(
  (code) => process.exit(code),
  (error) => {
    console.error(error);
    process.exit(72);
  },
);
