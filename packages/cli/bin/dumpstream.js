#!/usr/bin/env node
// The command that npm links: starts the built program, where Node.js is new enough to load it.
const [major, minor] = process.versions.node.split('.').map(Number);
const oldest = { 22: 15, 23: 10 }[major] ?? 0;
if (major < 22 || minor < oldest) {
  console.error(
    `dumpstream needs Node.js 22.15 or newer, and this is ${process.versions.node}: install a newer one (https://nodejs.org).`,
  );
  process.exitCode = 1;
} else {
  await import('../dist/main.js');
}
