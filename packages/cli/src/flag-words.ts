/** Core speaks of its options; whoever reads the command's messages knows flags. */

/** Options of core that a user of the command is told to change, and how the command calls them. */
const flags: Readonly<Record<string, string>> = {
  database: '--database',
  databases: '--databases',
  tables: '--tables',
  force: '--force',
  resume: '--resume',
  skipDefiner: '--skip-definer',
  requireMask: '--require-mask',
  parallel: '--parallel',
  mask: '--mask',
  maskKey: '--mask-key-file',
};

/** Also where the sentence gives the option's value. */
const inWords = /\b[Tt]he options? (\w+)(?:: 'all')?(?: and (\w+)\b)?/g;

/** Where a sentence goes on about another option: "use the option force in place of resume". */
const inTheSameSentence = /\b(with|in place of) (\w+)\b/g;

/** For example "use the option skipDefiner" becomes "use --skip-definer". */
export function withFlags(message: string): string {
  const words = message.replace(inWords, (phrase, first: string, second: string | undefined) => {
    const flag = phrase.endsWith("'all'") ? '--all-databases' : flags[first];
    if (flag === undefined) return phrase;
    return second === undefined ? flag : `${flag} and ${flags[second] ?? second}`;
  });
  if (words === message) return message;
  return words.replace(inTheSameSentence, (phrase, before: string, word: string) => {
    const flag = flags[word];
    return flag === undefined ? phrase : `${before} ${flag}`;
  });
}
