/** What a program said: on standard output, on standard error, or the value it ended with. */
export interface OutputLine {
  kind: 'out' | 'err' | 'result'
  text: string
}

/** What one run shows at most, and what of it is shared: more is cut off, from the end. */
export const MAX_OUTPUT_LENGTH = 64 << 10

const CUT_OFF: OutputLine = { kind: 'err', text: '… the rest of the output was left out' }

/** The output with more lines behind it, within the bound. */
export function withMore(output: readonly OutputLine[], more: readonly OutputLine[]): readonly OutputLine[] {
  if (output.at(-1) === CUT_OFF) {
    return output
  }
  const all = [...output]
  let length = lengthOf(output)
  for (const line of more) {
    if (length + line.text.length > MAX_OUTPUT_LENGTH) {
      all.push({ kind: line.kind, text: line.text.slice(0, MAX_OUTPUT_LENGTH - length) }, CUT_OFF)
      return all.filter((each) => each.text !== '' || each === CUT_OFF)
    }
    length += line.text.length + 1
    all.push(line)
  }
  return all
}

export function lengthOf(output: readonly OutputLine[]): number {
  return output.reduce((sum, line) => sum + line.text.length + 1, 0)
}

/** What is there, as far as it is output: anybody in the room may have written anything. */
export function readOutput(value: unknown): readonly OutputLine[] {
  if (!Array.isArray(value)) {
    return []
  }
  const lines = value.filter(
    (line): line is OutputLine =>
      typeof line === 'object' &&
      line !== null &&
      ['out', 'err', 'result'].includes(line.kind) &&
      typeof line.text === 'string',
  )
  return withMore([], lines)
}
