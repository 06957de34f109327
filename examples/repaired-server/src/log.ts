import pino from 'pino';

/** Standard output belongs to the protocol, so entries go to standard error. */
export const log = pino({ redact: ['password', 'connectionString'] }, pino.destination(2));
