/**
 * Coalesces calls: `work` runs once per slot of `when`, however often it is requested.
 *
 * @param when schedules the slot
 */
export function coalesced(when: (run: () => void) => void, work: () => void): () => void {
  let waiting = false;
  return () => {
    if (waiting) return;
    waiting = true;
    when(() => {
      waiting = false;
      work();
    });
  };
}

/** Maximum delay of low-priority work after a frame. */
const TIMEOUT_MS = 100;

/** Schedules low-priority work for the idle time after the next frame. */
export function afterFrame(run: () => void): void {
  requestAnimationFrame(() => requestIdleCallback(run, { timeout: TIMEOUT_MS }));
}
