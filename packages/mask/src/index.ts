export { type ParsedMaskPolicy, parseMaskPolicy } from './parse-mask-policy.ts';
