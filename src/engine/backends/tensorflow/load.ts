import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import util from 'node:util';
import { messageOf, UserError } from '../../../common/errors';
import { TENSORFLOW_FOLDER } from '../../files/dist-file';
import type { Backend } from '../backend';
import type { TensorFlow } from './call';
import { tensorFlowBackend } from './tensorflow-backend';

/** Packages in order of preference, the one for NVIDIA cards first. */
const TENSORFLOW_PACKAGES = ['@tensorflow/tfjs-node-gpu', '@tensorflow/tfjs-node'] as const;

/**
 * Loads TensorFlow, which the user may have installed; it is not part of miniML.
 *
 * @throws UserError when it is not installed, or does not load on this machine
 */
export function openTensorFlow(folder = process.env[TENSORFLOW_FOLDER]): Backend {
  const name = TENSORFLOW_PACKAGES.find(
    (candidate) => folder !== undefined && existsSync(path.join(folder, 'node_modules', candidate)),
  );
  if (folder === undefined || name === undefined)
    throw new UserError(
      'TensorFlow is not installed. Run "miniML: Install TensorFlow", or choose the backend auto, cpu or gpu.',
    );
  restoreRemovedHelpers();
  // Otherwise TensorFlow takes all of the card's memory at once, and other programs fail.
  process.env['TF_FORCE_GPU_ALLOW_GROWTH'] ??= 'true';
  process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '2';
  try {
    const tf = createRequire(path.join(folder, 'package.json'))(name) as TensorFlow & {
      version: Record<string, string>;
    };
    const gpu = usesGpu(tf);
    const version = tf.version['tfjs-node'] ?? tf.version['tfjs-core'];
    return tensorFlowBackend(tf, gpu ? 'gpu' : 'cpu', `TensorFlow ${version}, ${gpu ? 'GPU' : 'CPU'}`);
  } catch (thrown) {
    const [reason] = messageOf(thrown).split('\n');
    throw new UserError(
      `TensorFlow in ${folder} does not load (${reason}). Install it again, or choose another backend.`,
    );
  }
}

/** Whether its native backend found a GPU. */
function usesGpu(tf: TensorFlow): boolean {
  const native = tf.backend() as { isUsingGpuDevice?: boolean };
  return native.isUsingGpuDevice === true;
}

/** tfjs-node 4.22 calls helpers that Node 23 removed. */
function restoreRemovedHelpers(): void {
  const legacy = util as unknown as Record<string, unknown>;
  legacy['isNullOrUndefined'] ??= (value: unknown) => value === null || value === undefined;
  legacy['isArray'] ??= Array.isArray;
}
