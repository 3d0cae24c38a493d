import type { Budget } from './budget';

/** By the number that the library gives an open file; its datasets and attributes know it. */
const budgets = new Map<bigint, Budget>();

export function setBudget(file: bigint, budget: Budget): void {
  budgets.set(file, budget);
}

export function dropBudget(file: bigint): void {
  budgets.delete(file);
}

/**
 * To be called before values of an open file are taken into memory.
 *
 * @throws UserError when the file claims more than it can hold
 */
export function takeFromBudget(file: bigint, bytes: number): void {
  budgets.get(file)?.take(bytes);
}
