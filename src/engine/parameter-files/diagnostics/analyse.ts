import type { ParameterDocument } from '../../../common/parameters/document';
import type { Diagnostic, Rule } from './diagnostic';

/** Findings of all rules about a document, from top to bottom. */
export async function analyse(document: ParameterDocument, rules: readonly Rule[]): Promise<Diagnostic[]> {
  const found = (await Promise.all(rules.map((rule) => rule(document)))).flat();
  return found.sort((a, b) => a.range.from - b.range.from || a.range.to - b.range.to);
}
