import { fork } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { messageOf } from '../../../common/errors';
import { distFile } from '../../files/dist-file';
import type { Provider } from './messages';

export interface Gpu {
  provider: Provider;
  /** "NVIDIA (WebGPU)". */
  name: string;
  /** Whether it is faster than all CPU cores together. */
  fasterThanCpu: boolean;
}

export interface GpuSearch {
  gpu?: Gpu;
  /** One sentence for each device that is not used. */
  refused: string[];
}

/** Result of probing a provider in a separate process. */
export type ProbeResult =
  | { error: string }
  | {
      /** Largest difference between the device's results and the CPU's. */
      difference: number;
      /** Speed relative to all CPU cores together. */
      speed: number;
      /** Files of the drivers that were loaded. */
      libraries: string[];
    };

const PROBE_TIMEOUT_MS = 20_000;
const TIMEOUT_SIGNAL = 'SIGKILL';

/**
 * Maximum difference: probabilities may differ by 1e-5, but devices that compute with half the digits differ by 1e-3.
 */
const TOLERANCE = 1e-4;

const TITLES: Readonly<Record<Provider, string>> = {
  cpu: 'CPU',
  webgpu: 'WebGPU',
  coreml: 'Core ML',
  dml: 'DirectML',
};

/** Drivers by the names of their files. Software adapters compute on the CPU, slower than our own CPU backend. */
const DRIVERS: readonly (readonly [file: RegExp, vendor: string, software?: true])[] = [
  [/libvulkan_lvp|lavapipe|llvmpipe/i, 'llvmpipe', true],
  [/swiftshader/i, 'SwiftShader', true],
  [/d3d10warp|BasicRender/i, 'Microsoft Basic Render', true],
  [/nvwgf2um|nvoglv|libGLX_nvidia|libnvidia-/i, 'NVIDIA'],
  [/amdxc|atidxx|libvulkan_radeon|amdvlk/i, 'AMD'],
  [/igd\d+|igc64|libvulkan_intel/i, 'Intel'],
  [/AGXMetal|AppleMetal|Metal\.framework/i, 'Apple'],
];

let search: Promise<GpuSearch> | undefined;

/** Searches for a GPU that computes our networks, once per process. */
export function findGpu(): Promise<GpuSearch> {
  search ??= probeAll();
  return search;
}

async function probeAll(): Promise<GpuSearch> {
  if (process.platform === 'linux' && !hasLinuxGpu()) return { refused: ['No GPU was found.'] };
  const refused: string[] = [];
  for (const provider of providersHere()) {
    const verdict = judge(provider, await probe(provider));
    if (typeof verdict !== 'string') return { gpu: verdict, refused };
    refused.push(verdict);
  }
  return { refused };
}

/** Every GPU driver of Linux creates one of these device files, WSL's the last. */
function hasLinuxGpu(): boolean {
  const render = existsSync('/dev/dri') && readdirSync('/dev/dri').some((name) => name.startsWith('renderD'));
  return render || existsSync('/dev/nvidia0') || existsSync('/dev/dxg');
}

function providersHere(): Provider[] {
  if (process.platform === 'darwin') return ['webgpu', 'coreml'];
  return process.platform === 'win32' ? ['webgpu', 'dml'] : ['webgpu'];
}

/** The GPU, or the reason why it is not used. */
export function judge(provider: Provider, result: ProbeResult): Gpu | string {
  const title = TITLES[provider];
  if ('error' in result) return `${title} is not used: ${result.error}.`;
  const { difference, speed, libraries } = result;
  const drivers = DRIVERS.filter(([file]) => libraries.some((library) => file.test(library)));
  const real = drivers.find(([, , software]) => !software);
  const software = drivers.find(([, , software]) => software);
  // Loaders load every installed driver; the speed tells which one was used.
  if (software && (!real || speed <= 1)) return `${title} is not used: ${software[1]} is a software adapter.`;
  if (!(difference <= TOLERANCE))
    return `${title} is not used: its results differ by ${difference.toExponential(1)}.`;
  return { provider, name: real ? `${real[1]} (${title})` : title, fasterThanCpu: speed > 1 };
}

/** Runs the probe in a separate process, since drivers crash. */
export function probe(provider: Provider, script = distFile('onnx-probe.js')): Promise<ProbeResult> {
  return new Promise((resolve) => {
    const child = fork(script, [provider], {
      stdio: 'ignore',
      timeout: PROBE_TIMEOUT_MS,
      killSignal: TIMEOUT_SIGNAL,
    });
    child.once('message', (result) => {
      resolve(result as ProbeResult);
      child.kill();
    });
    child.once('error', (error) => resolve({ error: messageOf(error) }));
    child.once('exit', (code, signal) => {
      const slow = `it did not answer within ${PROBE_TIMEOUT_MS / 1000} s`;
      const ended = `its driver crashed the test (${signal ?? `code ${code}`})`;
      resolve({ error: signal === TIMEOUT_SIGNAL ? slow : ended });
    });
  });
}
