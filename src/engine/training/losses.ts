/** Mean of log(1 + eᶻ) − y z over logits z and labels y: binary cross-entropy. */
export function meanCrossEntropy(logits: Float32Array, labels: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < logits.length; i++) {
    const z = logits[i];
    sum += Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))) - labels[i] * z;
  }
  return sum / logits.length;
}

/** Share of logits on their label's side of 0, which is probability 0.5. */
export function shareRight(logits: Float32Array, labels: Uint8Array): number {
  let right = 0;
  for (let i = 0; i < logits.length; i++) if (logits[i] >= 0 === (labels[i] === 1)) right++;
  return right / logits.length;
}

export function sigmoid(z: number): number {
  return 1 / (1 + Math.exp(-z));
}
