import type { Fault } from './scorecard';

/** An error that carries what the reader is told: what could not be evaluated, why, and what to do. */
export class FaultError extends Error {
  readonly fault: Fault;

  constructor(fault: Fault, options?: ErrorOptions) {
    super(`${fault.message} ${fault.remedy}`, options);
    this.name = 'FaultError';
    this.fault = fault;
  }
}

/** The fault that an error stands for: its own, or an internal one that names the error. */
export function faultOf(error: unknown): Fault {
  if (error instanceof FaultError) return error.fault;
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return {
    kind: 'internal',
    message: `The gate itself broke: ${text}${text.endsWith('.') ? '' : '.'}`,
    remedy: 'Nothing was judged. Run it again with debug output on, and report it with that output.',
  };
}
