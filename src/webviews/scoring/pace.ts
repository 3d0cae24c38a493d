/** A pause longer than this is one: nobody was scoring. */
const pause_ms = 30_000;
/** How far back the rate is taken from. */
const remembered = 200;
const fewest = 5;

/** How fast someone scores; `now` in ms, monotonic. */
export interface Pace {
  scored(windows: number): void;
  /** Windows a minute while scoring; undefined until there is something to tell from. */
  perMinute(): number | undefined;
}

export function paceOfScoring(now: () => number = () => performance.now()): Pace {
  let steps: { at: number; windows: number }[] = [];
  return {
    scored(windows) {
      steps = [...steps.slice(1 - remembered), { at: now(), windows }];
    },
    perMinute() {
      let [windows, time] = [0, 0];
      for (let i = 1; i < steps.length; i++) {
        const gap = steps[i].at - steps[i - 1].at;
        if (gap > pause_ms) continue;
        windows += steps[i].windows;
        time += gap;
      }
      return steps.length >= fewest && time > 0 ? (windows * 60_000) / time : undefined;
    },
  };
}
