/** The four kinds of windows in a training set, estimated from amplitude and noise. */
export interface Mix {
  clear: number;
  messy: number;
  falsePositives: number;
  noise: number;
}

/** Signal-to-noise ratio from which an event is clear. */
const CLEAR_FROM = 8;
/** Signal-to-noise ratio from which a window of score 0 resembles an event. */
const RESEMBLES_FROM = 4;

/** With fewer events, or fewer other windows, nothing is estimated. */
const FEWEST = 10;

/** Counts the kinds; excluded and unscored windows and those without a ratio are not counted. */
export function mixOf(scores: ArrayLike<number>, snr: Float32Array): Mix {
  const mix = { clear: 0, messy: 0, falsePositives: 0, noise: 0 };
  for (let i = 0; i < scores.length; i++) {
    if (Number.isNaN(snr[i])) continue;
    if (scores[i] === 1) mix[snr[i] >= CLEAR_FROM ? 'clear' : 'messy']++;
    else if (scores[i] === 0) mix[snr[i] >= RESEMBLES_FROM ? 'falsePositives' : 'noise']++;
  }
  return mix;
}

export interface Meaning {
  tendency: 'unknown' | 'liberal' | 'rather liberal' | 'intermediate' | 'restrictive';
  /** "between restrictive and liberal" */
  summary: string;
  /** Advice on changing it. */
  advice: string;
}

/**
 * Events per other window between which the numbers of both do not decide. Measured by `npm run mixes`: transfer learning
 * from the base model on 150 windows of simulated EPSCs on real noise, two trainings of each mix, judged at probability
 * 0.5 on 216 windows with an event and 774 without, from other parts of the recordings.
 *
 * | events : others | finds | wrong of the others |
 * |---|---|---|
 * | 1 : 4 | 82.4 % | 4.2 % |
 * | 1 : 2 | 84.5 % | 5.4 % |
 * | 1 : 1.5 | 88.4 % | 7.7 % |
 * | 1 : 1 | 89.1 % | 9.3 % |
 * | 1.5 : 1 | 91.4 % | 16.0 % |
 * | 2 : 1 | 93.1 % | 16.7 % |
 * | 4 : 1 | 94.7 % | 25.1 % |
 *
 * On windows sorted by hand, where all were found, 4.8 % were wrong at 1 : 4, 11.5 % at 1 : 1 and 14.0 % at 4 : 1.
 *
 * Too many events do harm sooner than too few: the upper limit lies between 1 and 1.5, the lower one between 1 / 1.5 and
 * 1 / 2.
 */
const FEW = 1 / 1.75;
const MANY = 1.25;

/** Whether there are about as many events as other windows. */
export function isBalanced(events: number, others: number): boolean {
  return events >= FEW * others && events <= MANY * others;
}

/**
 * Describes the model that such a mix leads to. Unequal numbers decide: a model that has seen few events accepts few.
 * Where there are about as many of both, the kinds are weighed as miniML's documentation does: messy events may make it
 * accept more (liberal), windows of score 0 that resemble events less (restrictive). The limits lie between the examples
 * there, each of 600 events and 600 other windows: 500 messy events and 50 false positives, liberal; 300 and 50, more
 * restrictive; 300 and 300, in between; 300 and 500, restrictive. In our trainings the kinds mattered less than the
 * numbers: without added noise 98.1 % were found and 0.4, 0.7, 1.3 and 1.1 % wrong in that order (one training each); of
 * windows sorted by hand all were found, and 16.8, 15.1 and 11.5 % of the others wrong with 25, 15 and 9 messy events of
 * 30 (two trainings each). So the summaries say "may", and a training does not warn of it.
 */
export function meaningOf({ clear, messy, falsePositives, noise }: Mix): Meaning {
  const [events, others] = [clear + messy, falsePositives + noise];
  if (Math.min(events, others) < FEWEST)
    return {
      tendency: 'unknown',
      summary: 'too few scores to say',
      advice: 'A training set needs windows of score 1 and of score 0, about as many of each.',
    };
  if (!isBalanced(events, others)) return unevenMeaning(events, others);
  const restrictive = falsePositives / others - messy / events;
  if (restrictive < -0.58)
    return {
      tendency: 'liberal',
      summary: 'may make a liberal model',
      advice:
        'It may accept noise as events. More clear events, or more false positives scored 0, make it stricter.',
    };
  if (restrictive < -0.2)
    return {
      tendency: 'rather liberal',
      summary: 'may make a rather liberal model',
      advice: 'If it detects noise as events, add false positives scored 0.',
    };
  if (restrictive <= 0.2)
    return {
      tendency: 'intermediate',
      summary: 'between restrictive and liberal',
      advice: 'Messy events make it more liberal, false positives scored 0 make it more restrictive.',
    };
  return {
    tendency: 'restrictive',
    summary: 'may make a restrictive model',
    advice: 'It may miss small events. More messy events scored 1 make it more liberal.',
  };
}

function unevenMeaning(events: number, others: number): Meaning {
  const few = events < others;
  return {
    tendency: few ? 'restrictive' : 'liberal',
    summary: few ? 'makes a restrictive model' : 'makes a liberal model',
    advice: few
      ? `There are few events (${events} to ${others} other windows), so it may miss some. Score more events, or fewer other windows.`
      : `There are few windows without an event (${others} to ${events} events), so it may accept noise. Score more windows 0.`,
  };
}
