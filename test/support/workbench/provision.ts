import { existsSync } from 'node:fs';
import { codeServer } from './code-server';
import { canInstallPackages, installPackages } from './system-packages';

/**
 * A workbench for tests that needs no download of VS Code itself: code-server from the npm registry is VS Code
 * with the real extension host, shown in a browser. Both are installed once, into a cache outside the project.
 */
export interface Workbench {
  /** Absolute path of the Node that code-server runs on. */
  node: string;
  /** Absolute path of code-server's entry script. */
  codeServer: string;
  /** Absolute path of Chromium. */
  chromium: string;
}

const BROWSERS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
/** One of the native modules that code-server builds needs Kerberos. */
const KERBEROS_HEADERS = '/usr/include/gssapi/gssapi.h';

/**
 * The workbench, installed where it is missing; or one sentence that says why it cannot be had on this machine.
 *
 * @throws Error where it can be had and its installation fails
 */
export function provisionWorkbench(): Workbench | string {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    return `the browser workbench is set up on 64-bit Linux only, this is ${process.platform} ${process.arch}`;
  const chromium = browser();
  if (!chromium) return 'there is no Chromium, and it can be installed by root on Debian only';
  if (!existsSync(KERBEROS_HEADERS)) {
    if (!canInstallPackages())
      return 'code-server needs libkrb5-dev, which can be installed by root on Debian only';
    installPackages('libkrb5-dev', 'build-essential', 'python3');
  }
  return { ...codeServer(), chromium };
}

/**
 * Absolute path of a Chromium, installed where that is possible; undefined where there is none.
 *
 * @throws Error where it can be had and its installation fails
 */
export function browser(): string | undefined {
  const present = () => BROWSERS.find((file) => existsSync(file));
  if (!present() && canInstallPackages()) installPackages('chromium', 'fonts-dejavu-core');
  return present();
}
