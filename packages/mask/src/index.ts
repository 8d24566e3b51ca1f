export {
  type DraftMaskPolicyOptions,
  draftMaskPolicy,
  type MaskPolicyDraft,
} from './draft/draft-mask-policy.ts';
export type { MaskFinding } from './draft/finding.ts';
export { type ParsedMaskPolicy, type PolicyProblem, parseMaskPolicy } from './parse-mask-policy.ts';
