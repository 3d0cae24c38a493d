/** A window smoothed by a Hann window over a thirtieth of it, scaled at the ends to what lies inside. */
export function smoothed(samples: Float32Array): Float32Array {
  const half = Math.max(1, Math.round(samples.length / 60));
  const weights = Float64Array.from(
    { length: 2 * half + 1 },
    (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * (i + 1)) / (2 * half + 2)),
  );
  return samples.map((_, i) => {
    let [sum, weight] = [0, 0];
    for (let k = Math.max(0, i - half); k <= Math.min(samples.length - 1, i + half); k++) {
      const w = weights[k - i + half];
      sum += w * samples[k];
      weight += w;
    }
    return sum / weight;
  });
}
