import { roundHalfEven } from '../numbers/round';
import { PARAMETERS, type Parameters, type WrittenParameters } from './parameters';

/** Parameters with nulls replaced by the program's choice. */
export type Filled<N extends keyof Parameters, P = Parameters> = Omit<P, N> & {
  [K in N]: NonNullable<Parameters[K]>;
};

/** Fills in window step and gradient filter, as {@link PARAMETERS} describes in `whenNull`. */
export function fillDetection(parameters: Parameters): Filled<'stride' | 'gradient_convolve_win'> {
  const { win_size, convolve_win } = parameters;
  return {
    ...parameters,
    stride: parameters.stride ?? Math.max(1, roundHalfEven(win_size / 30)),
    // Without a Hann window (convolve_win 0), twice its length would be no filter at all: twice the default is used.
    gradient_convolve_win:
      parameters.gradient_convolve_win ?? 2 * (convolve_win || PARAMETERS.convolve_win.default),
  };
}

const EXTRACTION = {
  template: { high: 4.5, mid: 3, low: 1.6, smoothing: 20 },
  gradient: { high: 10, mid: 3, low: 2, smoothing: 50 },
  // Probabilities; there is nothing to smooth.
  model: { high: 0.95, mid: 0.1, low: 0.05, smoothing: 0 },
} as const;

/** Fills in thresholds (as positive sizes), template (ms) and smoothing (samples) of the extraction at `rateHz`. */
export function fillExtraction(
  parameters: Parameters,
  rateHz: number,
): Filled<
  | 'threshold_high'
  | 'threshold_mid'
  | 'threshold_low'
  | 'template_rise'
  | 'template_decay'
  | 'template_smoothing'
> {
  const usual = EXTRACTION[parameters.extraction_method];
  const span_ms = ((parameters.win_size / 8 + parameters.win_size) / rateHz) * 1000;
  return {
    ...parameters,
    threshold_high: parameters.threshold_high ?? usual.high,
    threshold_mid: parameters.threshold_mid ?? usual.mid,
    threshold_low: parameters.threshold_low ?? usual.low,
    template_rise: parameters.template_rise ?? span_ms / 40,
    template_decay: parameters.template_decay ?? span_ms / 15,
    template_smoothing: parameters.template_smoothing ?? usual.smoothing,
  };
}

/** Epochs of the paper, whose training sets have thousands of windows. */
const EPOCHS = 100;
/** Steps that a training of few windows needs to get as far: with 40 windows an epoch is a single step. */
const STEPS = 1000;
const PATIENCE_STEPS = 100;

type Training = ReturnType<typeof fillTraining>;

/**
 * How long a training of `windows` windows lasts at most, and how long it waits for a lower validation loss. Where
 * `epochs` is left to the program, steps decide; epochs that are given count as they are, and so does patience.
 */
export function fillEpochs(
  parameters: Training,
  given: Pick<WrittenParameters, 'epochs' | 'patience'>,
  windows: number,
): Training & { epochs: number } {
  if (given.epochs !== null) return { ...parameters, epochs: given.epochs };
  const stepsPerEpoch = Math.ceil(windows / parameters.training_batch_size);
  return {
    ...parameters,
    epochs: Math.max(EPOCHS, Math.ceil(STEPS / stepsPerEpoch)),
    patience: given.patience ?? Math.max(parameters.patience, Math.ceil(PATIENCE_STEPS / stepsPerEpoch)),
  };
}

/** The two recipes of the paper: training from scratch, and transfer learning from a base model. */
export function fillTraining(
  parameters: WrittenParameters,
  transfer: boolean,
  layers: number,
): Filled<'patience' | 'training_batch_size' | 'dropout' | 'trained_layers', WrittenParameters> {
  return {
    ...parameters,
    patience: parameters.patience ?? (transfer ? 12 : 8),
    training_batch_size: parameters.training_batch_size ?? (transfer ? 64 : 128),
    dropout: parameters.dropout ?? (transfer ? 0.5 : 0.2),
    trained_layers: Math.min(layers, parameters.trained_layers ?? (transfer ? 4 : layers)),
  };
}
