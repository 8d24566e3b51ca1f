/** The command line of the bench. */

import { basename } from 'node:path';
import { expect, test } from 'vitest';
import { parseOptions } from '../options.ts';

const fileOf = (...commandArguments: string[]) =>
  basename(parseOptions(commandArguments)?.resultsFile ?? '');

test('figures of some programs do not take the place of those of all', () => {
  expect(fileOf()).toBe('results.json');
  expect(fileOf('--memory')).toBe('results.json');
  expect(fileOf('--programs', 'mydumper')).toBe('results-part.json');
  expect(fileOf('--workloads', 'wide')).toBe('results-part.json');
  expect(fileOf('--server', 'mysql-8.4')).toBe('results-part.json');
  expect(fileOf('--quick')).toBe('results-quick.json');
});

test('a quick run does not go into the README', () => {
  expect(() => parseOptions(['--quick', '--update-readme'])).toThrow('leave --quick out');
});

test('no round at all is refused', () => {
  expect(() => parseOptions(['--rounds', '0'])).toThrow('--rounds must be 1 or more');
  expect(() => parseOptions(['--rounds', 'many'])).toThrow('--rounds must be 1 or more');
});

test('help is told apart from options', () => {
  expect(parseOptions(['--help'])).toBeUndefined();
});
