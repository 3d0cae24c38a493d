import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { before, describe, test } from 'node:test';
import { temporaryFolder } from '../../support/folder';
import { npmCli } from '../../support/npm-registry';
import { npmInstall } from '../../support/workbench/npm-install';

const NAME = 'needs-this-node';

/** Like code-server's post-install: on another Node than the one it is made for it gives a reason and fails. */
const INSTALL = `
const agent = process.env.npm_config_user_agent ?? '';
require('fs').writeFileSync('agent.txt', agent);
if (!agent.includes('node/' + process.version)) {
  console.log('This package needs another Node.');
  process.exit(1);
}
if (process.env.STOP) {
  console.log('The headers of a library are missing.');
  process.exit(1);
}
`;

const folder = mkdtempSync(path.join(temporaryFolder(), 'install-'));

/** A package with that script, packed; absolute path of the file. */
function packed(): string {
  const source = path.join(folder, 'source');
  mkdirSync(source);
  writeFileSync(
    path.join(source, 'package.json'),
    JSON.stringify({ name: NAME, version: '1.0.0', scripts: { install: 'node install.js' } }),
  );
  writeFileSync(path.join(source, 'install.js'), INSTALL);
  execFileSync(process.execPath, [npmCli, 'pack', '--pack-destination', folder], {
    cwd: source,
    stdio: 'pipe',
  });
  return path.join(folder, `${NAME}-1.0.0.tgz`);
}

describe('a nested npm install', { timeout: 120_000 }, () => {
  let file: string;
  /** As under `npm test`, on an outer npm that runs on another Node. */
  const environment: NodeJS.ProcessEnv = {
    ...process.env,
    npm_config_cache: path.join(folder, 'cache'),
    npm_config_user_agent: 'npm/9.0.0 node/v18.0.0 linux x64',
    npm_config_ignore_scripts: 'true',
  };
  before(() => {
    file = packed();
  });

  const target = (name: string) => {
    const into = path.join(folder, name);
    mkdirSync(into);
    writeFileSync(path.join(into, 'package.json'), '{"private":true}');
    return into;
  };

  test('runs install scripts on the Node it is given, whatever the outer npm has exported', () => {
    const into = target('succeeds');
    npmInstall(into, file, process.execPath, environment);
    assert.match(
      readFileSync(path.join(into, 'node_modules', NAME, 'agent.txt'), 'utf8'),
      new RegExp(`node/${process.version.replaceAll('.', '\\.')} `),
    );
  });

  test('fails with what the install script says', () => {
    assert.throws(
      () => npmInstall(target('fails'), file, process.execPath, { ...environment, STOP: 'yes' }),
      /could not be installed:\n(.*\n)*The headers of a library are missing\./,
    );
  });
});
