import assert from 'node:assert/strict';
import { mkdtempSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { isReachable, mayOpenNamed, notOpenedSentence } from '../../../src/engine/files/named-paths';
import { serverOf, serverReached } from '../../../src/engine/files/network-path';
import { factsOfFiles } from '../../../src/engine/parameter-files/diagnostics/facts';
import { sourceTrace } from '../../../src/engine/results/source-recording';
import { temporaryFolder } from '../../support/folder';

const SERVERS: readonly (readonly [file: string, server: string])[] = [
  ['\\\\Host\\share\\cell.abf', 'host'],
  ['//host/share/cell.abf', 'host'],
  ['\\/host/share', 'host'],
  ['/\\host\\share', 'host'],
  ['\\\\host.lab.org@SSL@443\\DavWWWRoot\\cell.abf', 'host.lab.org@ssl@443'],
  ['\\\\192.168.0.1\\c$\\cell.abf', '192.168.0.1'],
  ['\\\\fe80--1.ipv6-literal.net\\share', 'fe80--1.ipv6-literal.net'],
  ['\\\\?\\UNC\\host\\share\\cell.abf', 'host'],
  ['//?/unc/host/share', 'host'],
  ['\\\\.\\UNC\\host\\share', 'host'],
  ['\\??\\UNC\\host\\share', 'host'],
  ['\\\\?\\GLOBALROOT\\Device\\Mup\\host\\share', 'globalroot'],
  ['\\\\.\\pipe\\name', 'pipe'],
  ['////host/share', 'host'],
  ['smb://host/share/cell.abf', 'host'],
  ['SMB:\\\\host\\share', 'host'],
  ['smb:/host/share', 'host'],
  ['https://host/cell.abf', 'host'],
  ['nfs://host/cell.abf', 'host'],
  ['afp://host/cell.abf', 'host'],
  ['davs://host/cell.abf', 'host'],
  ['file://host/share/cell.abf', 'host'],
  ['file:////host/share/cell.abf', 'host'],
];

const LOCAL = [
  'C:\\data\\cell.abf',
  'c:/data/cell.abf',
  'Z:',
  '\\data\\cell.abf',
  '/data/cell.abf',
  '/data//cell.abf',
  'data/cell.abf',
  '..\\cell.abf',
  'cell 1:2.abf',
  '\\\\?\\C:\\data\\cell.abf',
  '\\\\.\\D:\\cell.abf',
  '\\\\?\\Volume{26a21bda-a627-11d7-9931-806e6f6e6963}\\cell.abf',
  '\\\\wsl$\\Ubuntu\\home\\cell.abf',
  '\\\\wsl.localhost\\Ubuntu\\cell.abf',
  'file:///data/cell.abf',
  'file://localhost/data/cell.abf',
  '//',
  '',
];

for (const [file, server] of SERVERS)
  test(`a path on a server is known by its spelling: ${file}`, () => {
    assert.equal(serverOf(file), server);
    assert.ok(!mayOpenNamed(file, '/data/cell.miniml.json', undefined, []), 'in a trusted folder, too');
    assert.ok(mayOpenNamed(file, '/data/cell.miniml.json', undefined, [server]), 'unless the user allows it');
  });

for (const file of LOCAL)
  test(`a local path is none: ${file || 'empty'}`, () => assert.equal(serverOf(file), undefined));

test('a file on a server may name others there, and none on another server', () => {
  const by = '\\\\lab\\data\\cell_results.h5';
  assert.ok(isReachable('\\\\LAB\\data\\cell.abf', [by]));
  assert.ok(!isReachable('\\\\elsewhere\\data\\cell.abf', [by]));
  assert.ok(isReachable('/data/cell.abf', [by]));
});

test('a link that leads to a server is not followed', {
  skip: process.platform === 'win32' && 'links need a privilege there',
}, () => {
  const folder = mkdtempSync(path.join(temporaryFolder(), 'links-'));
  const at = (name: string) => path.join(folder, name);
  symlinkSync('\\\\host\\share', at('data'));
  symlinkSync('smb://other/share/cell.abf', at('cell.abf'));
  symlinkSync(at('data'), at('again'));
  symlinkSync('round', at('round'));
  symlinkSync('.', at('here'));
  assert.equal(serverReached(at('data/cell.abf')), 'host');
  assert.equal(serverReached(at('cell.abf')), 'other');
  assert.equal(serverReached(at('again/cell.abf')), 'host');
  assert.equal(serverReached(at('here/here/cell.abf')), 'other');
  assert.equal(serverReached(at('round/cell.abf')), undefined);
  assert.equal(serverReached(at('nothing/cell.abf')), undefined);
  assert.ok(!mayOpenNamed(at('cell.abf'), at('cell.miniml.json'), undefined, []));
});

test('neither the model of a parameter file nor the recording of results is asked of a server', async () => {
  const model = '\\\\host\\share\\model.h5';
  const sentence = `${model} is not opened, because it is on the server host and only a file names it. Open it yourself, or add host to the setting security.allowedUNCHosts.`;
  assert.equal(notOpenedSentence(model), sentence);
  assert.equal(await factsOfFiles().model(model, '/data/cell.miniml.json'), sentence);
  const results = { complete: true, detection: { source: { path: 'smb://host/share/cell.abf' } } };
  const opened = await sourceTrace(results as never, '/data/cell_results.h5', () => {
    throw new Error('it was opened');
  });
  assert.match(
    String(opened),
    /^smb:\/\/host\/share\/cell\.abf is not opened, because it is on the server host/,
  );
});
