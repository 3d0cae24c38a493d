import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { withoutNpmVariables } from '../../src/extension/tensorflow/npm-environment';
import { PINNED_NPM } from '../../src/extension/tensorflow/npm-source';
import { temporaryFolder } from './folder';
import { projectRoot } from './project';

export interface PublishedPackage {
  name: string;
  version: string;
  /** Name → content. */
  files: Record<string, string>;
  /** What runs when it is installed. */
  install: string;
  /** Other archives that the registry offers: path → content. */
  archives?: Record<string, Buffer>;
}

/** The npm that tests run. */
export const npmCli = path.join(projectRoot, 'node_modules/npm/bin/npm-cli.js');

/** The archive of npm that the extension fetches where a machine has none that it can use, from the user's registry. */
export function pinnedNpm(): Record<string, Buffer> {
  const folder = mkdtempSync(path.join(temporaryFolder(), 'npm-'));
  const file = `npm-${PINNED_NPM.version}.tgz`;
  const pack = ['pack', `npm@${PINNED_NPM.version}`, '--pack-destination', folder];
  execFileSync(process.execPath, [npmCli, ...pack], {
    cwd: folder,
    env: withoutNpmVariables(process.env),
    stdio: 'pipe',
  });
  return { [`/npm/-/${file}`]: readFileSync(path.join(folder, file)) };
}

/** A registry on this machine with one package, and a lock file that names exactly it. */
export async function npmRegistry({
  name,
  version,
  files,
  install,
  archives = {},
}: PublishedPackage): Promise<{
  url: string;
  /** Folder of `package.json` and `package-lock.json`. */
  lock: string;
  close(): void;
}> {
  const folder = mkdtempSync(path.join(temporaryFolder(), 'registry-'));
  const source = path.join(folder, 'source');
  mkdirSync(source);
  const scripts = { install };
  writeFileSync(
    path.join(source, 'package.json'),
    JSON.stringify({ name, version, main: 'main.js', scripts }),
  );
  for (const [file, content] of Object.entries(files)) writeFileSync(path.join(source, file), content);
  execFileSync(process.execPath, [npmCli, 'pack', '--pack-destination', folder], {
    cwd: source,
    stdio: 'pipe',
  });
  const tarball = readFileSync(
    path.join(folder, `${name.replace('@', '').replace('/', '-')}-${version}.tgz`),
  );
  const integrity = `sha512-${createHash('sha512').update(tarball).digest('base64')}`;

  const server = createServer((request, response) => {
    const archive = archives[request.url!];
    if (archive) {
      response.end(archive);
      return;
    }
    if (request.url === '/package.tgz') {
      response.end(tarball);
      return;
    }
    if (decodeURIComponent(request.url!) !== `/${name}`) {
      response.writeHead(404).end();
      return;
    }
    const dist = { tarball: `http://${request.headers.host}/package.tgz`, integrity };
    response.setHeader('content-type', 'application/json');
    response.end(
      JSON.stringify({
        name,
        'dist-tags': { latest: version },
        versions: { [version]: { name, version, scripts, hasInstallScript: true, dist } },
      }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  server.unref();

  const lock = path.join(folder, 'lock');
  mkdirSync(lock);
  const dependencies = { [name]: version };
  writeFileSync(path.join(lock, 'package.json'), JSON.stringify({ name: 'test', dependencies }));
  writeFileSync(
    path.join(lock, 'package-lock.json'),
    JSON.stringify({
      name: 'test',
      lockfileVersion: 3,
      requires: true,
      packages: {
        '': { name: 'test', dependencies },
        [`node_modules/${name}`]: { version, integrity, hasInstallScript: true },
      },
    }),
  );
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    lock,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
