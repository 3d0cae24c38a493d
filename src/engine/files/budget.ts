import { UserError } from '../../common/errors';

/** Real files are not smaller than their contents by more than this; smaller contents are not checked. */
const LEAST_BYTES = 64 * 1024 ** 2;
const MOST_TIMES = 64;

/**
 * Limits the total memory for contents that a file claims to have, since a hundred parts within a limit each are too
 * much together.
 */
export class Budget {
  readonly #file: string;
  readonly #fileBytes: number;
  #left: number;

  constructor(file: string, fileBytes: number, least = LEAST_BYTES) {
    this.#file = file;
    this.#fileBytes = fileBytes;
    this.#left = least + MOST_TIMES * fileBytes;
  }

  /**
   * Must be called before memory is allocated.
   *
   * @throws UserError when the file cannot contain that much
   */
  take(bytes: number): void {
    this.#left -= bytes;
    if (this.#left < 0 || Number.isNaN(this.#left))
      throw new UserError(
        `${this.#file} is damaged: it claims more data than its ${this.#fileBytes} bytes can hold.`,
      );
  }
}

/** Keyed by the library's id of an open file, which its datasets and attributes have too. */
const budgets = new Map<bigint, Budget>();

export function setBudget(file: bigint, budget: Budget): void {
  budgets.set(file, budget);
}

export function dropBudget(file: bigint): void {
  budgets.delete(file);
}

/**
 * Must be called before values of an open file are read into memory.
 *
 * @throws UserError when the file claims more than it can contain
 */
export function takeFromBudget(file: bigint, bytes: number): void {
  budgets.get(file)?.take(bytes);
}
