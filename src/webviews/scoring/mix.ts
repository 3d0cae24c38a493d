/** The four kinds of windows that a training set is made of, as far as amplitude and noise tell them. */
export interface Mix {
  nice: number;
  notSoNice: number;
  falsePositives: number;
  noise: number;
}

/** Events at least this far out of the noise are clear ones. */
const niceFrom = 8;
/** What stands out of the noise as far as this could be taken for an event. */
const resemblesFrom = 4;

/** With fewer events, or fewer other windows, shares mean nothing. */
const fewest = 10;

/** Counts the kinds; windows that are left out, not scored, or without a number count nowhere. */
export function mixOf(scores: Int8Array, snr: Float32Array): Mix {
  const mix = { nice: 0, notSoNice: 0, falsePositives: 0, noise: 0 };
  for (let i = 0; i < scores.length; i++) {
    if (Number.isNaN(snr[i])) continue;
    if (scores[i] === 1) mix[snr[i] >= niceFrom ? 'nice' : 'notSoNice']++;
    else if (scores[i] === 0) mix[snr[i] >= resemblesFrom ? 'falsePositives' : 'noise']++;
  }
  return mix;
}

export interface Meaning {
  /** "between restrictive and liberal" */
  summary: string;
  /** What to do to move it. */
  advice: string;
}

/**
 * What a model trained on such a mix will be like: the more of its events are messy, the more it takes for one
 * (liberal); the more of its other windows resemble events, the less (restrictive). The borders lie between the
 * examples that miniML's documentation gives: of 500 messy events in 600 and 50 false positives in 600 a liberal
 * model comes, of 300 and 50 a more restrictive one, of 300 and 300 one in between, of 300 and 500 a restrictive
 * one.
 */
export function meaningOf({ nice, notSoNice, falsePositives, noise }: Mix): Meaning {
  const [events, others] = [nice + notSoNice, falsePositives + noise];
  if (Math.min(events, others) < fewest)
    return {
      summary: 'too few scores to say',
      advice: 'A training set needs windows of score 1 and of score 0, about as many of each.',
    };
  const restrictive = falsePositives / others - notSoNice / events;
  if (restrictive < -0.58)
    return {
      summary: 'makes a liberal model',
      advice:
        'It will take much for an event. More clear events, or more false positives scored 0, make it stricter.',
    };
  if (restrictive < -0.2)
    return {
      summary: 'makes a rather liberal model',
      advice: 'If it finds events where there are none, add false positives scored 0.',
    };
  if (restrictive <= 0.2)
    return {
      summary: 'between restrictive and liberal',
      advice: 'Messy events make it more liberal, false positives scored 0 make it more restrictive.',
    };
  return {
    summary: 'makes a restrictive model',
    advice: 'It may miss small events. More messy events scored 1 make it more liberal.',
  };
}
