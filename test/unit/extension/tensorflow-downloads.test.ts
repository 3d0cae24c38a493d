import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  createReadStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { UserError } from '../../../src/common/errors';
import { libraryFor, placeLibrary } from '../../../src/extension/tensorflow/libraries';
import { npmFor, PINNED_NPM } from '../../../src/extension/tensorflow/npm-source';
import type { TensorFlowPackage } from '../../../src/extension/tensorflow/packages';
import { untar } from '../../../src/extension/tensorflow/untar';
import { temporaryFolder } from '../../support/folder';
import { npmCli } from '../../support/npm-registry';
import { projectRoot } from '../../support/project';

const temporary = temporaryFolder();
const fresh = () => mkdtempSync(path.join(temporary, 'f-'));
const skip = process.platform === 'win32' && 'makes archives with tar';
const { signal } = new AbortController();
const cpu = { folder: 'cpu', name: '@tensorflow/tfjs-node' } as TensorFlowPackage;

/** Serves files by path on this machine, with what was asked for. */
async function serving(files: Record<string, Buffer>) {
  const asked: { url?: string; authorization?: string }[] = [];
  const server = createServer(({ url = '', headers }, response) => {
    asked.push({ url, authorization: headers.authorization });
    if (url === '/moved') response.writeHead(302, { location: '/library.tar.gz' }).end();
    else if (files[url]) response.end(files[url]);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  server.unref();
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    close: () => server.close(),
  };
}

/** As TensorFlow's archive: a library of some size under its version, with a link to it. */
function libraryArchive(): Buffer {
  const folder = fresh();
  mkdirSync(path.join(folder, 'lib'));
  writeFileSync(path.join(folder, 'lib/libtensorflow.so.2.9.1'), Buffer.alloc(3_000_001, 'x'));
  symlinkSync('libtensorflow.so.2.9.1', path.join(folder, 'lib/libtensorflow.so'));
  execFileSync('tar', ['-czf', 'library.tar.gz', './lib'], { cwd: folder });
  return readFileSync(path.join(folder, 'library.tar.gz'));
}

test('the native library is placed where its script finds it, if it has the pinned hash', {
  skip,
}, async () => {
  const archive = libraryArchive();
  const sha256 = createHash('sha256').update(archive).digest('hex');
  const { url, close } = await serving({ '/library.tar.gz': archive });
  const file = 'lib/libtensorflow.so.2.9.1';
  for (const from of ['library.tar.gz', 'moved']) {
    const installation = fresh();
    await placeLibrary({ url: `${url}/${from}`, sha256, file }, installation, cpu, signal);
    const deps = path.join(installation, 'node_modules/@tensorflow/tfjs-node/deps');
    assert.equal(readFileSync(path.join(deps, file)).length, 3_000_001);
    assert.equal(readlinkSync(path.join(deps, 'lib/libtensorflow.so')), 'libtensorflow.so.2.9.1');
    assert.ok(!existsSync(path.join(installation, 'library.tar.gz')));
  }
  const other = sha256.replace(/^./, (digit) => (digit === '0' ? '1' : '0'));
  const wrong = placeLibrary({ url: `${url}/library.tar.gz`, sha256: other, file }, fresh(), cpu, signal);
  await assert.rejects(wrong, /the download failed its integrity check/);
  const away = placeLibrary({ url: `${url}/gone`, sha256, file }, fresh(), cpu, signal);
  await assert.rejects(away, UserError);
  close();
});

test('hashes of the native library are pinned for the machines where they are known', async () => {
  for (const [folder, machines] of [
    ['cpu', ['linux x64', 'darwin x64']],
    ['gpu', ['linux x64']],
  ] as const)
    for (const machine of machines) {
      const [platform, arch] = machine.split(' ');
      const library = await libraryFor(path.join(projectRoot, 'tensorflow', folder), { platform, arch });
      assert.match(library?.sha256 ?? '', /^[0-9a-f]{64}$/);
      assert.match(
        library?.url ?? '',
        new RegExp(`^https://.*-${folder}-${platform}-x86_64-2\\.9\\.1\\.tar\\.gz$`),
      );
    }
  const unknown = { platform: 'win32', arch: 'x64' };
  assert.equal(await libraryFor(path.join(projectRoot, 'tensorflow/cpu'), unknown), undefined);
});

test('npm is that of the machine, or is fetched from the registry of the user with its login', {
  skip,
}, async () => {
  const bin = fresh();
  symlinkSync(npmCli, path.join(bin, 'npm'));
  assert.equal(await npmFor(fresh(), { environment: { PATH: bin }, signal }), realpathSync(npmCli));

  const source = fresh();
  mkdirSync(path.join(source, 'package/bin'), { recursive: true });
  writeFileSync(path.join(source, 'package/bin/npm-cli.js'), 'console.log("npm")', { mode: 0o755 });
  execFileSync('tar', ['-czf', 'npm.tgz', 'package'], { cwd: source });
  const archive = readFileSync(path.join(source, 'npm.tgz'));
  const pinned = { version: '10.0.0', sha512: createHash('sha512').update(archive).digest('base64') };
  const { url, asked, close } = await serving({ '/npm/-/npm-10.0.0.tgz': archive });
  const home = fresh();
  const host = url.replace('http:', '');
  writeFileSync(path.join(home, '.npmrc'), `registry=${url}\n${host}/:_authToken=\${TOKEN}\n`);
  const environment = { PATH: fresh(), TOKEN: 'secret' };
  const cli = await npmFor(fresh(), { environment, home, signal, pinned });
  assert.match(readFileSync(cli, 'utf8'), /npm/);
  assert.deepEqual(asked, [{ url: '/npm/-/npm-10.0.0.tgz', authorization: 'Bearer secret' }]);
  const wrong = { ...pinned, sha512: PINNED_NPM.sha512 };
  await assert.rejects(npmFor(fresh(), { environment, home, signal, pinned: wrong }), /integrity check/);
  close();
});

test('the npm that is fetched is the one in our lock file', () => {
  const { packages } = JSON.parse(readFileSync(path.join(projectRoot, 'package-lock.json'), 'utf8'));
  const { version, integrity, dev } = packages['node_modules/npm'];
  assert.deepEqual(PINNED_NPM, { version, sha512: integrity.replace('sha512-', '') });
  assert.equal(dev, true, 'it is not shipped');
});

test('an archive leads to no other folder, and a damaged one is told', { skip }, async () => {
  const archive = (name: string, type = '0', target = '') => {
    const header = Buffer.alloc(512);
    header.write(name, 0);
    header.write('0000644\0', 100);
    header.write('00000000001\0', 124);
    header.write(type, 156);
    header.write(target, 157);
    header.write('ustar\0', 257);
    header.fill(' ', 148, 156);
    const sum = header.reduce((before, byte) => before + byte, 0);
    header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
    return gzipSync(Buffer.concat([header, Buffer.alloc(512, 'a'), Buffer.alloc(1024)]));
  };
  const unpack = async (bytes: Buffer) => {
    const folder = path.join(fresh(), 'target');
    mkdirSync(folder);
    const file = path.join(fresh(), 'a.tgz');
    writeFileSync(file, bytes);
    await untar(createReadStream(file), folder, 0);
    return folder;
  };
  assert.equal(readFileSync(path.join(await unpack(archive('a/b')), 'a/b'), 'utf8'), 'a');
  assert.ok(
    existsSync(path.join(await unpack(archive('/etc/b')), 'etc/b')),
    'an absolute path lies below the folder',
  );
  for (const bad of [
    archive('../b'),
    archive('a/../../b'),
    archive('a\\..\\b'),
    archive('link', '2', '/etc/passwd'),
    archive('link', '2', '..'),
    archive('cut').subarray(0, 40),
    Buffer.from('no archive'),
  ])
    await assert.rejects(unpack(bad));
});
