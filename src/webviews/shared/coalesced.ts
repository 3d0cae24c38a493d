/**
 * A call for work that is done once, however often it is called for before its time has come.
 *
 * @param when runs it when its time has come
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

/** How long a frame's work may put off what follows it. */
const PATIENCE_MS = 100;

/** Runs what nobody waits for: when the next frame is on its way to the screen and no key wants an answer. */
export function afterFrame(run: () => void): void {
  requestAnimationFrame(() => requestIdleCallback(run, { timeout: PATIENCE_MS }));
}
