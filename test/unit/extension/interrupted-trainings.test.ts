import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import type { TrainingRequest } from '../../../src/common/api/engine/training';
import { checkpointPath } from '../../../src/engine/files/model-path';
import { interruptedTrainings } from '../../../src/extension/training/interrupted';
import { eventually } from '../../support/eventually';
import { temporaryFolder } from '../../support/folder';
import { filesIn, giveToOtherMachine } from '../../support/other-machine';

const temporary = temporaryFolder();

/** A training that never ends, with a checkpoint, and what windows opened later are asked. */
async function setUp(name: string) {
  const storage = path.join(temporary, name);
  mkdirSync(storage);
  const out = path.join(storage, 'model.h5');
  const request = { out } as TrainingRequest;
  const asked: string[] = [];
  const resumed: TrainingRequest[] = [];
  const window = (answer: string | undefined) =>
    interruptedTrainings(
      storage,
      () => ['/data'],
      async (question) => {
        asked.push(question);
        return answer;
      },
    );
  const notes = () => filesIn(storage).filter((file) => file.endsWith('.json'));
  void window(undefined).during(request, () => new Promise(() => {}));
  await eventually(async () => assert.equal(notes().length, 1));
  const offer = (answer: string | undefined) =>
    window(answer).offer(async (again) => {
      resumed.push(again);
    });
  return {
    storage,
    out,
    asked,
    resumed,
    offer,
    notes,
    checkpoint: () => writeFileSync(checkpointPath(out), ''),
  };
}

/** As if the window had been killed: the number of its process belongs to nobody. */
function kill(storage: string, notes: readonly string[]): void {
  const { pid } = spawnSync(process.execPath, ['--version']);
  for (const name of notes)
    renameSync(path.join(storage, name), path.join(storage, name.replace(`-${process.pid}.`, `-${pid}.`)));
}

test('a training that a killed window left is offered once, and resumed', async () => {
  const { storage, asked, resumed, offer, notes, checkpoint } = await setUp('killed');
  checkpoint();
  kill(storage, notes());
  await offer('Resume');
  await eventually(async () => assert.deepEqual(notes(), []));
  assert.equal(asked.length, 1);
  assert.equal(resumed.length, 1);
});

test('a training without a checkpoint is forgotten', async () => {
  const { storage, asked, offer, notes } = await setUp('no-checkpoint');
  kill(storage, notes());
  await offer('Resume');
  assert.deepEqual([asked, notes()], [[], []]);
});

test('a training on another machine is not offered while that shows that it lives, and is once it does not', async () => {
  const { storage, asked, resumed, offer, checkpoint } = await setUp('machines');
  checkpoint();
  const die = giveToOtherMachine(storage);
  const offered = offer('Resume');
  await new Promise((resolve) => setTimeout(resolve, 700));
  assert.deepEqual(asked, []);
  die();
  await Promise.all([offered, eventually(async () => assert.equal(asked.length, 1))]);
  await eventually(async () => assert.equal(resumed.length, 1));
});

test('the note of another machine stays where its disk cannot be seen from here', async () => {
  const { storage, asked, offer, notes } = await setUp('elsewhere');
  giveToOtherMachine(storage)();
  await offer('Resume');
  assert.equal(notes().length, 1);
  assert.deepEqual(asked, []);
});
