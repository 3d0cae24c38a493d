import { totalmem } from 'node:os';

/** Memory of this machine in bytes, or of the container that this process runs in. */
export function machineMemory(): number {
  // 0 or astronomically large without a limit.
  const limit = process.constrainedMemory?.() ?? 0;
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem();
}

/** Whether a computation failed because a device had too little memory: onnxruntime, TensorFlow and GPU drivers say so. */
export function isOutOfMemory(thrown: unknown): boolean {
  return /out of memory|bad_?alloc|failed to allocate|allocat\w* .*memory|memory .*allocat|OOM\b|E_OUTOFMEMORY/i.test(
    thrown instanceof Error ? thrown.message : String(thrown),
  );
}
