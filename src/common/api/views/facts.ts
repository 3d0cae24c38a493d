import { nothing, type RequestShapes } from '../shape';
/** A page of facts about a file, in words. */
export interface FactsPage {
  title: string;
  /** Summary of the file, in a sentence. */
  summary: string;
  sections: FactsSection[];
}

export interface FactsSection {
  title: string;
  /** Absent for a list of names and values. */
  headings?: string[];
  rows: string[][];
}

export interface FactsRequests {
  page(request: Record<string, never>): FactsPage;
}

export type FactsNotices = Record<string, never>;

export const FACTS_REQUESTS: RequestShapes<FactsRequests> = { page: nothing };
