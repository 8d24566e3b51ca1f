#!/usr/bin/env node
// The command that npm links: starts the built program.
import '../dist/main.js';
