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

/** Events per other window up to which, and down to whose inverse, the numbers of both do not decide. */
const UNEVEN = 1.5;

/** Whether there are about as many events as other windows. */
export function isBalanced(events: number, others: number): boolean {
  return events <= UNEVEN * others && others <= UNEVEN * events;
}

/**
 * Describes the model that such a mix leads to. Unequal numbers decide first: a model that has seen few events
 * accepts few. Otherwise messy events make it accept more (liberal), windows of score 0 that resemble events make it
 * accept less (restrictive). The limits lie between the examples in miniML's documentation, each of 600 events and
 * 600 other windows: 500 messy events and 50 false positives give a liberal model, 300 and 50 a more restrictive one,
 * 300 and 300 one in between, 300 and 500 a restrictive one.
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
      summary: 'makes a liberal model',
      advice:
        'It may accept noise as events. More clear events, or more false positives scored 0, make it stricter.',
    };
  if (restrictive < -0.2)
    return {
      tendency: 'rather liberal',
      summary: 'makes a rather liberal model',
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
    summary: 'makes a restrictive model',
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
