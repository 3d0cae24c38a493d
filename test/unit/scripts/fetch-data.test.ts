import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { temporaryFolder } from '../../support/folder';
import { projectRoot } from '../../support/project';
import { shared, withoutShared } from '../../support/shared';

interface DataFile {
  file: string;
  from: string;
  bytes: number;
  sha256: string;
}

interface DataSources {
  sources: { repository: string; licence: string; holds: string; base: string; files: DataFile[] }[];
  made: { file: string; how: string }[];
}

const root = temporaryFolder();
const content = Buffer.from(Array.from({ length: 200_000 }, (_, i) => (i * 7 + (i >> 8)) % 256));
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

type Handler = (request: IncomingMessage, response: ServerResponse, asked: number) => void;

/** One file on a server of this machine, fetched by the script into a fresh folder. */
async function served(t: TestContext, handler: Handler) {
  const ranges: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    ranges.push(request.headers.range);
    handler(request, response, ranges.length);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  const folder = mkdtempSync(path.join(root, 'data-'));
  const sourcesFile = path.join(folder, 'sources.json');
  const into = path.join(folder, 'data');
  const file: DataFile = {
    file: 'cells/one.abf',
    from: 'a folder/one.abf',
    bytes: content.length,
    sha256: sha256(content),
  };
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const sources: DataSources = {
    sources: [{ repository: base, licence: 'MIT', holds: 'one file', base, files: [file] }],
    made: [{ file: 'golden/golden.json', how: 'By hand.' }],
  };
  writeFileSync(sourcesFile, JSON.stringify(sources));
  return {
    target: path.join(into, file.file),
    part: path.join(into, `${file.file}.part`),
    ranges,
    folder: path.join(into, 'cells'),
    run: () => run('--sources', sourcesFile, '--into', into),
  };
}

function run(...args: string[]): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, [path.join(projectRoot, 'scripts/fetch-data.mjs'), ...args]);
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, output })));
}

/** Answers a range with that range, as file servers do. */
const sendRange: Handler = (request, response) => {
  const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
  if (from > 0)
    response.writeHead(206, { 'content-range': `bytes ${from}-${content.length - 1}/${content.length}` });
  response.end(content.subarray(from));
};

