export { type ParsedMaskPolicy, type PolicyProblem, parseMaskPolicy } from './parse-mask-policy.ts';
