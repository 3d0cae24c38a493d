/** One epoch of training: a pass over all training windows, then one over the validation windows. */
export interface EpochRecord {
  /** Counted from 1; in cross-validation, anew in each fold. */
  epoch: number;
  /** Counted from 1; 1 without cross-validation. */
  fold: number;
  /** Binary cross-entropy and accuracy at 0.5 during training (with dropout). */
  loss: number;
  accuracy: number;
  validation_loss: number;
  validation_accuracy: number;
  seconds: number;
}
