/** More of a line is not kept: hunk headers and index lines are shorter. */
const KEPT = 240;

/**
 * The beginning of each line of a stream. Lines end at `\n` and nowhere else: a carriage return or a line separator in
 * a file's text must not make what follows it look like a line of the patch's own.
 */
export async function* lineStarts(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let start = '';
  let any = false;
  for await (const chunk of chunks) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length);
    let from = 0;
    for (let end = bytes.indexOf(10); end !== -1; end = bytes.indexOf(10, from)) {
      yield start + bytes.toString('latin1', from, Math.min(end, from + KEPT - start.length));
      start = '';
      from = end + 1;
      any = false;
    }
    if (from < bytes.length) {
      start += bytes.toString('latin1', from, Math.min(bytes.length, from + KEPT - start.length));
      any = true;
    }
  }
  if (any) yield start;
}
