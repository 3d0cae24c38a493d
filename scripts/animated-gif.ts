import { applyPalette, GIFEncoder, quantize } from 'gifenc';

/** One picture of an animation: RGBA, row-major. */
export interface Frame {
  pixels: Uint8ClampedArray;
  shown_ms: number;
}

/** Pixels of each frame that the palette is made from. */
const SAMPLES_PER_FRAME = 40_000;

/**
 * An animated GIF that repeats for ever. All frames share 255 colours, and a frame holds only the pixels that differ
 * from the one before: what stays the same is transparent, which compresses to almost nothing.
 */
export function animatedGif(frames: readonly Frame[], width: number, height: number): Uint8Array {
  const palette = quantize(sampled(frames), 255);
  const transparentIndex = palette.length;
  const gif = GIFEncoder();
  let previous: Uint8Array | undefined;
  for (const { pixels, shown_ms } of frames) {
    const indices = applyPalette(pixels, palette);
    const before = previous;
    const changed = before
      ? indices.map((index, i) => (index === before[i] ? transparentIndex : index))
      : indices;
    gif.writeFrame(changed, width, height, {
      palette: before ? undefined : [...palette, [0, 0, 0]],
      transparent: before !== undefined,
      transparentIndex,
      delay: shown_ms,
      // What is there stays, and the next frame is drawn on it.
      dispose: 1,
    });
    previous = indices;
  }
  gif.finish();
  return gif.bytes();
}

/** Pixels from all frames, spread evenly. */
function sampled(frames: readonly Frame[]): Uint8ClampedArray {
  const samples = new Uint8ClampedArray(frames.length * SAMPLES_PER_FRAME * 4);
  frames.forEach(({ pixels }, frame) => {
    const step = pixels.length / 4 / SAMPLES_PER_FRAME;
    for (let i = 0; i < SAMPLES_PER_FRAME; i++) {
      const from = Math.floor(i * step) * 4;
      samples.set(pixels.subarray(from, from + 4), (frame * SAMPLES_PER_FRAME + i) * 4);
    }
  });
  return samples;
}
