/** Requested backend; `auto` takes the GPU if it is usable and faster, else the CPU. */
export type BackendChoice = 'auto' | 'cpu' | 'gpu' | 'tensorflow';

/** Requested backend and number of CPU threads; all cores by default. */
export interface Computing {
  backend: BackendChoice;
  threads?: number;
}
