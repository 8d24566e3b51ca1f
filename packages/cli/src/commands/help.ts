/** Paragraphs that the help texts of several commands share. */

export const passwordHelp = `Password:
  Give it in the environment variable MYSQL_PWD: one that is part of the URL can be read by every
  user of the machine while the command runs (ps), and stays in the shell's history. It is never
  asked for. Percent-encode special characters of the URL's parts (@ is %40, / is %2F).`;

export const dumpArgument =
  'file, s3://bucket/key[?versionId=...], or - for standard input: plain, gzip or zstd, as its bytes say';
