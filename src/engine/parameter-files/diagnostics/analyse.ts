import type { ParameterDocument } from '../../../common/parameters/document';
import { consistencyRules } from './consistency';
import type { Diagnostic, Rule } from './diagnostic';
import type { Facts } from './facts';
import { modelRules } from './model-rules';
import { recordingRules } from './recording-rules';
import { syntaxRules } from './syntax';

/** Findings of all rules about a document, from top to bottom. */
export async function analyse(document: ParameterDocument, rules: readonly Rule[]): Promise<Diagnostic[]> {
  const found = (await Promise.all(rules.map((rule) => rule(document)))).flat();
  return found.sort((a, b) => a.range.from - b.range.from || a.range.to - b.range.to);
}

/** All rules for parameter files, shared by the command line and the language server. */
export function allRules(facts: Facts): Rule[] {
  return [...syntaxRules, ...consistencyRules, ...modelRules(facts), ...recordingRules(facts)];
}
