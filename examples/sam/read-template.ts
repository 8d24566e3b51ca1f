/** Reads the template: YAML with CloudFormation's short forms, `!Ref` and the others. */

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type CollectionTag, parse, type ScalarTag, type YAMLMap, type YAMLSeq } from 'yaml';
import type { Template } from '../testing/cloudformation.ts';

export const templatePath = fileURLToPath(new URL('template.yaml', import.meta.url));

const functions = ['Equals', 'GetAtt', 'If', 'Join', 'Not', 'Or', 'And', 'Sub'];

/** `!Ref x` is `{Ref: x}`, `!Sub x` is `{Fn::Sub: x}`, `!GetAtt a.b` is `{Fn::GetAtt: [a, b]}`. */
const shortForms = [
  ['Ref', 'Ref'],
  ['Condition', 'Condition'],
  ...functions.map((name) => [name, `Fn::${name}`]),
].flatMap(([tag = '', name = '']): (ScalarTag | CollectionTag)[] => [
  {
    tag: `!${tag}`,
    resolve: (text: string) => ({ [name]: tag === 'GetAtt' ? text.split('.') : text }),
  },
  {
    tag: `!${tag}`,
    collection: 'seq',
    resolve: (value: YAMLMap | YAMLSeq) => ({ [name]: value.toJSON() }),
  },
]);

/** @param path - by default that of this example */
export function readTemplate(path = templatePath): Template {
  return parse(readFileSync(path, 'utf8'), { customTags: shortForms }) as Template;
}
