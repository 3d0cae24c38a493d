/** How long each window is shown. */
const PLAYING_MS = 500;
/** Timeout of a held player for the action of the pressed key. */
const HELD_MS = 1000;

export type Player = ReturnType<typeof createPlayer>;

/** Shows one window after the other. @param step shows the next; false at the end of the list */
export function createPlayer(step: () => boolean) {
  let playing: ReturnType<typeof setInterval> | undefined;
  let holdTimer: ReturnType<typeof setTimeout> | undefined;

  function stop(): void {
    clearTimeout(holdTimer);
    clearInterval(playing);
    playing = undefined;
  }

  return {
    get playing(): boolean {
      return playing !== undefined;
    },
    start(): void {
      stop();
      playing = setInterval(() => {
        if (!step()) stop();
      }, PLAYING_MS);
    },
    /** Holds the present window until the pressed key's action arrives. */
    hold(): void {
      clearInterval(playing);
      clearTimeout(holdTimer);
      holdTimer = setTimeout(stop, HELD_MS);
    },
    stop,
  };
}
