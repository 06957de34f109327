import type { Readable } from 'node:stream';

/** Reads a stream of bytes piece by piece: up to a newline, or a number of bytes. */
export interface ByteReader {
  /** The next line without its newline, or undefined at the end. Throws on a line longer than 64 KiB. */
  readonly line: () => Promise<string | undefined>;
  /** Exactly `count` bytes. Throws when the stream ends before. */
  readonly take: (count: number) => Promise<Buffer>;
}

const LONGEST_LINE = 65_536;

/** A reader over the stream, which must not be read by anybody else. */
export function byteReader(stream: Readable): ByteReader {
  const chunks = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  let held: Buffer = Buffer.alloc(0);
  const more = async (): Promise<Buffer | undefined> => {
    const next = await chunks.next();
    return next.done === true ? undefined : next.value;
  };
  return {
    line: async () => {
      for (let end = held.indexOf(10); ; end = held.indexOf(10)) {
        if (end >= 0) {
          const text = held.toString('utf8', 0, end);
          held = held.subarray(end + 1);
          return text;
        }
        if (held.length > LONGEST_LINE) throw new Error('A line of the stream is too long.');
        const chunk = await more();
        if (!chunk) return undefined;
        held = Buffer.concat([held, chunk]);
      }
    },
    take: async (count) => {
      const parts = [held];
      let length = held.length;
      while (length < count) {
        const chunk = await more();
        if (!chunk) throw new Error('The stream ended too early.');
        parts.push(chunk);
        length += chunk.length;
      }
      const all = parts.length === 1 ? held : Buffer.concat(parts);
      held = all.subarray(count);
      return all.subarray(0, count);
    },
  };
}
