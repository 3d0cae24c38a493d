// Fetches the public recordings, training sets and models that the golden tests run on into ../shared/data, where the
// tests look for them. Each file is held against its size and SHA-256; what is there already is not fetched again.
//   npm run fetch-data [-- --list] [--only FOLDER] [--into FOLDER] [--sources FILE]
// A file appears whole or not at all: it is written to NAME.part, and a fetch that was cut off goes on from there.
// data-sources.json says where each file comes from, its licence, and what is not public and how it was made.
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

/** How often a file is asked for before it counts as failed. */
const ATTEMPTS = 4;
/** A server that sends nothing for so long is taken for gone. */
const STALL_ms = 30_000;

const scripts = path.dirname(fileURLToPath(import.meta.url));
const { into, only, list, sources: sourcesFile } = options();
const { sources, made } = JSON.parse(await readFile(sourcesFile, 'utf8'));
const files = sources
  .flatMap((source) =>
    source.files.map((file) => ({ ...file, url: new URL(encoded(file.from), source.base) })),
  )
  .filter(({ file }) => only === undefined || file.startsWith(`${only}/`));

/** Hosts that were asked in vain: the next file from there is asked for once only. */
const unreached = new Set();

if (list) printSources();
else process.exitCode = await fetchAll();

function options() {
  try {
    const { values } = parseArgs({
      options: {
        into: { type: 'string', default: path.join(scripts, '../../shared/data') },
        sources: { type: 'string', default: path.join(scripts, 'data-sources.json') },
        only: { type: 'string' },
        list: { type: 'boolean', default: false },
      },
    });
    return values;
  } catch (error) {
    console.error(`${error.message}\nUsage: npm run fetch-data -- [--list] [--only FOLDER] [--into FOLDER]`);
    return process.exit(2);
  }
}

function printSources() {
  for (const { repository, licence, holds, files } of sources) {
    console.log(`${repository}\n  ${holds}\n  licence: ${licence}`);
    console.log(`  ${files.length} files, ${megabytes(files.reduce((sum, { bytes }) => sum + bytes, 0))}\n`);
  }
  console.log('Not public, and so not fetched:');
  for (const { file, how } of made) console.log(`${file}\n  ${how}`);
}

/** @returns the exit code */
async function fetchAll() {
  const failures = [];
  const counts = { fetched: 0, present: 0 };
  for (const entry of files) {
    try {
      counts[await fetchOne(entry)]++;
    } catch (error) {
      failures.push(`${entry.file}: ${error.message}`);
    }
  }
  for (const failure of failures) console.error(failure);
  console.log(
    `${counts.fetched} fetched, ${counts.present} were there, ${failures.length} failed, in ${path.resolve(into)}`,
  );
  const absent = await filter(made, async ({ file }) => !(await exists(path.join(into, file))));
  if (only === undefined && absent.length > 0)
    console.log(
      `Not public, and so not fetched: ${absent.map(({ file }) => file).join(', ')}. --list says what they hold.`,
    );
  return failures.length > 0 ? 1 : 0;
}

/** @returns 'fetched' or 'present' */
async function fetchOne({ file, url, bytes, sha256 }) {
  const target = path.join(into, file);
  if (await exists(target)) {
    if ((await hashOf(target)) === sha256) return 'present';
    throw new Error('another file of this name is there. Move it away, then fetch again.');
  }
  await mkdir(path.dirname(target), { recursive: true });
  const part = `${target}.part`;
  for (let left = unreached.has(url.host) ? 1 : ATTEMPTS; ; )
    try {
      await download(url, part, bytes);
      unreached.delete(url.host);
      break;
    } catch (error) {
      if (error.isFinal) throw error;
      if (--left === 0) {
        unreached.add(url.host);
        throw error;
      }
      await wait(2 ** (ATTEMPTS - left) * 250);
    }
  if ((await hashOf(part)) !== sha256) {
    await rm(part);
    throw new Error(
      `what ${url} sends is not the file that is expected (SHA-256 ${sha256}). It was not kept.`,
    );
  }
  await rename(part, target);
  console.log(`${file} (${megabytes(bytes)})`);
  return 'fetched';
}

/** Brings a partial file to its full size, from where it ends if the server can; throws where it stays short. */
async function download(url, part, bytes) {
  const present = (await sizeOf(part)) ?? 0;
  if (present === bytes) return;
  const from = present < bytes ? present : 0;
  const stalled = new AbortController();
  const watchdog = setTimeout(() => stalled.abort(), STALL_ms);
  try {
    const response = await fetch(url, {
      // Compressed on the way, a range would count other bytes.
      headers: { 'accept-encoding': 'identity', ...(from > 0 && { range: `bytes=${from}-` }) },
      signal: stalled.signal,
    });
    if (response.status === 416) await rm(part, { force: true });
    if (!response.ok) throw refused(url, response.status);
    const resumed =
      response.status === 206 && response.headers.get('content-range')?.startsWith(`bytes ${from}-`);
    let room = bytes - (resumed ? from : 0);
    const guard = new Transform({
      transform(chunk, _encoding, done) {
        watchdog.refresh();
        room -= chunk.length;
        if (room < 0) done(final(`${url} sends more than the ${bytes} bytes of the file that is expected.`));
        else done(null, chunk);
      },
    });
    await pipeline(
      Readable.fromWeb(response.body),
      guard,
      createWriteStream(part, { flags: resumed ? 'a' : 'w' }),
    );
  } catch (error) {
    if (error.isFinal) {
      await rm(part, { force: true });
      throw error;
    }
    const reason = stalled.signal.aborted
      ? `nothing came for ${STALL_ms / 1000} s`
      : (error.cause?.message ?? error.message);
    throw new Error(
      `${url} was not reached to the end (${reason}). Run it again: it goes on where it stopped.`,
    );
  } finally {
    clearTimeout(watchdog);
  }
  if (((await sizeOf(part)) ?? 0) < bytes)
    throw new Error(`${url} ended early. Run it again: it goes on where it stopped.`);
}

/** What asking again does not mend. */
function final(message) {
  return Object.assign(new Error(message), { isFinal: true });
}

function refused(url, status) {
  const message = `${url} answers with status ${status}.`;
  return status >= 500 || status === 429 || status === 416 ? new Error(message) : final(message);
}

async function hashOf(file) {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

async function exists(file) {
  return (await sizeOf(file)) !== undefined;
}

/** @returns undefined where there is no such file */
async function sizeOf(file) {
  try {
    return (await stat(file)).size;
  } catch {
    return undefined;
  }
}

function megabytes(bytes) {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

function encoded(file) {
  return file.split('/').map(encodeURIComponent).join('/');
}

async function filter(values, holds) {
  const held = await Promise.all(values.map(holds));
  return values.filter((_, index) => held[index]);
}
