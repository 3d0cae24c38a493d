// Compares every package and version of the lock files with known vulnerabilities, without the registry's audit endpoint.
//   npm run audit                             asks osv.dev
//   npm run audit -- --advisories FILE        takes a list in OSV format: one advisory, an array, or one per line
//   npm run audit -- --lock FILE              another lock file (several are allowed)
// Ends with 0 where nothing is known, 1 where something is, 2 where it could not run.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const LOCKS = ['package-lock.json', 'tensorflow/cpu/package-lock.json', 'tensorflow/gpu/package-lock.json'];
const OSV = 'https://api.osv.dev/v1/';
const MOST_QUERIES = 1000;
const TIMEOUT_MS = 60_000;

const { values } = parseArgs({
  options: {
    advisories: { type: 'string' },
    lock: { type: 'string', multiple: true, default: LOCKS.map((lock) => path.join(root, lock)) },
  },
});

/** Packages of a lock file, each version once. */
function lockedIn(file) {
  const { packages } = JSON.parse(readFileSync(file, 'utf8'));
  return Object.entries(packages).flatMap(([place, { name, version, dev }]) => {
    const at = place.lastIndexOf('node_modules/');
    return at < 0 || !version
      ? []
      : [{ name: name ?? place.slice(at + 'node_modules/'.length), version, shipped: !dev }];
  });
}

function allLocked() {
  const found = new Map();
  for (const one of values.lock.flatMap(lockedIn)) {
    const key = `${one.name}@${one.version}`;
    found.set(key, { ...one, shipped: one.shipped || found.get(key)?.shipped === true });
  }
  return [...found.values()];
}

function readAdvisories(file) {
  const text = readFileSync(file, 'utf8').trim();
  try {
    const list = JSON.parse(text);
    return Array.isArray(list) ? list : [list];
  } catch {
    return text.split('\n').map((line) => JSON.parse(line));
  }
}

/** Advisories on locked packages, from osv.dev. */
async function askOsv(locked) {
  const ids = new Set();
  for (let from = 0; from < locked.length; from += MOST_QUERIES) {
    const queries = locked
      .slice(from, from + MOST_QUERIES)
      .map(({ name, version }) => ({ package: { ecosystem: 'npm', name }, version }));
    const { results } = await json('querybatch', { method: 'POST', body: JSON.stringify({ queries }) });
    for (const { vulns = [] } of results) for (const { id } of vulns) ids.add(id);
  }
  const advisories = [];
  for (const id of ids) advisories.push(await json(`vulns/${encodeURIComponent(id)}`));
  return advisories;
}

async function json(what, options = {}) {
  const response = await fetch(OSV + what, { ...options, signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (!response.ok) throw new Error(`${OSV} answered with status ${response.status}`);
  return response.json();
}

/** -1, 0 or 1, as Semantic Versioning 2.0.0 orders versions; "0" is before all. */
function compareVersions(a, b) {
  const [one, other] = [a, b].map((version) => {
    const [, numbers, pre] = /^v?([\d.]+)(?:-([^+]*))?/.exec(version) ?? [undefined, '0', ''];
    return { numbers: numbers.split('.').map(Number), pre: pre === undefined ? undefined : pre.split('.') };
  });
  for (let i = 0; i < 3; i++) {
    const difference = (one.numbers[i] ?? 0) - (other.numbers[i] ?? 0);
    if (difference !== 0) return Math.sign(difference);
  }
  if (!one.pre || !other.pre) return one.pre ? -1 : other.pre ? 1 : 0;
  for (let i = 0; i < Math.max(one.pre.length, other.pre.length); i++) {
    const [x, y] = [one.pre[i], other.pre[i]];
    if (x === y) continue;
    if (x === undefined || y === undefined) return x === undefined ? -1 : 1;
    const [isNumber, isOther] = [x, y].map((part) => /^\d+$/.test(part));
    if (isNumber && isOther) return Math.sign(Number(x) - Number(y));
    return isNumber === isOther ? (x < y ? -1 : 1) : isNumber ? -1 : 1;
  }
  return 0;
}

function isAffected(version, { versions = [], ranges = [] }) {
  if (versions.includes(version)) return true;
  return ranges
    .filter(({ type }) => type === 'SEMVER' || type === 'ECOSYSTEM')
    .some(({ events }) => {
      let inside = false;
      const at = (event) => event.introduced ?? event.fixed ?? event.last_affected;
      for (const event of events.toSorted((a, b) => compareVersions(at(a), at(b)))) {
        const order = compareVersions(version, at(event));
        if (event.introduced !== undefined && order >= 0) inside = true;
        if (event.fixed !== undefined && order >= 0) inside = false;
        if (event.last_affected !== undefined && order > 0) inside = false;
      }
      return inside;
    });
}

function findingsIn(advisories, locked) {
  return advisories
    .filter(({ withdrawn }) => withdrawn === undefined)
    .flatMap((advisory) =>
      locked
        .filter(({ name, version }) =>
          (advisory.affected ?? []).some(
            (one) =>
              one.package?.ecosystem === 'npm' && one.package.name === name && isAffected(version, one),
          ),
        )
        .map(({ name, version, shipped }) => {
          const where = shipped ? 'shipped or installed' : 'for development alone';
          return `${advisory.id}: ${name} ${version} (${where}): ${advisory.summary ?? 'no summary'}`;
        }),
    );
}

async function main() {
  let locked;
  let advisories;
  try {
    locked = allLocked();
    advisories = values.advisories ? readAdvisories(values.advisories) : await askOsv(locked);
  } catch (thrown) {
    const cause = thrown.cause?.message ?? thrown.message;
    console.error(`The audit could not run: ${cause}. Give a list with --advisories FILE.`);
    return 2;
  }
  const findings = findingsIn(advisories, locked);
  for (const finding of findings) console.log(finding);
  console.log(`${locked.length} packages, ${advisories.length} advisories, ${findings.length} findings.`);
  return findings.length === 0 ? 0 : 1;
}

process.exitCode = await main();
