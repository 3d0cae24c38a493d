/** What the user asked for; `auto` takes the GPU where a real one is, else the CPU. */
export type BackendChoice = 'auto' | 'cpu' | 'gpu' | 'tensorflow';

/** What is to compute, with how many threads where that is the CPU; all cores by default. */
export interface Computing {
  backend: BackendChoice;
  threads?: number;
}
