#!/usr/bin/env node
'use strict';

try {
  require('./gate.cjs').runCli();
} catch (error) {
  console.error(`This program needs Node.js 20 or later and could not start: ${error.message}`);
  process.exitCode = 2;
}
