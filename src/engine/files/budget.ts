import { UserError } from '../../common/errors';

/** No honest file of numbers is smaller than its contents by more than this; what is small anyway is not weighed. */
const LEAST_BYTES = 64 * 1024 ** 2;
const MOST_TIMES = 64;

/**
 * What may be taken into memory of what a file says it holds: one budget for all of it, since a hundred parts that
 * are each within a limit are too much together.
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
   * To be called before memory is taken.
   *
   * @throws UserError when the file cannot hold that much
   */
  take(bytes: number): void {
    this.#left -= bytes;
    if (this.#left < 0 || Number.isNaN(this.#left))
      throw new UserError(
        `${this.#file} is damaged: it claims more data than its ${this.#fileBytes} bytes can hold.`,
      );
  }
}