describe('fetching the test data', () => {
  it('fetches a file whole, and not again when it is there', async (t) => {
    const { run, target, ranges, folder } = await served(t, sendRange);
    const first = await run();
    assert.equal(first.code, 0, first.output);
    assert.deepEqual(readFileSync(target), content);
    assert.deepEqual(readdirSync(folder), ['one.abf']);
    assert.match(first.output, /1 fetched, 0 were there, 0 failed/);
    assert.match(first.output, /golden\/golden\.json/);
    const second = await run();
    assert.match(second.output, /0 fetched, 1 were there, 0 failed/);
    assert.equal(ranges.length, 1);
  });

  it('refuses a file with another hash and keeps nothing of it', async (t) => {
    const { run, folder } = await served(t, (_, response) => {
      const changed = Buffer.from(content);
      changed[150_000] ^= 1;
      response.end(changed);
    });
    const { code, output } = await run();
    assert.equal(code, 1);
    assert.match(output, /cells\/one\.abf: what http:.* sends is not the file that is expected/);
    assert.deepEqual(readdirSync(folder), []);
  });

  it('goes on where a connection was cut', async (t) => {
    const { run, target, ranges, part } = await served(t, (request, response, asked) => {
      if (asked > 1) return sendRange(request, response, asked);
      response.writeHead(200, { 'content-length': content.length });
      response.write(content.subarray(0, 70_000), () => setTimeout(() => response.destroy(), 100));
    });
    const { code, output } = await run();
    assert.equal(code, 0, output);
    assert.deepEqual(readFileSync(target), content);
    assert.deepEqual(ranges, [undefined, 'bytes=70000-']);
    assert.equal(existsSync(part), false);
  });

  it('leaves only a partial file when the connection is cut every time', async (t) => {
    const { run, target, part } = await served(t, (_, response) => {
      response.writeHead(200, { 'content-length': content.length });
      response.write(content.subarray(0, 1000), () => setTimeout(() => response.destroy(), 50));
    });
    const { code, output } = await run();
    assert.equal(code, 1);
    assert.match(output, /was not reached to the end .* goes on where it stopped/);
    assert.equal(existsSync(target), false);
    assert.equal(existsSync(part), true);
  });

  it('goes on from what an earlier run left', async (t) => {
    const { run, target, part, ranges, folder } = await served(t, sendRange);
    mkdirSync(folder, { recursive: true });
    writeFileSync(part, content.subarray(0, 123_456));
    const { code, output } = await run();
    assert.equal(code, 0, output);
    assert.deepEqual(readFileSync(target), content);
    assert.deepEqual(ranges, ['bytes=123456-']);
  });

  it('starts over where the server knows no ranges', async (t) => {
    const { run, target, part, folder } = await served(t, (_, response) => void response.end(content));
    mkdirSync(folder, { recursive: true });
    writeFileSync(part, content.subarray(0, 123_456));
    const { code, output } = await run();
    assert.equal(code, 0, output);
    assert.deepEqual(readFileSync(target), content);
  });

  it('stops at once where more comes than the file has', async (t) => {
    const { run, folder } = await served(t, (_, response) => {
      const send = () => {
        while (response.write(content));
        response.once('drain', send);
      };
      send();
    });
    const { code, output } = await run();
    assert.equal(code, 1);
    assert.match(output, /sends more than the 200000 bytes/);
    assert.deepEqual(readdirSync(folder), []);
  });

  it('does not ask again for a file that is not there', async (t) => {
    const { run, ranges } = await served(t, (_, response) => void response.writeHead(404).end());
    const { code, output } = await run();
    assert.equal(code, 1);
    assert.match(output, /answers with status 404/);
    assert.equal(ranges.length, 1);
  });

  it('never writes over another file of the name', async (t) => {
    const { run, target, folder, ranges } = await served(t, sendRange);
    mkdirSync(folder, { recursive: true });
    writeFileSync(target, 'mine');
    const { code, output } = await run();
    assert.equal(code, 1);
    assert.match(output, /Move it away/);
    assert.equal(readFileSync(target, 'utf8'), 'mine');
    assert.equal(ranges.length, 0);
  });
});

describe('the sources of the test data', () => {
  const { sources, made } = JSON.parse(
    readFileSync(path.join(projectRoot, 'scripts/data-sources.json'), 'utf8'),
  ) as DataSources;
  const files = sources.flatMap((source) => source.files);

  it('say where each file comes from, its licence and its hash, each file once', () => {
    for (const { repository, licence, holds, base } of sources) {
      assert.match(base, /^https:\/\/.*\/$/);
      for (const text of [repository, licence, holds]) assert.ok(text.length > 0, base);
      // What GitHub sends for a commit never changes.
      if (base.startsWith('https://raw.githubusercontent.com/')) assert.match(base, /\/[0-9a-f]{40}\/$/);
    }
    for (const { file, bytes, sha256 } of files) {
      assert.match(sha256, /^[0-9a-f]{64}$/, file);
      assert.ok(bytes > 0, file);
      assert.equal(path.posix.normalize(file), file);
      assert.doesNotMatch(file, /^(\.\.|\/)/);
    }
    const names = [...files, ...made].map(({ file }) => file);
    assert.equal(new Set(names).size, names.length);
  });

  it('name the very files that the tests run on', { skip: withoutShared }, () => {
    for (const { file, bytes, sha256: expected } of files) {
      const present = readFileSync(shared(file));
      assert.equal(present.length, bytes, file);
      assert.equal(sha256(present), expected, file);
    }
  });
});
