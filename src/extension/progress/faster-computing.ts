import { existsSync } from 'node:fs';
import type { BackendChoice } from '../../common/api/engine/computing';
import type { DetectionProgress } from '../../common/api/views/trace';
import { tensorFlowFolder } from '../tensorflow/folder';
import { packageFor } from '../tensorflow/packages';

/**
 * What could compute faster on this machine and is not in use: a GPU that the setting rules out, or TensorFlow on an
 * NVIDIA card.
 *
 * @param storage folder that TensorFlow is installed in
 */
export function fasterComputing(
  backend: BackendChoice,
  storage: string,
  {
    machine,
    exists = existsSync,
  }: { machine?: { platform: string; arch: string }; exists?: (file: string) => boolean } = {},
): DetectionProgress['computing'] {
  if (backend === 'cpu') return 'auto';
  if (backend === 'tensorflow' || exists(tensorFlowFolder(storage))) return null;
  try {
    return packageFor(machine, exists).folder === 'gpu' ? 'tensorFlow' : null;
  } catch {
    // TensorFlow cannot be had for this machine.
    return null;
  }
}
