import { existsSync } from 'node:fs';
import path from 'node:path';
import { UserError } from '../../common/errors';

/** One of the two packages of TensorFlow; exact versions are in the lock file of the folder of its name. */
export interface TensorFlowPackage {
  folder: 'gpu' | 'cpu';
  name: '@tensorflow/tfjs-node-gpu' | '@tensorflow/tfjs-node';
  /** Approximate size in MB. */
  download_mb: number;
  disk_mb: number;
}

const gpu: TensorFlowPackage = {
  folder: 'gpu',
  name: '@tensorflow/tfjs-node-gpu',
  download_mb: 500,
  disk_mb: 1600,
};
const cpu: TensorFlowPackage = {
  folder: 'cpu',
  name: '@tensorflow/tfjs-node',
  download_mb: 200,
  disk_mb: 800,
};

/** Files that show that NVIDIA's driver is installed. */
const DRIVERS: Readonly<Record<string, readonly string[]>> = {
  linux: ['/proc/driver/nvidia/version', '/usr/lib/wsl/lib/libcuda.so.1'],
  win32: [path.join(process.env['SystemRoot'] ?? 'C:\\Windows', 'System32', 'nvcuda.dll')],
};

const MACHINES = ['linux x64', 'linux arm64', 'darwin x64', 'darwin arm64', 'win32 x64'];

/**
 * The package for a machine.
 *
 * @throws UserError if TensorFlow is not available for it
 */
export function packageFor(
  { platform, arch }: { platform: string; arch: string } = process,
  exists: (file: string) => boolean = existsSync,
): TensorFlowPackage {
  if (!MACHINES.includes(`${platform} ${arch}`))
    throw new UserError(
      `TensorFlow is not available for this machine (${platform} ${arch}). Choose the backend auto, cpu or gpu.`,
    );
  return arch === 'x64' && DRIVERS[platform]?.some(exists) ? gpu : cpu;
}
