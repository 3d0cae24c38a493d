import type { Budget } from '../budget';

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
