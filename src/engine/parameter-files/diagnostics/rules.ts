import { consistencyRules } from './consistency';
import type { Rule } from './diagnostic';
import type { Facts } from './facts';
import { modelRules } from './model-rules';
import { recordingRules } from './recording-rules';
import { syntaxRules } from './syntax';

/** All rules for parameter files, shared by the command line and the language server. */
export function allRules(facts: Facts): Rule[] {
  return [...syntaxRules, ...consistencyRules, ...modelRules(facts), ...recordingRules(facts)];
}
