/** Time that may be spent on something, counted from its first use. */
export interface Budget {
  /** Milliseconds that are left; 0 when it is spent. */
  readonly left: () => number;
}

/** A budget of milliseconds. The clock is an argument so that tests need not wait. */
export function budget(milliseconds: number, clock: () => number = Date.now): Budget {
  let start: number | undefined;
  return {
    left: () => {
      start ??= clock();
      return Math.max(0, start + milliseconds - clock());
    },
  };
}

/** The budget was spent before the work was done. */
export class OutOfTimeError extends Error {
  constructor() {
    super('It took longer than the gate waits.');
    this.name = 'OutOfTimeError';
  }
}

/** Waits for work as long as the budget lasts, then gives up on it with an `OutOfTimeError`. */
export async function within<T>(time: Budget, work: () => Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => { reject(new OutOfTimeError()); }, time.left());
  });
  try {
    return await Promise.race([work(), late]);
  } finally {
    clearTimeout(timer);
  }
}
