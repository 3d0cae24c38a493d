import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { generatedFiles } from '../../../scripts/generated-files';
import { DECLARATIONS, PARAMETER_NAMES } from '../../../src/common/parameters/parameters';
import { allCommands, manifest } from '../../../src/extension/manifest';
import { contributedSettings } from '../../../src/extension/manifest/settings';
import { projectRoot } from '../../support/project';

const read = (file: string) => readFileSync(path.join(projectRoot, file), 'utf8');

test('every generated file is as its declarations say ("npm run generate" writes them)', () => {
  for (const { file, text } of generatedFiles(read)) assert.equal(read(file), text, `${file} is stale`);
});

test('every parameter is a setting with its default and its range, but for those about one recording', () => {
  const settings = Object.assign({}, ...contributedSettings().map((category) => category.properties));
  for (const name of PARAMETER_NAMES) {
    const setting = settings[`miniml.${name}`];
    if (DECLARATIONS[name].group === 'recording') {
      assert.equal(setting, undefined, name);
      continue;
    }
    assert.ok(setting, name);
    assert.equal(setting.default, DECLARATIONS[name].default);
    const declaration = DECLARATIONS[name];
    if ('minimum' in declaration) assert.equal(setting.minimum, declaration.minimum);
    if (declaration.kind === 'choice') assert.deepEqual(setting.enum, declaration.choices);
    if (declaration.default === null) assert.ok(setting.type.includes('null'), name);
  }
});

test('every setting that names a file is left out in an untrusted workspace', () => {
  const { untrustedWorkspaces } = JSON.parse(read('package.json')).capabilities;
  const paths = PARAMETER_NAMES.filter(
    (name) => DECLARATIONS[name].kind === 'path' && DECLARATIONS[name].group !== 'recording',
  );
  assert.equal(untrustedWorkspaces.supported, 'limited');
  assert.deepEqual(
    untrustedWorkspaces.restrictedConfigurations,
    paths.map((name) => `miniml.${name}`),
  );
});

test('no key means two commands in the same place', () => {
  const owners = new Map<string, string>();
  for (const [command, { keys = [] }] of Object.entries(allCommands))
    for (const { key, when } of keys) {
      const place = `${key} when ${when}`;
      assert.equal(owners.get(place), undefined, place);
      owners.set(place, command);
    }
});

test('every command of a menu or a key is contributed', () => {
  const contributes = manifest().contributes as {
    commands: { command: string; icon?: string }[];
    keybindings: { command: string }[];
    menus: Record<string, { command: string; group?: string }[]>;
  };
  const known = new Map(contributes.commands.map((c) => [c.command, c]));
  for (const { command } of contributes.keybindings) assert.ok(known.has(command), command);
  for (const [menu, items] of Object.entries(contributes.menus))
    for (const { command, group } of items) {
      assert.ok(known.has(command), command);
      if (menu === 'editor/title' && group?.startsWith('navigation'))
        assert.ok(known.get(command)?.icon, `${command} has an icon`);
    }
});

test('the title bar of a trace has what its toolbar has not: Detect, Tune and Export are there once', () => {
  const { menus } = manifest().contributes as {
    menus: Record<string, { command: string; when?: string; group?: string }[]>;
  };
  const ofTraces = menus['editor/title'].filter(
    ({ when, group }) => /\bminiml\.trace\b/.test(when ?? '') && group?.startsWith('navigation'),
  );
  assert.deepEqual(
    ofTraces.map(({ command }) => command),
    ['miniml.openRecordingInfo'],
  );
});

test('every command is always possible, or has a condition in the palette', () => {
  for (const [command, { enablement, palette }] of Object.entries(allCommands))
    assert.ok(enablement || palette, `${command} says when it is possible`);
});

