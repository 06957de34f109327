'use strict';

try {
  require('./gate.cjs').runAction();
} catch (error) {
  console.error(`This program needs Node.js 20 or later and could not start: ${error.message}`);
  process.exitCode = 2;
}
