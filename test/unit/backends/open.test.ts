import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { UserError } from '../../../src/common/errors';
import { judge, probe } from '../../../src/engine/backends/onnx/gpu';
import { openBackend } from '../../../src/engine/backends/open';
import { temporaryFolder } from '../../support/folder';

const silent = () => {};

test('backends that are not there, and impossible numbers of threads, are refused in a sentence', async () => {
  await assert.rejects(openBackend({ choice: 'tensorflow', log: silent }), UserError);
  for (const threads of [0, -1, 1.5, Number.NaN])
    await assert.rejects(openBackend({ choice: 'cpu', threads, log: silent }), UserError);
});

test('auto computes on something, and says on what', async () => {
  const lines: string[] = [];
  const backend = await openBackend({ choice: 'auto', threads: 1, log: (line) => lines.push(line) });
  if (backend.device === 'cpu') {
    assert.equal(backend.description, 'CPU, 1 thread');
    assert.ok(lines.length >= 2, 'why there is no GPU, and what is used instead');
    await assert.rejects(openBackend({ choice: 'gpu', log: silent }), UserError);
  } else assert.match(backend.description, /^GPU, /);
  await backend.dispose();
});

test('a device is refused for failing, computing wrong, or being software', () => {
  const good = { difference: 1e-6, speed: 3, libraries: ['/usr/lib/libnvidia-glcore.so.550'] };
  assert.deepEqual(judge('webgpu', good), {
    provider: 'webgpu',
    name: 'NVIDIA (WebGPU)',
    fasterThanCpu: true,
  });
  assert.deepEqual(judge('coreml', { ...good, libraries: [], speed: 0.5 }), {
    provider: 'coreml',
    name: 'Core ML',
    fasterThanCpu: false,
  });
  const refusals = [
    judge('webgpu', { error: 'no adapter' }),
    judge('coreml', { ...good, difference: 2e-3 }),
    judge('coreml', { ...good, difference: Number.NaN }),
    judge('webgpu', { ...good, speed: 0.1, libraries: ['/usr/lib/libvulkan_lvp.so'] }),
    judge('dml', { ...good, speed: 0.1, libraries: ['C:\\Windows\\System32\\d3d10warp.dll'] }),
    // Mesa's loader loads all of its drivers, whatever the machine has.
    judge('webgpu', { ...good, speed: 0.2, libraries: ['libvulkan_lvp.so', 'libvulkan_radeon.so'] }),
  ];
  for (const refusal of refusals) assert.match(String(refusal), /is not used: /);
  assert.match(String(refusals[3]), /llvmpipe is a software adapter/);
});

test('a probe that crashes, fails or says nothing is a reason, not an exception', async () => {
  const folder = temporaryFolder();
  const script = (name: string, code: string) => {
    const file = path.join(folder, name);
    writeFileSync(file, code);
    return file;
  };
  const crash = await probe('webgpu', script('crash.js', 'process.kill(process.pid, "SIGSEGV")'));
  assert.match((crash as { error: string }).error, /SIGSEGV/);
  const exit = await probe('webgpu', script('exit.js', 'process.exit(3)'));
  assert.match((exit as { error: string }).error, /code 3/);
});

test('the probe compares a device with the CPU: the CPU agrees with itself', {
  timeout: 60_000,
}, async () => {
  const result = await probe('cpu');
  assert.ok('difference' in result, JSON.stringify(result));
  assert.equal(result.difference, 0);
  assert.ok(result.speed > 0);
});