test('the palette without anything open has only what needs nothing or asks for it', () => {
  const { menus } = manifest().contributes as {
    menus: { commandPalette: { command: string; when: string }[] };
  };
  const limited = new Set(menus.commandPalette.map(({ command }) => command));
  const anytime = Object.keys(allCommands).filter(
    (command) => !limited.has(command) && !allCommands[command].enablement,
  );
  assert.deepEqual(anytime.toSorted(), [
    'miniml.evaluateModel',
    'miniml.extractTrainingData',
    'miniml.getStarted',
    'miniml.installTensorFlow',
    'miniml.newParameterFile',
    'miniml.openRecording',
    'miniml.openSampleRecording',
    'miniml.openSettings',
    'miniml.openTrainingData',
    'miniml.restartEngine',
    'miniml.showLog',
    'miniml.showParameters',
    'miniml.trainByTransferLearning',
    'miniml.trainModel',
  ]);
});

test('commands that are used by their keys alone are not in the palette, and have keys', () => {
  const hidden = Object.entries(allCommands).filter(([, { palette }]) => palette === 'never');
  for (const [command, { keys, menus }] of hidden) assert.ok(keys ?? menus, command);
  assert.ok(hidden.some(([command]) => command === 'miniml.trace.panLeft'));
});

test('files of each kind have an icon of their own', () => {
  const { languages } = manifest().contributes as { languages: { id: string; icon?: { dark: string } }[] };
  const icons = languages.map(({ icon }) => icon!.dark);
  for (const icon of icons) assert.ok(existsSync(path.join(projectRoot, icon)), icon);
  assert.ok(new Set(icons).size >= 5);
});

test('every picture that is contributed is in the package', () => {
  const included = read('.vscodeignore')
    .split('\n')
    .filter((line) => line.startsWith('!media/'))
    .map((line) => new RegExp(`^${line.slice(1).replaceAll('.', '\\.').replaceAll(/\*+/g, '.*')}$`));
  const pictures = JSON.stringify(manifest().contributes).matchAll(/"(?:\.\/)?(media\/[^"]+)"/g);
  for (const [, picture] of pictures)
    assert.ok(
      included.some((pattern) => pattern.test(picture)),
      picture,
    );
});

test('every link of the tour and of the empty Explorer is a command of ours', () => {
  const { viewsWelcome, walkthroughs } = manifest().contributes as {
    viewsWelcome: { contents: string }[];
    walkthroughs: {
      steps: {
        description: string;
        media: { markdown?: string; svg?: string };
        completionEvents: string[];
      }[];
    }[];
  };
  const steps = walkthroughs.flatMap((walkthrough) => walkthrough.steps);
  const texts = [
    ...steps.map(({ description }) => description),
    ...viewsWelcome.map(({ contents }) => contents),
  ];
  for (const text of texts) {
    const links = [...text.matchAll(/\(command:([\w.]+)(?:\?([^)]*))?\)/g)];
    assert.ok(links.length > 0, text);
    for (const [, command, query] of links) {
      assert.ok(command! in allCommands || command === 'vscode.openFolder', command);
      if (query) assert.match(JSON.parse(decodeURIComponent(query))[0], /^sample:(recording|training)$/);
    }
  }
  for (const { media, completionEvents, description } of steps) {
    const file = media.markdown ?? media.svg!;
    assert.ok(existsSync(path.join(projectRoot, file)), file);
    assert.ok(description.length > 0);
    // A command that fails or is cancelled does not tick a step: what was done does.
    assert.match(completionEvents.join(), /^onContext:miniml\.(trace|hasEvents|tour\.\w+)$/);
  }
});

test('the keys that the tour and the README name do what they say there', () => {
  const keysOf = (command: string) => allCommands[command].keys!.map(({ key }) => key);
  for (const [command, ...keys] of [
    ['miniml.trace.nextEvent', 'n'],
    ['miniml.trace.previousEvent', 'p'],
    ['miniml.trace.zoomIn', '=', 'shift+='],
    ['miniml.trace.zoomOut', '-'],
    ['miniml.trace.panLeft', 'left'],
    ['miniml.trace.showKeys', 'shift+/'],
    ['miniml.scoring.score1', '1'],
    ['miniml.scoring.score0', '0'],
    ['miniml.scoring.score2', '2'],
  ] as [string, ...string[]][])
    for (const key of keys) assert.ok(keysOf(command).includes(key), `${key} for ${command}`);
});
