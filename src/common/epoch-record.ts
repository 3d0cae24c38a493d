/** An epoch of training: a pass over all training windows, then one over those that validate. */
export interface EpochRecord {
  /** From 1; in cross-validation each fold counts anew. */
  epoch: number;
  /** From 1; 1 without cross-validation. */
  fold: number;
  /** Binary cross-entropy and share of right answers at 0.5, while learning (with dropout). */
  loss: number;
  accuracy: number;
  validation_loss: number;
  validation_accuracy: number;
  seconds: number;
}
